"""Mails that have staff look at the queue, and that tell nobody whether anything arrived.

They go out at fixed times, always with the same words and of the same size, also when there is
nothing. Only danger and children break the rule, unless the council says otherwise: see `alarms`.
"""

from datetime import datetime, time, timedelta

from sqlmodel import Session

from portal.council import queries as council_queries
from portal.incidents import report_settings
from portal.incidents.staff import alarms
from portal.problems import mark
from portal.store import jobs
from portal.store.jobs import Job

NAME = "incidents.notices"
_WORDS = alarms.Words(
    "cases",
    mark("Please look at the portal today"),
    (
        mark(
            "This is the regular reminder to open the list of cases. It is sent at fixed times and "
            "always says the same, whether or not anything is waiting."
        ),
    ),
)


def send(session: Session, now: datetime) -> None:
    """Write the mails that are due: the regular ones, and those about danger and children."""
    decided = report_settings.current(session)
    calendar = council_queries.stored(session).calendar
    since = jobs.last_run(session, NAME, now)
    clocks = [time.fromisoformat(clock) for clock in decided.notice_times]
    if since is not None and calendar.has_come(clocks, since, now):
        alarms.write(session, decided.notice_to, _WORDS, now)
    alarms.send_due(session, now)


JOB = Job(NAME, timedelta(minutes=1), send)
