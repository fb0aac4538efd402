"""What nobody may be quoted with any more is deleted, after it is gone from every page at once."""

from datetime import datetime, timedelta

from sqlmodel import Session

from portal.feedback.quotes import naming, queries
from portal.store import audit
from portal.store.jobs import Job

ACTOR = "feedback"


def forget(session: Session, _now: datetime) -> None:
    """Delete the quotes that were taken back, and what was said of writers and is deleted."""
    if number := queries.forget(session):
        audit.record(session, ACTOR, "feedback.quotes_deleted", "quotes", number=number)
    few = sum(len(naming.unname(session, one)) for one in queries.consultations(session))
    if number := queries.nameless(session) + few:
        audit.record(session, ACTOR, "feedback.quotes_unnamed", "quotes", number=number)


JOB = Job("feedback.quotes", timedelta(hours=1), forget)
