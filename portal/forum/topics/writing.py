"""Rooms and topics: reading, beginning one, replying, changing one's own post, taking it back."""

from typing import Any

from sqlmodel import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from portal.bodies.visiting import Visit, anybody, belonging, signed_in
from portal.forms import form
from portal.forms.words import flat
from portal.forum.topics import forms, posts, queries, reading, rules
from portal.problems import Problem, Problems, mark
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
        pages=lists.pages(part, address, {}),
        may_write=visit.is_open and rules.may_write(here, reader),
        opened=reading.opened(session, visit, here),
        labels=forms,
    )


@page
@anybody
def topic(request: Request, session: Session, visit: Visit) -> Response:
    """Show a topic and what was written in it."""
    return reading.topic_page(request, session, visit, reading.topic_of(request, session, visit))


@page
@belonging
def new_topic(request: Request, session: Session, visit: Visit) -> Response:
    """Begin a topic in a room, as whom and in which language one chooses."""
    here, sent = reading.room_of(request, visit), getattr(request.state, "form", {})
    key, problems = posts.key_of(sent), None
    if request.method == "POST":
        if made := queries.by_key(session, key):
            return _to(request, visit, made.topic_id)
        said, author, problems = _read(request, session, visit, topic=True)
        if not problems and isinstance(author, posts.Author):
            return _to(request, visit, posts.begin(session, visit.body, here, author, said, key).id)
    return render(
        request,
        "forum/topics/new.html",
        visit=visit,
        room=here,
        fields=forms.TOPIC,
        authors=posts.authors(session, visit),
        used=queries.languages_used(session, visit.body),
        opened=reading.opened(session, visit, here),
        labels=forms,
        sent=flat(sent),
        key=key,
        problems=problems,
    )


@page
@belonging
def reply(request: Request, session: Session, visit: Visit) -> Response:
    """Reply in a topic, unless nothing can be added to it any more."""
    topic = reading.topic_of(request, session, visit, hold=True)
    key = posts.key_of(request.state.form)
    if queries.by_key(session, key):
        return _to(request, visit, topic.id)
    said, author, problems = _read(request, session, visit, topic=False)
    if not reading.may_reply(visit, topic):
        problems = {"text": forms.OVER}
    if problems or isinstance(author, Problem):
        shown = {"sent": flat(request.state.form), "key": key, "may_write": True}
        return reading.topic_page(request, session, visit, topic, problems=problems, **shown)
    written = posts.reply(session, topic, author, said, key)
    return _to(request, visit, topic.id, f"#post-{written.id}")


@page
@signed_in
def edit_post(request: Request, session: Session, visit: Visit) -> Response:
    """Change one's own post; how it read before stays to be read."""
    topic = reading.topic_of(request, session, visit, hold=request.method == "POST")
    post = reading.own_post(request, session, visit, topic)
    if not rules.may_edit(post.standing, own=True, locked=topic.locked or not visit.is_open):
        raise HTTPException(403)
    fields = forms.TOPIC if post.opens else forms.REPLY
    words = {"title": topic.title, "text": post.text, "language": post.language}
    stored, refusal = form.show(fields, words), saving.UNREFUSED
    shown = stored
    if request.method == "POST":
        shown = form.typed(fields, request.state.form)
        reading_ = form.read(fields, request.state.form)
        refusal = saving.Refusal(422, reading_.problems)
        if saving.is_stale(request.state.form, post.revision) and shown != stored:
            refusal = saving.Refusal(409, theirs=form.differences(stored, shown))
        elif not reading_.problems:
            if shown != stored:
                posts.edit(session, topic, post, reading_.values)
            return _to(request, visit, topic.id, f"#post-{post.id}")
    here: dict[str, Any] = {"visit": visit, "topic": topic, "post": post}
    return render(
        request, "forum/topics/edit.html", fields=fields, shown=shown, **here, **refusal.shown
    )


@page
@signed_in
def take_back(request: Request, session: Session, visit: Visit) -> Response:
    """Take one's own post back, once that is confirmed, also after leaving the body."""
    topic = found(queries.topic(session, visit.body, request.path_params["topic"], hold=True))
    post = reading.own_post(request, session, visit, topic)
    sent, may = getattr(request.state, "form", None), post.standing is not _GONE
    if may and (sent is None or flat(sent).get("sure") != "yes"):
        tick = Problem(mark("Tick the box to take this back."))
        unsure = {} if sent is None else {"sure": tick}
        here: dict[str, Any] = {"visit": visit, "topic": topic, "post": post}
        return render(request, "forum/topics/take_back.html", problems=unsure, **here)
    if may:
        posts.take_back(session, topic, post)
    if not reading.may_open(visit, topic):
        return redirect_to(request, link("forum_body", body=visit.body.slug))
    return _to(request, visit, topic.id, f"#post-{post.id}")


@page
@anybody
def history(request: Request, session: Session, visit: Visit) -> Response:
    """Show how a post read before it was changed, to whoever reads it now."""
    topic, post = reading.read_post(request, session, visit)
    here: dict[str, Any] = {"visit": visit, "topic": topic, "post": post}
    return render(
        request, "forum/topics/history.html", versions=queries.versions(session, post), **here
    )


def _read(
    request: Request, session: Session, visit: Visit, *, topic: bool
) -> tuple[dict[str, Any], posts.Author | Problem, Problems]:
    said = form.read(forms.TOPIC if topic else forms.REPLY, request.state.form)
    author, problems = posts.author(session, visit, request.state.form), said.problems
    if isinstance(author, Problem):
        problems[posts.AUTHOR] = author
    elif refusal := posts.refusal(session, author, topic=topic):
        problems["text"] = refusal
    return said.values, author, problems


def _to(request: Request, visit: Visit, topic: str, place: str = "") -> Response:
    address = link("forum_topic", body=visit.body.slug, topic=topic)
    return redirect_to(request, f"{address}?done=written{place}")


_GONE = rules.Standing.TAKEN_BACK
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
