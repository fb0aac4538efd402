"""Mails that there is something to read: they name neither the body nor what happened in it."""

from collections.abc import Iterable

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.bodies import queries
from portal.bodies.models import Body
from portal.members import letters
from portal.members.models import Member
from portal.problems import mark
from portal.store.db import now
from portal.web.links import absolute, link
from portal.web.page import found, get, page, public, redirect_to

SUBJECT = mark("There is something for you to read")
ANSWERED = mark("There is an answer for you. Read it here:")
CHANGES = mark("Something in which you take part changes in three days. Read here what it is:")
_NEWS = "forum_news"


def tell(session: Session, body: Body, people: Iterable[Member], words: str) -> None:
    """Mail those of them who have an address, each in their own language."""
    for one in people:
        if one.email:
            path = link(_NEWS, one.language, number=body.id)
            lines: letters.Lines = [letters.Line(words), absolute(session.info["settings"], path)]
            letters.send(session, one.email, one.language, SUBJECT, lines, now())


@page
@public
def news(request: Request, session: Session) -> Response:
    """Lead whoever was told to where they see, once signed in, how they stand with a body."""
    number = queries.row_number(request.path_params["number"])
    body = found(next((one for one in queries.public(session) if one.id == number), None))
    return redirect_to(request, link("forum_applied", body=body.slug))


routes = [get("/forum/news/{number}", news, name=_NEWS)]
