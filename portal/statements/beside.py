"""What other pages say of what the law took away: to who wrote it, who looks after it, members."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from sqlmodel import Session
from starlette.requests import Request

from portal.bodies.models import Body
from portal.bodies.rules import Office
from portal.bodies.visiting import Visit
from portal.forum.topics.forms import LAWS, ROOMS, STANDINGS
from portal.forum.topics.rules import Room, Standing
from portal.languages.i18n import gettext, today
from portal.statements import queries
from portal.store.db import now
from portal.web.brought import Chapter
from portal.web.feature import removable
from portal.web.removable import several

SHOWN_FOR = timedelta(days=28)
"""For how long it stands where the chair looks each day; the log keeps it."""

ASKED_SHOWN_FOR = timedelta(days=90)
"""For how long a closed room says that staff wanted something of it taken away."""

_OFFICES = (Office.CHAIR, Office.DEPUTY)


def on_today(request: Request, session: Session, visit: Visit) -> Iterator[Chapter]:
    """Tell whoever looks after a body what was taken away lately."""
    yield from _chapter(request, session, visit, _lately(session, visit))


def in_log(request: Request, session: Session, visit: Visit) -> Iterator[Chapter]:
    """Show members, beside what was decided, what was taken away."""
    yield from _chapter(request, session, visit, queries.taken_away(session, visit.body))


def on_applied(request: Request, session: Session, visit: Visit) -> Iterator[Chapter]:
    """Tell who was mailed: the author of their words, and the chair of all that went lately."""
    mine = queries.taken_away(session, visit.body, visit.own)
    yield from _chapter(request, session, visit, mine, own=True)
    if visit.office in _OFFICES:
        yield from _chapter(request, session, visit, _lately(session, visit))


def in_closed_room(
    _request: Request, session: Session, visit: Visit, room: Room
) -> Iterator[Chapter]:
    """Tell those who enter a closed room what staff wanted taken away from it lately."""
    if rows := queries.asked_in(session, visit.body, room, now() - ASKED_SHOWN_FOR):
        yield Chapter("statements/asked_in_room.html", {"rows": rows, "laws": LAWS})


def taken_away(session: Session, body: Body) -> Iterator[tuple[str, str, str, str, str]]:
    """List for the log as a file the day, the room, what was done, the ground and its code."""
    done = gettext(STANDINGS[Standing.REMOVED])
    for row, _, room in queries.taken_away(session, body):
        place = gettext(ROOMS[room]) if room else ""
        yield str(row.removed), place, done, gettext(LAWS[row.law]), row.law.value


def _lately(session: Session, visit: Visit) -> list[Any]:
    rows, since = queries.taken_away(session, visit.body), today() - SHOWN_FOR
    return [row for row in rows if row[0].removed and row[0].removed >= since]


def _chapter(
    request: Request, session: Session, visit: Visit, rows: Sequence[Any], *, own: bool = False
) -> Iterator[Chapter]:
    if rows:
        ways = removable(request.state.features)
        there = several(ways, session, [row.thing for row, *_ in rows])
        shown = {"rows": rows, "body": visit.body, "laws": LAWS, "own": own, "things": there}
        yield Chapter("statements/taken_away.html", shown)
