"""Free seats are advertised to the groups in the directory, each once, however many there are."""

from datetime import datetime, timedelta

from sqlmodel import Session

from portal.council import queries as council
from portal.groups import letters
from portal.order import queries
from portal.problems import mark
from portal.store.jobs import Job

_FREE = letters.Letter(
    mark(
        "A seat is free in a body that advises the council or decides with it. Groups can apply. "
        "Read here which seat it is, and how much time it takes:"
    ),
    leads="forum",
    to_all=True,
)


def advertise(session: Session, moment: datetime) -> None:
    """Write to the contacts of all groups if a seat is free of which they were not told."""
    free = queries.unadvertised(session)
    if not free:
        return
    for seat in free:
        seat.advertised = council.stored(session).calendar.day(moment)
        session.add(seat)
    for group in queries.reached(session):
        letters.send(session, group, _FREE, moment)


JOB = Job("body.vacancies", timedelta(days=1), advertise)
