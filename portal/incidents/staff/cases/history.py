"""What was decided about a case: how it was closed, opened again, merged or taken apart."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from sqlmodel import Session

from portal.accounts import queries as accounts
from portal.incidents.records import merging
from portal.incidents.records.pieces import Item
from portal.incidents.staff.cases import closing
from portal.incidents.staff.cases.access import Case
from portal.problems import mark

LABELS: Mapping[str, str] = {
    closing.CLOSED: mark("Closed"),
    closing.REOPENED: mark("Opened again"),
    closing.FOLLOWED_UP: mark("Asked again after closing"),
    merging.MERGED: mark("Merged"),
    merging.SEPARATED: mark("Taken apart"),
}


class Event(NamedTuple):
    """One decision: what it was, when, whose, which other case it concerns, and why."""

    label: str
    day: date
    by: str
    other: str
    why: str


def history(session: Session, case: Case) -> list[Event]:
    """Open what was decided about a case, the newest first."""
    records = [record for _, record in case.records(session, Item.OUTCOME)]
    names = accounts.names(session, [record["by"] for record in records])
    return [_event(record, names) for record in reversed(records)]


def last(session: Session, case: Case, act: str) -> Mapping[str, Any]:
    """Open what was said when something was done with a case for the last time."""
    records = [record for _, record in case.records(session, Item.OUTCOME)]
    said = [record for record in records if record["act"] == act]
    return said[-1] if said else {}


def _event(record: Mapping[str, Any], names: Mapping[int, str]) -> Event:
    return Event(
        label=LABELS[record["act"]],
        day=date.fromisoformat(record["day"]),
        by=names.get(record["by"], ""),
        other=record.get("other", ""),
        why=record["reason"],
    )
