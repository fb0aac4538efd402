"""Sums of quarters that are over: worked out once, sealed to the statistics key, never changed.

A table that changed whenever a case is closed would tell of the last one all that is counted. So
no sum is shown before it is sealed, none is worked out twice, and each case is in one at most.
"""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlmodel import Session, select

from portal.incidents import counting
from portal.incidents.case_models import StatisticsSums
from portal.incidents.counting import Sums
from portal.incidents.records import keys
from portal.incidents.rules import TeamKeyPurpose
from portal.incidents.staff.cases import statistics
from portal.incidents.staff.cases.statistics import Counted
from portal.incidents.staff.sums.tables import Table
from portal.sealing import boxes
from portal.store.db import serialise

_LOCK = 0x73756D73


@dataclass(frozen=True)
class Period:
    """What the cases of some quarters add up to, by the name of the table; no row is too small."""

    first: str
    last: str
    cases: int
    tables: dict[str, Sums]


class Waiting(NamedTuple):
    """Cases that were not added up yet, by their numbers, and the first quarter to add up."""

    cases: dict[str, Counted]
    first: str


def periods(session: Session, privates: Sequence[bytes]) -> list[Period]:
    """List what was added up, the newest first."""
    return [_period(record) for record in _opened(session, privates)]


def ready(session: Session, privates: Sequence[bytes], today: date) -> list[str]:
    """List up to which quarters cases can be added up: that are over, with cases enough."""
    return _enough(_waiting(session, privates), today)


def seal(
    session: Session, privates: Sequence[bytes], tables: Sequence[Table], last: str, today: date
) -> Period | None:
    """Add up what was not added up yet until the end of a quarter; None where that cannot be."""
    serialise(session, _LOCK)
    waiting = _waiting(session, privates)
    public = keys.team_key(session, TeamKeyPurpose.STATISTICS)
    if public is None or last not in _enough(waiting, today):
        return None
    within = {name: one for name, one in waiting.cases.items() if one.counts_in <= last}
    cases = list(within.values())
    made = Period(waiting.first, last, len(cases), {one.name: one.sums(cases) for one in tables})
    row = StatisticsSums(sealed=b"")
    record = {**asdict(made), "records": sorted(within)}
    row.sealed = boxes.seal_record(public, record, _place(row))
    session.add(row)
    session.flush()
    return made


def _enough(waiting: Waiting, today: date) -> list[str]:
    quarters = [one.counts_in for one in waiting.cases.values()]
    return counting.enough(quarters, waiting.first, today) if waiting.first else []


def _waiting(session: Session, privates: Sequence[bytes]) -> Waiting:
    made = list(_opened(session, privates))
    summed = {number for record in made for number in record["records"]}
    cases = dict(statistics.opened(session, privates, summed))
    if made:
        return Waiting(cases, counting.following(made[0]["last"]))
    return Waiting(cases, min((one.counts_in for one in cases.values()), default=""))


def _opened(session: Session, privates: Sequence[bytes]) -> list[dict[str, Any]]:
    return sorted(_records(session, privates), key=lambda record: record["last"], reverse=True)


def _records(session: Session, privates: Sequence[bytes]) -> Iterator[dict[str, Any]]:
    for row in session.exec(select(StatisticsSums)):
        record = boxes.first_opened(boxes.open_record, privates, row.sealed, _place(row))
        if record is not None:
            yield record


def _period(record: dict[str, Any]) -> Period:
    tables = {name: Sums(**sums) for name, sums in record["tables"].items()}
    return Period(record["first"], record["last"], record["cases"], tables)


def _place(row: StatisticsSums) -> str:
    return f"statistics_sums:{row.id}"
