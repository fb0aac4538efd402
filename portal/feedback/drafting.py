"""As soon as a consultation that promised to report back is closed, its report is begun."""

from datetime import datetime, timedelta

from sqlmodel import Session

from portal.consultations import queries as consultations
from portal.consultations.rules import Status
from portal.feedback import keeping, queries
from portal.store.jobs import Job

_OVER = (Status.CLOSED, Status.ARCHIVED)


def draft(session: Session, now: datetime) -> None:
    """Begin the reports on all consultations that closed."""
    for one in queries.without_report(session):
        if consultations.status_of(one, now) in _OVER:
            keeping.draft(session, one)


JOB = Job("feedback.draft", timedelta(minutes=10), draft)
