"""Destroying cases when the time for their outcome is over, unless they are kept for a reason."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, exists, select

from portal.council import queries as council_queries
from portal.incidents.models import Report
from portal.incidents.records import merging
from portal.incidents.rules import OVER, SHORTEST_DAYS, State
from portal.incidents.staff import queries
from portal.incidents.staff.cases import destruction
from portal.store import audit
from portal.store.jobs import Job

ACTOR = "retention"


def keep_promises(session: Session, now: datetime) -> None:
    """Destroy the cases that are due, and those that were merged into them."""
    today = council_queries.stored(session).calendar.day(now)
    for report in _withdrawn_without_date(session):
        report.closed = report.destroy_on = report.closed or today
        session.add(report)
    freed = _merged_into_withdrawn(session)
    for report in freed:
        merging.set_free(session, report)
    over = [(report, _joined(session, report)) for report in due(session, today)]
    for report in freed:
        audit.record(session, ACTOR, "case.separated", report.reference)
    for report, joined in over:
        _destroy(session, report, joined, today)


def due(session: Session, today: date) -> Sequence[Report]:
    """List the cases whose time is over, as far as none is kept that was merged into them."""
    kept = aliased(Report)
    merged = exists().where(
        col(kept.merged_into) == col(Report.id),
        col(kept.kept).is_(True),
        col(kept.state) == State.MERGED,
    )
    query = select(Report).where(col(Report.destroy_on) <= today, col(Report.kept).is_(False))
    query = query.where(col(Report.state).in_(OVER - {State.MERGED}), ~merged)
    long_ago = col(Report.closed) <= today - timedelta(days=SHORTEST_DAYS)
    query = query.where((col(Report.state) == State.WITHDRAWN) | long_ago)
    return session.exec(query.order_by(Report.reference).with_for_update(of=Report)).all()


def give_time(report: Report, today: date) -> None:
    """Let some weeks pass before a case is destroyed that somebody let go."""
    if report.destroy_on and report.state is not State.WITHDRAWN:
        report.destroy_on = max(report.destroy_on, today + timedelta(days=SHORTEST_DAYS))


def kept_beyond(session: Session, today: date) -> Sequence[Report]:
    """List the cases whose time is over and which somebody keeps for a reason."""
    query = select(Report).where(col(Report.destroy_on) <= today, col(Report.kept).is_(True))
    return session.exec(query.order_by(col(Report.destroy_on), Report.reference)).all()


def _joined(session: Session, report: Report) -> Sequence[Report]:
    """List what was merged into a case, as it is now, and let nobody change it meanwhile."""
    queries.hold(session, select(Report.id).where(Report.merged_into == report.id))
    return merging.merged_into(session, report)


def _destroy(session: Session, report: Report, joined: Sequence[Report], today: date) -> None:
    # Since the case was found to be due, one of them may have been held, or this one withdrawn.
    if any(one.kept for one in joined) or (joined and report.state is State.WITHDRAWN):
        return
    reference, was_due = report.reference, report.destroy_on
    for merged in joined:
        destruction.destroy(
            session, merged, ACTOR, today, reason=destruction.MERGED, due=was_due, into=reference
        )
    reason = destruction.WITHDRAWN if report.state is State.WITHDRAWN else destruction.PERIOD
    destruction.destroy(session, report, ACTOR, today, reason=reason, due=was_due)


def _withdrawn_without_date(session: Session) -> Sequence[Report]:
    query = select(Report).where(Report.state == State.WITHDRAWN)
    return session.exec(query.where(col(Report.destroy_on).is_(None))).all()


def _merged_into_withdrawn(session: Session) -> Sequence[Report]:
    into = aliased(Report)
    # One that is not there any more was withdrawn before a copy of the database was put back.
    gone = (col(into.state) == State.WITHDRAWN) | col(into.id).is_(None)
    query = select(Report).outerjoin(into, col(Report.merged_into) == col(into.id))
    query = query.where(Report.state == State.MERGED, gone)
    query = query.order_by(Report.reference).with_for_update(of=Report)
    return session.exec(query).all()


# Not more often, because of what is withdrawn the log would then tell at what time it was.
JOB = Job("incidents.retention", timedelta(days=1), keep_promises, deletes=True)
