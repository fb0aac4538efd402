"""How a case ends, how long it is then kept, and how it is opened again.

Nothing is deleted by closing: that is for retention, when the time for the outcome is over.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlmodel import Session

from portal.incidents import counting, report_settings
from portal.incidents.models import Report
from portal.incidents.records import pieces, withdrawing
from portal.incidents.records.pieces import Item
from portal.incidents.rules import Outcome, State, destroyed_on
from portal.incidents.staff.cases import statistics
from portal.sealing import boxes

CLOSED = "closed"
REOPENED = "reopened"
FOLLOWED_UP = "followed_up"
_STATES: Mapping[Outcome, State] = {
    Outcome.NOT_HATE: State.NOT_HATE,
    Outcome.SPAM: State.SPAM,
}


@dataclass(frozen=True)
class Ending:
    """What came of a case, why, where it is counted, who says so and when."""

    outcome: Outcome
    reason: str
    area: str
    by: int
    day: date


def state_after(outcome: Outcome) -> State:
    """Say in which state an outcome leaves a case."""
    return _STATES.get(outcome, State.CLOSED)


def close(session: Session, report: Report, private: bytes, ending: Ending) -> bool:
    """Close a case with an outcome; tell whether it is counted, which takes a statistics key."""
    number = _count(session, report, private, ending)
    report.counted_as = _for_reporter(report, number)
    report.closed = ending.day
    report.destroy_on = destroyed_on(ending.day, months_kept(session)[ending.outcome])
    report.state = state_after(ending.outcome)
    # Where nobody is to be asked again, nothing is due.
    asked_again = report.state is State.CLOSED and ending.outcome is not Outcome.COUNTED
    report.followed_up = None if asked_again else ending.day
    pieces.add(session, report, Item.OUTCOME, _record(CLOSED, ending, number))
    return number is not None


def months_kept(session: Session) -> dict[Outcome, int]:
    """Say how many months after closing each kind of case is kept."""
    decided = report_settings.current(session).retention_months
    return {outcome: decided[outcome.value] for outcome in Outcome if outcome.value in decided}


def reopen(
    session: Session, report: Report, private: bytes, *, reason: str, by: int, day: date
) -> None:
    """Open a closed case again: it counts no longer in this quarter, and nothing is destroyed.

    In a quarter that is over it goes on counting as it did, because that may be added up.
    """
    if not counts_on(report, day):
        ended = last_ending(session, report, private) or {}
        statistics.take_back(session, ended.get("statistics"))
        report.counted_as = None
    report.state = State.ACCEPTED if report.state is State.CLOSED else State.TRIAGE
    report.closed = report.destroy_on = report.followed_up = None
    record = {"act": REOPENED, "reason": reason, "by": by, "day": day.isoformat()}
    pieces.add(session, report, Item.OUTCOME, record)


def counts_on(report: Report, day: date) -> bool:
    """Tell whether a closed case goes on counting when it is opened again on a day."""
    return report.closed is not None and counting.quarter(report.closed) < counting.quarter(day)


def follow_up(session: Session, report: Report, *, words: str, by: int, day: date) -> None:
    """Note that somebody asked the reporter again after a case was closed, and what they heard."""
    report.followed_up = day
    record = {"act": FOLLOWED_UP, "reason": words, "by": by, "day": day.isoformat()}
    pieces.add(session, report, Item.OUTCOME, record)


def awaits_follow_up(report: Report) -> bool:
    """Tell whether somebody is still to ask the reporter again."""
    return report.state is State.CLOSED and report.followed_up is None


def last_ending(session: Session, report: Report, private: bytes) -> Mapping[str, Any] | None:
    """Find how a case was closed last; None for one that nobody closed."""
    endings = [
        record
        for _, record in pieces.opened(session, report, private, Item.OUTCOME)
        if record.get("act") == CLOSED
    ]
    return endings[-1] if endings else None


def _count(session: Session, report: Report, private: bytes, ending: Ending) -> str | None:
    earlier = (last_ending(session, report, private) or {}).get("statistics")
    if statistics.why_not(session, report, private, ending.outcome):
        statistics.take_back(session, earlier)
        return None
    if statistics.is_kept(session, earlier):
        return earlier
    counted = statistics.of_case(session, report, private, ending.outcome.value)
    quarter = counting.quarter(ending.day)
    return statistics.keep(session, replace(counted, area=ending.area, quarter=quarter))


def _for_reporter(report: Report, number: str | None) -> bytes | None:
    if number is None or report.reporter_key is None:
        return None
    return boxes.seal_to(report.reporter_key, number.encode(), withdrawing.COUNTED)


def _record(act: str, ending: Ending, number: str | None) -> dict[str, Any]:
    return {
        "act": act,
        "outcome": ending.outcome.value,
        "reason": ending.reason,
        "by": ending.by,
        "day": ending.day.isoformat(),
        "statistics": number,
    }
