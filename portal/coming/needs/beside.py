"""What waits to be booked for meetings, as the page of whoever looks after a body shows it."""

from collections.abc import Iterator

from sqlmodel import Session
from starlette.requests import Request

from portal.bodies.visiting import Visit
from portal.coming.needs import queries
from portal.store.db import now
from portal.web.brought import Chapter


def of_today(_request: Request, session: Session, visit: Visit) -> Iterator[Chapter]:
    """Lead whoever presides to what waits to be booked for each meeting."""
    if rows := queries.waiting(session, now(), visit.body.id or 0):
        yield Chapter("coming/needs/today.html", {"rows": rows})


def waits(session: Session, body: int) -> int:
    """Count what waits to be booked for meetings of a body."""
    return sum(number for _, number in queries.waiting(session, now(), body))
