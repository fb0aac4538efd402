"""Taking a report in, and sealing it so that only those who help can read it."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import bindparam, insert
from sqlmodel import Session, SQLModel, select

from portal.incidents import report_settings, rules
from portal.incidents.models import IncidentArrangements, Report, ReportItem
from portal.incidents.records import codes, keys, pieces
from portal.incidents.records.pieces import Item
from portal.incidents.report_settings import Arrangements
from portal.incidents.rules import Circle, Readiness, TeamKeyPurpose
from portal.languages.calendar import Calendar
from portal.sealing import boxes
from portal.store import disk
from portal.store.db import insert_once, random_id

# A report costs little more than these statements, so they are built once.
_TABLES = SQLModel.metadata.tables
_NOTHING_YET = Report(reference="", public_key=b"", day=date.min).model_dump()
_KEYS, _ITEMS = insert(_TABLES["report_key"]), insert(_TABLES["report_item"])
_CONFLICTS = insert(_TABLES["conflict"])
_ARRANGED = select(
    _TABLES["incident_arrangements"].c["values"].label("values_"),
    _TABLES["incident_arrangements"].c.queue_opened,
)
_LOOKED = {Circle.TEAM: "queue_opened", Circle.INDEPENDENT: "outside_opened"}
_OF_THE_PAGE = frozenset({"language", "languages"})
_HOLDERS = _TABLES["key_holder"].c
_FOUND = select(Report).where(Report.lookup == bindparam("lookup"))
_CIRCLES = select(_HOLDERS.circle).where(
    _HOLDERS.retired.is_(None), _HOLDERS.waiting.is_(False), _HOLDERS.resting_since.is_(None)
)


@dataclass(frozen=True)
class Sent:
    """What somebody sends: the report in their words, what the queue shows, how to reach them.

    `circle` is who reads it: the team, or somebody outside the council. Whoever wants no reply
    has no code, and nobody can come back. `left_out` are accounts that must never read it.
    """

    code: str
    report: Mapping[str, Any]
    slip: Mapping[str, Any] = field(default_factory=dict)
    contact: Mapping[str, Any] = field(default_factory=dict)
    circle: Circle = Circle.TEAM
    held: bool = False
    left_out: frozenset[int] = frozenset()


def why_closed(session: Session, today: date, calendar: Calendar) -> str | None:
    """Name what keeps reports from being taken in now; None while they are."""
    row = session.connection().execute(_ARRANGED).one_or_none()
    decided = report_settings.of_intake(row.values_) if row else Arrangements()
    circles = [circle for (circle,) in session.connection().execute(_CIRCLES)]
    readiness = Readiness(
        enabled=decided.enabled,
        holders=circles.count(Circle.TEAM),
        recovery=Circle.RECOVERY in circles,
        opened=row.queue_opened if row else None,
        room=disk.takes_words(session.info["settings"]),
    )
    return rules.why_closed(readiness, decided.quiet_days, today, calendar)


def note_opened(session: Session, today: date, circle: Circle = Circle.TEAM) -> None:
    """Note on which day somebody of the team, or outside the council, last looked for reports."""
    row = session.get(IncidentArrangements, 1) or IncidentArrangements()
    column = _LOOKED[circle]
    if getattr(row, column) != today:
        setattr(row, column, today)
        session.add(row)
        session.flush()


def receive(session: Session, sent: Sent, today: date) -> Report:
    """Keep a report, sealed; one that was kept before is found again by its code."""
    keep(session, sent, today)
    report = found(session, sent.code)
    assert report  # noqa: S101 - it has been kept now or before
    return report


def keep(session: Session, sent: Sent, today: date) -> bool:
    """Keep a report, sealed; tell whether it is new, as one code belongs to one report.

    The report's private key exists only here, for a moment, and is then sealed to each of its
    readers.
    """
    private, name = boxes.new_private(), random_id()
    public = boxes.public_of(private)
    values = _NOTHING_YET | {
        "id": name,
        "reference": pieces.new_reference(),
        "lookup": codes.lookup(sent.code),
        "reporter_key": boxes.public_of(codes.reporter_key(sent.code)),
        "public_key": public,
        "circle": sent.circle,
        "held": sent.held,
        "day": today,
    }
    if not insert_once(session, "report", "lookup", values):
        return False
    records: dict[Item, Any] = {Item.REPORT: dict(sent.report), Item.SLIP: dict(sent.slip)}
    if sealed := _sealed_contact(session, name, public, sent.contact):
        records[Item.CONTACT] = sealed
    readers = keys.readers_of(session, sent.circle, sent.left_out)
    connection = session.connection()
    connection.execute(_KEYS, keys.sealed_for(name, private, readers))
    if sent.left_out:
        connection.execute(_CONFLICTS, _left_out(name, public, sent.left_out))
    connection.execute(_ITEMS, pieces.first(name, public, records, _name(sent)))
    return True


def found(session: Session, code: str | None) -> Report | None:
    """Find the report of a code; a code that cannot be read is looked for like any other."""
    name = codes.lookup(code or "")
    return session.exec(_FOUND, params={"lookup": name}).one_or_none()


def was_sent(session: Session, sent: Sent) -> bool:
    """Tell whether this very report came before, even if its code leads nowhere since."""
    return session.get(ReportItem, _name(sent)) is not None


def may_leave_contact(session: Session) -> bool:
    """Tell whether contact details could be opened by anybody: approvers share a key."""
    return keys.team_key(session, TeamKeyPurpose.CONTACT) is not None


def close_way_back(session: Session, report: Report) -> None:
    """Let a code lead nowhere: nobody comes back to the report, and no reply can be written."""
    report.lookup = report.reporter_key = report.counted_as = None
    session.add(report)
    session.flush()


def _left_out(name: str, public: bytes, accounts: Iterable[int]) -> list[dict[str, Any]]:
    """Keep accounts from a report for good, at its reporter's wish, as rows to be kept."""
    said = {"reason": "", "said_in": "", "by": 0, "day": ""}
    return [
        {
            "report_id": name,
            "account_id": one,
            "reason": boxes.seal_record(public, said, keys.conflict_place(name, one)),
        }
        for one in accounts
    ]


def _name(sent: Sent) -> str:
    """Name the piece that holds a report by its code and all that was said, in any language."""
    said = [
        {name: value for name, value in record.items() if name not in _OF_THE_PAGE}
        for record in (sent.report, sent.contact)
    ]
    return pieces.name_of(sent.code, "what", json.dumps(said, sort_keys=True))


def _sealed_contact(
    session: Session, name: str, public: bytes, contact: Mapping[str, Any]
) -> str | None:
    """Seal contact details to the case and then to the approvers: it takes both to read them."""
    approvers = keys.team_key(session, TeamKeyPurpose.CONTACT) if contact else None
    if approvers is None:
        return None
    inner = boxes.seal_record(public, dict(contact), f"contact:{name}")
    return boxes.seal_to(approvers, inner, f"contact for approval:{name}").hex()
