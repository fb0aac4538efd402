"""Events and training places are offered to the groups in the directory, each once."""

from datetime import datetime, timedelta

from sqlmodel import Session

from portal.council import queries as council
from portal.groups import letters
from portal.meetings import queries
from portal.meetings.rules import State
from portal.order.queries import reached
from portal.problems import mark
from portal.store.jobs import Job

_OFFERED = letters.Letter(
    mark(
        "The council plans an event, or has training places for groups. Read here what it is and "
        "when, and say who comes:"
    ),
    leads="events",
)


def offer(session: Session, moment: datetime) -> None:
    """Write to the contacts of all groups if anything is planned of which they were not told."""
    to_come = queries.to_come(session, None, moment)
    planned = [one for one in to_come if one.state is State.PLANNED and one.offered is None]
    for one in planned:
        one.offered = council.stored(session).calendar.day(moment)
        session.add(one)
    for group in reached(session) if planned else ():
        letters.send(session, group, _OFFERED, moment)


JOB = Job("meetings.offer", timedelta(days=1), offer)
