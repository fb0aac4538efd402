"""Rooms and topics: reading, beginning one, replying, changing one's own post, taking it back."""

from typing import Any

from sqlmodel import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from portal.bodies.visiting import Visit, anybody, signed_in, writing
from portal.forms import form, once
from portal.forms.words import flat
from portal.forum.topics import (
    authorship,
    changes,
    forms,
    posts,
    queries,
    reading,
    rules,
    translated,
    version_queries,
)
from portal.problems import Problem, Problems
from portal.store import saving
from portal.web import lists
from portal.web.page import both, found, get, link, page, post, redirect_to, render


@page
@anybody
def room(request: Request, session: Session, visit: Visit) -> Response:
    """List the topics of a room, the one last written in first."""
    here, reader = reading.room_of(request, visit), reading.reader(visit)
    part = queries.listed(session, visit.body, here, reader, lists.place(request))
    address = link("forum_room", body=visit.body.slug, room=here.value)
    return render(
        request,
        "forum/topics/room.html",
        visit=visit,
        room=here,
        topics=part.rows,
        titles=translated.titles(session, part.rows),
        pages=lists.pages(part, address, {}),
        may_write=visit.is_open and not visit.block and rules.may_write(here, reader),
        **reading.beside_room(request, session, visit, here),
        labels=forms,
    )


@page
@anybody
def topic(request: Request, session: Session, visit: Visit) -> Response:
    """Show a topic and what was written in it."""
    return reading.topic_page(request, session, visit, reading.topic_of(request, session, visit))


@page
@writing
def new_topic(request: Request, session: Session, visit: Visit) -> Response:
    """Begin a topic in a room, as whom and in which language one chooses."""
    here, sent = reading.room_of(request, visit), getattr(request.state, "form", {})
    problems = None
    if request.method == "POST":
        key = once.name(sent, visit.own, visit.body.id, here)
        if known := queries.by_key(session, key):
            return reading.written(request, session, visit, known)
        said, author, problems = _read(request, session, visit, topic=True)
        if not problems and isinstance(author, authorship.Author):
            made = posts.begun(session, visit.body, here, author, said)
            if made is None:
                topic = posts.begin(session, visit.body, here, author, said, key)
                made = queries.opening(session, topic)
            return reading.written(request, session, visit, made)
    authors = authorship.authors(session, visit)
    return render(
        request,
        "forum/topics/new.html",
        visit=visit,
        room=here,
        fields=forms.TOPIC,
        authors=authors,
        usual=authorship.usual(authors),
        used=queries.languages_used(session, visit.body),
        **reading.beside_room(request, session, visit, here),
        labels=forms,
        sent=flat(sent),
        key=once.key(sent),
        problems=problems,
    )


@page
@writing
def reply(request: Request, session: Session, visit: Visit) -> Response:
    """Reply in a topic, unless nothing can be added to it any more."""
    topic = reading.topic_of(request, session, visit, hold=True)
    key = once.name(request.state.form, visit.own, topic.id)
    if known := queries.by_key(session, key):
        return reading.written(request, session, visit, known)
    said, author, problems = _read(request, session, visit, topic=False)
    if not reading.may_reply(visit, topic):
        problems = {"text": forms.OVER}
    if problems or isinstance(author, Problem):
        shown: dict[str, Any] = {"sent": flat(request.state.form), "may_write": True}
        shown["key"] = once.key(request.state.form)
        return reading.topic_page(request, session, visit, topic, problems=problems, **shown)
    written = posts.replied(session, topic, author, said)
    written = written or posts.reply(session, topic, author, said, key)
    return reading.written(request, session, visit, written)


@page
@writing
def edit_post(request: Request, session: Session, visit: Visit) -> Response:
    """Change one's own post; how it read before stays to be read."""
    topic = reading.topic_of(request, session, visit, hold=request.method == "POST")
    post = reading.own_post(request, session, visit, topic)
    if not rules.may_edit(post.standing, own=True, locked=topic.locked):
        raise HTTPException(403)
    fields = forms.TOPIC if post.opens else forms.REPLY
    waits = changes.waits(session, visit, topic, post)
    written = changes.waiting(session, post) or posts.version_of(topic, post)
    stored, refusal = form.show(fields, changes.words(written)), saving.UNREFUSED
    shown = stored
    if request.method == "POST":
        shown = form.typed(fields, request.state.form)
        reading_ = form.read(fields, request.state.form)
        often = changes.refusal(session, visit) if shown != stored else None
        refusal = saving.Refusal(422, reading_.problems or ({"text": often} if often else {}))
        if saving.is_stale(request.state.form, post.revision) and shown != stored:
            refusal = saving.Refusal(409, theirs=form.differences(stored, shown))
        elif not refusal.problems:
            if shown != stored:
                change = changes.keep if waits else posts.edit
                change(session, topic, post, reading_.values)
            return reading.written(request, session, visit, post, waits=waits)
    here: dict[str, Any] = {"visit": visit, "topic": topic, "post": post, "waits": waits}
    here["stored"] = stored
    return render(
        request, "forum/topics/edit.html", fields=fields, shown=shown, **here, **refusal.shown
    )


@page
@signed_in
def take_back(request: Request, session: Session, visit: Visit) -> Response:
    """Take one's own post back, once a page said what goes with it, also after leaving the body."""
    topic = found(queries.topic(session, visit.body, request.path_params["topic"], hold=True))
    post = reading.own_post(request, session, visit, topic)
    may = post.standing not in rules.GONE
    if may and request.method == "GET":
        here: dict[str, Any] = {"visit": visit, "topic": topic, "post": post}
        return render(request, "forum/topics/take_back.html", **here)
    if may:
        posts.take_back(session, topic, post)
    if not reading.may_open(visit, topic):
        return redirect_to(request, link("forum_body", body=visit.body.slug))
    return redirect_to(request, reading.address_of(session, visit, topic, post, "taken_back"))


@page
@anybody
def history(request: Request, session: Session, visit: Visit) -> Response:
    """Show how a post read before it was changed, to whoever reads it now."""
    topic, post = reading.read_post(request, session, visit)
    here: dict[str, Any] = {"visit": visit, "topic": topic, "post": post}
    return render(
        request,
        "forum/topics/history.html",
        versions=version_queries.versions(session, post),
        **here,
    )


def _read(
    request: Request, session: Session, visit: Visit, *, topic: bool
) -> tuple[dict[str, Any], authorship.Author | Problem, Problems]:
    said = form.read(forms.TOPIC if topic else forms.REPLY, request.state.form)
    author, problems = authorship.author(session, visit, request.state.form), said.problems
    if isinstance(author, Problem):
        problems[authorship.AUTHOR] = author
    elif refusal := authorship.refusal(session, author, topic=topic):
        problems["text"] = refusal
    return said.values, author, problems


_TOPIC = "/forum/{body}/topics/{topic}"
_POST = f"{_TOPIC}/posts/{{post}}"

routes = [
    get("/forum/{body}/rooms/{room}", room, name="forum_room"),
    both("/forum/{body}/rooms/{room}/new", new_topic, name="forum_new_topic"),
    get(_TOPIC, topic, name="forum_topic"),
    post(f"{_TOPIC}/reply", reply, name="forum_reply"),
    both(f"{_POST}/edit", edit_post, name="forum_edit"),
    both(f"{_POST}/take-back", take_back, name="forum_take_back"),
    get(f"{_POST}/history", history, name="forum_history"),
]
