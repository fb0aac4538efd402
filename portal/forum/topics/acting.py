"""What becomes of a topic: asking the council, bringing it to a meeting, its files."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from sqlmodel import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from portal.bodies import visiting
from portal.bodies.visiting import Visit
from portal.files.handed_out import attached
from portal.forms.words import sent_text
from portal.forum.topics import asks, changes, files, queries, reading, rules
from portal.forum.topics.models import Topic
from portal.problems import Problem, Problems, mark
from portal.web.page import both, done, found, get, link, page, post, redirect_to, render

Act = Callable[[Request, Session, Visit, Topic], Problems | None]


def _ask(_request: Request, session: Session, visit: Visit, topic: Topic) -> Problems | None:
    """Want the council asked; with the chair, or with two of no common group, it is asked."""
    refused = asks.support(session, visit, topic)
    return {"ask": refused} if refused else None


def _bring(_request: Request, session: Session, _visit: Visit, topic: Topic) -> None:
    asks.bring(session, topic)


def _leave_out(_request: Request, _session: Session, _visit: Visit, topic: Topic) -> None:
    topic.brought = None


def _raise(request: Request, session: Session, visit: Visit, topic: Topic) -> Problems | None:
    """Say to what of the council's a topic led; both pages then show it."""
    key = sent_text(request.state.form, "raised")
    if topic.room is not rules.Room.PUBLIC:
        return {"raised": Problem(mark("Only a topic of the public room can be shown there."))}
    if key and not reading.is_thing(request, session, key):
        return {"raised": Problem(mark("Choose one of those listed."))}
    topic.raised = key
    visit.log(session, "forum.raised", topic.logged, to=key)
    return None


_DONE: Mapping[Act, str] = {
    _ask: "asked",
    _bring: "brought",
    _leave_out: "left_out",
}


def _acted(act: Act, request: Request, session: Session, visit: Visit) -> Response:
    topic = reading.topic_of(request, session, visit, hold=True)
    if topic.standing not in rules.READABLE or not visit.is_open:
        raise HTTPException(409)
    if problems := act(request, session, visit, topic):
        return reading.topic_page(request, session, visit, topic, problems=problems)
    session.add(topic)
    here = link("forum_topic", body=visit.body.slug, topic=topic.id)
    return done(request, here, _DONE.get(act, "saved"))


@page(uploads=files.prepare)
@visiting.writing
def attach(request: Request, session: Session, visit: Visit) -> Response:
    """Put a file beside one's own post, or take one away."""
    topic = reading.topic_of(request, session, visit, hold=request.method == "POST")
    post = reading.own_post(request, session, visit, topic)
    if not rules.may_edit(post.standing, own=True, locked=topic.locked):
        raise HTTPException(403)
    at: dict[str, Any] = {"body": visit.body.slug, "topic": topic.id, "post": post.id}
    problem, waits = None, changes.waits(session, visit, topic, post)
    if request.method == "POST":
        problem = files.change(request, session, post, waits=waits)
        if problem is None and waits:
            changes.keep(session, topic, post, {})
        if problem is None:
            return redirect_to(request, link("forum_attach", **at))
    return render(
        request,
        "forum/topics/attach.html",
        at=at,
        visit=visit,
        waits=waits,
        files=queries.attachments(session, [post.id]),
        endings=",".join(files.accepted(post).endings),
        pictures=files.accepted(post) is files.WITH_PICTURES,
        problems={"file": problem} if problem else None,
    )


@page
@visiting.anybody
def attachment(request: Request, session: Session, visit: Visit) -> Response:
    """Hand out a file to whoever reads the post beside which it stands."""
    _, post = reading.read_post(request, session, visit)
    file = found(queries.attachment(session, post, request.path_params["file"]))
    found(not file.waits or reading.sees_changes(post, visit) or None)
    return attached(file.content, file.filename)


_TOPIC = "/forum/{body}/topics/{topic}"
_FILES = f"{_TOPIC}/posts/{{post}}/files"


def _route(guard: Any, way: str, act: Act) -> Route:
    view = page(guard(partial(_acted, act)))
    return post(f"{_TOPIC}/{way}", view, name=f"forum_{way.replace('-', '_')}")


routes = [
    _route(visiting.writing, "ask", _ask),
    _route(visiting.writing, "bring", _bring),
    _route(visiting.moderating, "leave-out", _leave_out),
    _route(visiting.presiding, "raise", _raise),
    both(_FILES, attach, name="forum_attach"),
    get(f"{_FILES}/{{file}}", attachment, name="forum_attachment"),
]
