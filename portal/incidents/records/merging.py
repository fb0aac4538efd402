"""Several reports of the same incident, worked on as one case.

Each report keeps its own key and its own code, so whoever sent it still comes back, reads the
replies to it and adds to it. What they are told of how far it is, is how far the case is into
which theirs was merged; that there is another report, they are not told.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlmodel import Session, col, select

from portal.incidents.models import Report
from portal.incidents.records import pieces
from portal.incidents.records.pieces import Item
from portal.incidents.rules import OVER, SHORTEST_DAYS, State

MERGED = "merged"
SEPARATED = "separated"


def may_take(report: Report, into: Report) -> bool:
    """Tell whether a case can be merged into another: that one is worked on, or has an outcome.

    One that will soon be destroyed, as spam is, would take this one along.
    """
    return report.id != into.id and (into.state not in OVER or into.state is State.CLOSED)


def merge(
    session: Session, report: Report, into: Report, *, reason: str, by: int, day: date
) -> None:
    """Merge a case into another; it is destroyed when that one is, and not soon."""
    _note(session, report, into, {"act": MERGED, "reason": reason, "by": by, "day": f"{day}"})
    report.merged_into, report.state = into.id, State.MERGED
    session.add(report)
    if into.destroy_on:
        into.destroy_on = max(into.destroy_on, day + timedelta(days=SHORTEST_DAYS))
        session.add(into)


def separate(session: Session, report: Report, *, reason: str, by: int, day: date) -> None:
    """Make a merged case one of its own again, to be looked at afresh."""
    if into := into_which(session, report):
        _note(
            session, report, into, {"act": SEPARATED, "reason": reason, "by": by, "day": f"{day}"}
        )
    set_free(session, report)


def set_free(session: Session, report: Report) -> None:
    """Put a merged case back among those that somebody has to look at."""
    report.merged_into, report.state = None, State.TRIAGE
    session.add(report)


def into_which(session: Session, report: Report) -> Report | None:
    """Find the case into which one was merged."""
    return session.get(Report, report.merged_into) if report.merged_into else None


def merged_into(session: Session, report: Report) -> Sequence[Report]:
    """List the cases that were merged into one, except those whose reporters withdrew."""
    query = select(Report).where(Report.merged_into == report.id, Report.state == State.MERGED)
    return session.exec(query.order_by(col(Report.day), Report.reference)).all()


def together(session: Session, report: Report) -> list[Report]:
    """List the cases that are worked on as one with this one, which stands among them."""
    into = into_which(session, report) or report
    return [into, *merged_into(session, into)]


def shown_state(session: Session, report: Report) -> State:
    """Give the state of which the reporter is told: a merged report is as far as its case.

    Whether that one waits for its reporter, or was withdrawn, is not for this one to know.
    """
    into = into_which(session, report) if report.state is State.MERGED else None
    if into is None:
        return report.state
    return State.CLOSED if into.state in OVER - {State.WITHDRAWN} else State.ACCEPTED


def let_go(session: Session, report: Report, private: bytes) -> None:
    """Have what was once said about merging go with the other case, as what is said now does.

    Whom it concerns stood in the sealed record only, so this takes the key of the case.
    """
    for item, record in pieces.opened(session, report, private, Item.OUTCOME):
        if item.concerns is None and "other" in record:
            other = session.exec(select(Report).where(Report.reference == record["other"])).first()
            if other is None or (other.state is State.WITHDRAWN and not other.kept):
                session.delete(item)
            else:
                item.concerns = other.id
                session.add(item)


def _note(session: Session, report: Report, other: Report, record: dict[str, Any]) -> None:
    for one, about in ((report, other), (other, report)):
        told = {**record, "other": about.reference}
        pieces.add(session, one, Item.OUTCOME, told, concerns=about)
