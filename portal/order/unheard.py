"""Whoever has a card or a seat and falls silent is asked by whoever presides whether they stay.

A card has no mailbox to be warned by, and a seat would be empty in silence.
"""

from collections.abc import Iterator, Sequence

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.bodies import queries as bodies
from portal.bodies import telling
from portal.bodies.rules import Stage
from portal.bodies.visiting import Visit, presiding
from portal.languages.i18n import today
from portal.members import arrangements, staying
from portal.members import queries as members
from portal.order import duties, queries
from portal.web.brought import Chapter
from portal.web.page import done, found, link, page, post


def on_today(_request: Request, session: Session, visit: Visit) -> Iterator[Chapter]:
    """Tell whoever presides whom to ask, and how these said that they can be reached."""
    rows = queries.unheard(session, visit.body) if visit.presides and visit.is_open else ()
    if rows:
        months = arrangements.current(session).answer_months
        yield Chapter("order/unheard.html", {"rows": rows, "months": months, "visit": visit})


def tell(session: Session, asked: Sequence[str]) -> None:
    """Mail whoever presides that something waits, once for all who are asked; not of whom."""
    for body in bodies.everything(session, Stage.OPEN):
        if any(one.member_id in asked for one in queries.unheard(session, body)):
            telling.tell(session, body, duties.presiding(session, body, today()), telling.WAITS)


@page
@presiding
def they_stay(request: Request, session: Session, visit: Visit) -> Response:
    """Note that somebody who was asked said that they stay."""
    asked = queries.unheard(session, visit.body)
    mine = found(next((one for one in asked if one.id == request.path_params["id"]), None))
    staying.stay(session, found(members.held(session, mine.member_id)), today())
    visit.log(session, "body.member_stays")
    return done(request, link("forum_today", body=visit.body.slug), "saved")


routes = [post("/forum/{body}/unheard/{id}", they_stay, name="forum_they_stay")]
