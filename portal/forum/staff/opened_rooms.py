"""Opening a closed room for danger or a court: two people do it, and its members are shown that."""

from typing import Any

from sqlmodel import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from portal.accounts import guards, models
from portal.bodies import queries as bodies
from portal.bodies import visiting
from portal.forms import form, words
from portal.forum.staff import opening
from portal.forum.topics import forms, queries, reading, rules
from portal.problems import Problem, Problems, mark
from portal.store import db
from portal.web import lists
from portal.web.page import both, done, found, get, link, page, post, render

_either = guards.only(*opening.ROLES)
_EVERYTHING = rules.Reader(office=True)


@page
@_either
def rooms(request: Request, session: Session, account: models.Account) -> Response:
    """List the closed rooms that were opened, and ask for one."""
    if request.method == "GET":
        return _page(request, session, account)
    reading_ = form.read(forms.OPENING, request.state.form)
    named = words.sent_text(request.state.form, "body")
    body, problems = bodies.by_slug(session, named), reading_.problems
    if body is None:
        problems["body"] = Problem(mark("Choose a body."))
    if problems or body is None:
        return _page(request, session, account, problems)
    opening.ask(session, account, body, reading_.values)
    return done(request, link("closed_rooms"), "done")


@page
@_either
def agree(request: Request, session: Session, account: models.Account) -> Response:
    """Agree to what somebody else asked for: both can then read the room for a week."""
    asked, body = found(queries.opened_room(session, request.path_params["id"]))
    if problem := opening.agree(session, account, asked, body):
        return _page(request, session, account, {"agree": problem})
    return done(request, link("closed_rooms"), "done")


@page(writes=True)
@_either
def opened_room(request: Request, session: Session, account: models.Account) -> Response:
    """Let the two who opened a room read what is in it; each look is logged."""
    opened, body = _opened(request, session, account)
    part = queries.listed(session, body, opened.room, _EVERYTHING, lists.place(request))
    here = {"body": body, "opened": opened, "topics": part.rows, "labels": forms}
    pages = lists.pages(part, link("opened_room", id=opened.id), {})
    return render(request, "forum/staff/opened.html", pages=pages, **here)


@page(writes=True)
@_either
def opened_topic(request: Request, session: Session, account: models.Account) -> Response:
    """Let them read one topic, as its members do."""
    opened, body = _opened(request, session, account)
    topic = found(queries.topic(session, body, request.path_params["topic"]))
    if topic.room is not opened.room:
        raise HTTPException(404)
    here: dict[str, Any] = {"body": body, "opened": opened, "topic": topic, "labels": forms}
    here |= reading.beside(request, session, visiting.Visit(body), topic)
    return render(request, "forum/staff/opened_topic.html", **here)


def _opened(request: Request, session: Session, account: models.Account) -> Any:
    opened, body = found(queries.opened_room(session, request.path_params["id"]))
    if account.id not in (opened.asked_by, opened.agreed_by):
        raise HTTPException(403)
    if not opening.read(session, account, opened, body):
        raise HTTPException(404)
    return opened, body


def _page(
    request: Request, session: Session, account: models.Account, problems: Problems | None = None
) -> Response:
    return render(
        request,
        "forum/staff/rooms.html",
        own=account.id,
        rows=queries.opened_rooms(session),
        bodies=[(one.slug, one.name) for one in bodies.public(session)],
        moment=db.now(),
        fields=forms.OPENING,
        shown=words.flat(getattr(request.state, "form", request.query_params)),
        labels=forms,
        problems=problems,
    )


_ROOMS = "/staff/closed-rooms"

routes = [
    both(_ROOMS, rooms, name="closed_rooms"),
    post(f"{_ROOMS}/{{id}}/agree", agree, name="agree_to_room"),
    get(f"{_ROOMS}/{{id}}", opened_room, name="opened_room"),
    get(f"{_ROOMS}/{{id}}/{{topic}}", opened_topic, name="opened_topic"),
]
