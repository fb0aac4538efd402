"""The hash-chained log of what staff wrote.

Each row signs itself and the row before it with a key of the installation. The number and the
signature of the newest row, its head, are also written outside the database after each commit,
signed, because a cut tail is invisible to the chain itself.
"""

import json
import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from portal import lengths
from portal.problems import mark
from portal.sealing import crypto
from portal.settings import Settings
from portal.store import audit_head
from portal.store.audit_head import Head
from portal.store.db import Moment, json_column, moment, now, serialise

_log = logging.getLogger(__name__)
_LOCK = 0x766F6963
_FIRST = "0" * 64
_BEGINNING = Head(0, _FIRST, signed=True)
RENEWED = "audit.head_renewed"
_FRESH = timedelta(minutes=1)
_MISSING = mark("the record that is kept outside the log is missing")
_UNSIGNED = mark(
    "the record that is kept outside the log is not signed with the key of this portal"
)
_CUT = mark("the log ends before the row that was anchored outside")
_BEHIND = mark("the record that is kept outside the log is older than this row")
_EMPTY = mark("the log is empty, although the portal has accounts")


class AuditEntry(SQLModel, table=True):
    """One thing a member of staff, or a job, did."""

    __tablename__ = "audit_entry"

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = moment()
    actor: str = Field(max_length=40)
    action: str = Field(max_length=60)
    subject: str = Field(max_length=lengths.SUBJECT)
    details: dict[str, Any] = json_column()
    previous: str = Field(max_length=64, unique=True)
    digest: str = Field(max_length=64)


@dataclass(frozen=True)
class Fault:
    """A place where the log was altered, and what shows it."""

    entry: int
    reason: str


def session_info(settings: Settings) -> dict[str, Any]:
    """Give a session what it needs to sign rows."""
    return {"audit_key": crypto.installation_key(settings.secret, "audit"), "settings": settings}


def record(session: Session, actor: str | int, action: str, subject: str, **details: Any) -> None:
    """Add a row to the log in this transaction; `actor` is an account or the name of a job."""
    serialise(session, _LOCK)
    last = _newest(session)
    if last is None or _head(last) != session.info.get("audit_head"):
        last = _compared(session, last)
    _append(session, last, str(actor), action, subject, details)


def _append(
    session: Session,
    last: AuditEntry | None,
    actor: str,
    action: str,
    subject: str,
    details: dict[str, Any],
) -> AuditEntry:
    entry = AuditEntry(
        at=now().replace(microsecond=0),
        actor=actor,
        action=action,
        subject=subject,
        details=json.loads(json.dumps(details, default=str)),
        previous=last.digest if last else _FIRST,
        digest="",
    )
    entry.digest = _digest(entry, session.info["audit_key"])
    session.add(entry)
    session.flush()
    session.info["audit_head"] = _head(entry)
    return entry


def publish_head(session: Session, anchor: Path) -> None:
    """Write the newest signature of the committed transaction outside the database.

    What was committed is done, whatever becomes of this; the next time puts it right.
    """
    head = session.info.pop("audit_head", None)
    if head is not None:
        _publish(session, head, anchor)


def _publish(session: Session, head: Head, anchor: Path) -> None:
    lost = session.info.pop("audit_lost", None)
    try:
        audit_head.publish(head, anchor, session.info["audit_key"], lost)
    except OSError as error:
        _log.error(
            "The head of the audit log, row %s, was not written to %s: %s. "
            "Until it is, nobody would notice if rows were cut off. Run: portal doctor",
            head.number,
            anchor,
            error.strerror,
        )


def newest_head(session: Session) -> Head | None:
    """Give the head of the log as it is now."""
    last = _newest(session)
    return _head(last) if last else None


def verify(session: Session, key: bytes, anchor: Path, *told: str) -> list[Fault]:
    """Find rows that were altered, removed or cut off; an intact log has no faults.

    `told` are heads that were sent out of the house.
    """
    # The head goes first, and then a transaction begins: a row that is written meanwhile is new
    # to the head, and not missing.
    line = audit_head.line(anchor)
    with Session(session.get_bind()) as fresh:
        entries, run = _entries(fresh), has_run(fresh, now())
    faults = list(_broken_links(entries, key))
    known = {0: _FIRST} | {entry.id or 0: entry.digest for entry in entries}
    for one in told:
        faults += _head_faults(audit_head.read(one, key), known)
    if line or entries:
        faults += _head_faults(audit_head.read(line, key), known)
    if run and not entries and not faults:
        faults.append(Fault(0, _EMPTY))
    return faults


