"""What a closed case counts as: a few coarse words, kept apart from the case.

The record outlives the case and names none: its number is kept sealed in the case alone, so
that a case that is opened again can take it back.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from sqlmodel import Session, col, delete, select

from portal.incidents import counting, equality
from portal.incidents.case_models import StatisticsRecord
from portal.incidents.models import Report
from portal.incidents.records import keys, pieces
from portal.incidents.records.pieces import Item
from portal.incidents.rules import Outcome, TeamKeyPurpose
from portal.incidents.staff.keys.vault import Vault
from portal.incidents.staff.sharing import fields
from portal.problems import mark
from portal.sealing import boxes

NOT_COUNTED = frozenset({Outcome.SPAM, Outcome.WITHDRAWN})
"""Spam is no incident, and of what somebody took back nothing is kept."""


class Uncounted(StrEnum):
    """Why a case is not counted."""

    NO_INCIDENT = "no_incident"
    FORBIDDEN = "forbidden"
    NO_KEY = "no_key"


WHY_NOT: Mapping[Uncounted, str] = {
    Uncounted.NO_INCIDENT: mark(
        "It is not counted. Spam is no incident, and of what was taken back nothing is kept."
    ),
    Uncounted.FORBIDDEN: mark("It is not counted, because the reporter forbade it."),
    Uncounted.NO_KEY: mark("It is not counted, because there was no statistics key."),
}
"""What staff read of a closed case that is not counted."""


@dataclass(frozen=True)
class Counted:
    """What is counted of a case; the month is that in which the report came.

    It counts in the quarter in which it was closed: one that is over gets nothing more. Records
    of before tell none, nor anything about the person, and count in that of their month.
    """

    strands: list[str]
    kinds: list[str]
    area: str
    month: str
    outcome: str
    came_back: bool
    channel: str
    language: str
    equality: Mapping[str, str] = field(default_factory=dict)
    quarter: str = ""

    @property
    def counts_in(self) -> str:
        """Name the quarter in which it counts."""
        return self.quarter or counting.quarter(date.fromisoformat(f"{self.month}-01"))


def why_not(
    session: Session, report: Report, private: bytes, outcome: Outcome | None = None
) -> Uncounted | None:
    """Say why a case that ends so is not counted; None for one that is."""
    if outcome in NOT_COUNTED:
        return Uncounted.NO_INCIDENT
    if fields.forbids_counting(_added(session, report, private)):
        return Uncounted.FORBIDDEN
    has_key = keys.team_key(session, TeamKeyPurpose.STATISTICS) is not None
    return None if has_key else Uncounted.NO_KEY


def of_ended(
    session: Session, report: Report, private: bytes, ending: Mapping[str, Any]
) -> Uncounted | None:
    """Say why a case that ended so is not counted; None for one that is."""
    if is_kept(session, ending.get("statistics")):
        return None
    outcome = Outcome(ending["outcome"]) if ending else None
    return why_not(session, report, private, outcome) or Uncounted.NO_KEY


def is_wished_only(session: Session, report: Report, private: bytes) -> bool:
    """Tell whether the reporter asked to count it and do nothing more."""
    return fields.STATISTICS in fields.ticked(_added(session, report, private))


def of_case(session: Session, report: Report, private: bytes, outcome: str) -> Counted:
    """Collect what would be counted of a case: what the team's slips say, else the reporter."""
    said = _said(session, report, private)
    told = [one for _, one in pieces.opened(session, report, private, Item.EQUALITY)]
    return Counted(
        strands=list(said.get("strands", [])),
        kinds=list(said.get("kinds", [])),
        area=str(said.get("area", "")),
        month=f"{report.day:%Y-%m}",
        outcome=outcome,
        came_back=report.came_back,
        channel=str(said.get("channel", "")),
        language=str(said.get("language", "")),
        equality=equality.counted(equality.told_last(told)),
    )


def keep(session: Session, counted: Counted) -> str | None:
    """Keep what is counted of a case and give the number of the record; None without a key."""
    public = keys.team_key(session, TeamKeyPurpose.STATISTICS)
    if public is None:
        return None
    row = StatisticsRecord(sealed=b"")
    row.sealed = boxes.seal_record(public, asdict(counted), _place(row))
    session.add(row)
    session.flush()
    return row.id


def take_back(session: Session, number: str | None) -> None:
    """Forget the record of a case that is opened again."""
    session.exec(delete(StatisticsRecord).where(col(StatisticsRecord.id) == number))


def is_kept(session: Session, number: str | None) -> bool:
    """Tell whether there is a record of this number."""
    return number is not None and session.get(StatisticsRecord, number) is not None


def read(session: Session, vault: Vault) -> list[Counted] | None:
    """Open all records, in no order; None for whoever does not share the statistics key."""
    privates = vault.team_privates(session, TeamKeyPurpose.STATISTICS)
    return [one for _, one in opened(session, privates)] if privates else None


def opened(
    session: Session, privates: Sequence[bytes], but: Collection[str] = ()
) -> Iterator[tuple[str, Counted]]:
    """Open all records that these keys open, with their numbers, but for those of some numbers."""
    for row in session.exec(select(StatisticsRecord).order_by(StatisticsRecord.id)):
        if row.id in but:
            continue
        record = boxes.first_opened(boxes.open_record, privates, row.sealed, _place(row))
        if record is not None:
            yield row.id, Counted(**record)


def _added(session: Session, report: Report, private: bytes) -> fields.Records:
    opened = pieces.opened(session, report, private, Item.ADDITION)
    return [(item.kind, record) for item, record in opened]


def _said(session: Session, report: Report, private: bytes) -> Mapping[str, Any]:
    said: dict[str, Any] = {}
    for _, record in pieces.opened(session, report, private, Item.REPORT, Item.ADDITION):
        said |= record
    slip = pieces.slip(session, report, private)
    return said | {name: value for name, value in slip.items() if value}


def _place(row: StatisticsRecord) -> str:
    return f"statistics_record:{row.id}"