def chain_faults(session: Session, key: bytes) -> list[Fault]:
    """Find rows that were altered, without asking what is known outside."""
    return list(_broken_links(_entries(session), key))


def head_faults(session: Session, key: bytes, anchor: Path) -> list[Fault]:
    """Find what is wrong with the record outside the log, without reading all of the log."""
    head = audit_head.read(audit_head.line(anchor), key)
    with Session(session.get_bind()) as fresh:
        last, run = _newest(fresh), has_run(fresh, now())
        there = fresh.get(AuditEntry, head.number) if head and head.signed else None
    if last is None:
        return [Fault(0, _EMPTY)] if run else []
    known = {0: _FIRST} | {entry.id or 0: entry.digest for entry in (last, there) if entry}
    faults = list(_head_faults(head, known))
    # Those who share a server have a head each, of what they wrote themselves.
    alone = session.get_bind().dialect.name == "sqlite"
    if alone and head and not faults and head.number < (last.id or 0) and last.at < now() - _FRESH:
        faults.append(Fault(last.id or 0, _BEHIND))
    return faults


def has_run(session: Session, before: datetime) -> bool:
    """Tell whether the portal must have logged something: nobody gets an account without a row."""
    if not sa.inspect(session.connection()).has_table("account"):
        return False
    query = sa.text("SELECT 1 FROM account WHERE created < :before LIMIT 1")
    query = query.bindparams(sa.bindparam("before", before, type_=Moment))
    return session.connection().execute(query).first() is not None


def _compared(session: Session, last: AuditEntry | None) -> AuditEntry | None:
    """Compare the log with its head outside; a row says so if they differ. Give the newest row.

    The head may be behind, if another machine wrote last or this one was ended before it wrote
    it down. But its row has to be there: whoever cut it off must not have it forgotten.
    """
    anchor = session.info["settings"].anchor
    head = audit_head.read(audit_head.line(anchor), session.info["audit_key"])
    if _fits(session, head, last):
        if head is None:
            _publish(session, _BEGINNING, anchor)
        return last
    session.info["audit_lost"] = head
    return _append(session, last, "audit", RENEWED, str(head.number if head else 0), {})


def _fits(session: Session, head: Head | None, last: AuditEntry | None) -> bool:
    # An account may be made in the same transaction as its row, which is the first of all.
    if last is None and has_run(session, now() - _FRESH):
        return False
    if head is None:
        return last is None
    there = select(AuditEntry.digest).where(AuditEntry.id == head.number)
    return head == _BEGINNING or (head.signed and session.exec(there).first() == head.digest)


def _head(entry: AuditEntry) -> Head:
    return Head(entry.id or 0, entry.digest, signed=True)


def _entries(session: Session) -> list[AuditEntry]:
    return list(session.exec(select(AuditEntry).order_by(col(AuditEntry.id))))


def _newest(session: Session) -> AuditEntry | None:
    return session.exec(select(AuditEntry).order_by(col(AuditEntry.id).desc()).limit(1)).first()


def _head_faults(head: Head | None, known: Mapping[int, str]) -> Iterator[Fault]:
    if head is None:
        yield Fault(0, _MISSING)
    elif not head.signed:
        yield Fault(head.number, _UNSIGNED)
    elif known.get(head.number) != head.digest:
        yield Fault(head.number, _CUT)


def _broken_links(entries: list[AuditEntry], key: bytes) -> Iterator[Fault]:
    previous = _FIRST
    for entry in entries:
        if entry.previous != previous:
            yield Fault(entry.id or 0, mark("a row before this one was removed or replaced"))
        if entry.digest != _digest(entry, key):
            yield Fault(entry.id or 0, mark("this row was altered"))
        previous = entry.digest


def _digest(entry: AuditEntry, key: bytes) -> str:
    row = [entry.previous, entry.at.isoformat(), entry.actor, entry.action, entry.subject]
    text = json.dumps([*row, entry.details], sort_keys=True, ensure_ascii=False)
    return crypto.signature(key, text.encode())
