"""Writing for the council: answers that are owed, replies, and topics that wait for the chair."""

from typing import Any

from sqlmodel import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from portal.accounts import guards, models
from portal.bodies import queries as bodies
from portal.bodies import rules as of_bodies
from portal.bodies import visiting
from portal.forms import form, once, words
from portal.forum.topics import (
    asks,
    authorship,
    forms,
    posts,
    queries,
    reading,
    rules,
    translated,
)
from portal.languages import i18n
from portal.store import audit
from portal.web import lists
from portal.web.page import both, chapters, done, found, get, link, page, render


@page
@guards.officer_only
def council_topics(request: Request, session: Session, account: models.Account) -> Response:
    """List the topics of the public room: staff without a seat see no other."""
    body = _body(request, session)
    part = queries.listed(session, body, rules.Room.PUBLIC, rules.Reader(), lists.place(request))
    return render(
        request,
        "forum/staff/topics.html",
        body=body,
        topics=part.rows,
        titles=translated.titles(session, part.rows),
        owed={topic.id: count for topic, _, count in asks.counted(session, body)},
        chapters=chapters(request, session, "council_topics", body),
        pages=lists.pages(part, link("council_topics", body=body.slug), {}),
    )


@page
@guards.officer_only
def council_topic(request: Request, session: Session, account: models.Account) -> Response:
    """Begin a topic for the council, which waits until the chair has looked at it."""
    body, sent = _body(request, session), getattr(request.state, "form", {})
    shown: dict[str, Any] = {"body": body, "topic": None, "titles": {}, "fields": forms.TOPIC}
    if request.method == "GET":
        return _form(request, shown)
    reading_ = form.read(forms.TOPIC, sent)
    key = once.name(sent, account.id, body.id)
    if reading_.problems:
        return _form(request, shown | {"problems": reading_.problems})
    by = authorship.Author(rules.Voice.COUNCIL, account=account.id)
    said, room = reading_.values, rules.Room.PUBLIC
    known = queries.by_key(session, key) or posts.begun(session, body, room, by, said)
    if not known:
        topic = posts.begin(session, body, room, by, said, key)
        audit.record(session, account.id or 0, "forum.council_wrote", f"{body.slug}/{topic.id}")
    return done(request, link("council_topics", body=body.slug), "waits")


@page
@guards.officer_only
def council_reply(request: Request, session: Session, account: models.Account) -> Response:
    """Reply for the council in a topic of the public room; what is owed is answered so."""
    body, sent = _body(request, session), getattr(request.state, "form", {})
    topic = found(queries.topic(session, body, request.path_params["topic"], hold=True))
    if topic.room is not rules.Room.PUBLIC or not topic.newest:
        raise HTTPException(404)
    shown: dict[str, Any] = {"body": body, "topic": topic, "fields": forms.REPLY}
    shown["titles"] = translated.titles(session, [topic])
    shown |= reading.beside(request, session, visiting.Visit(body), topic)
    if request.method == "GET":
        return _form(request, shown)
    reading_ = form.read(forms.REPLY, sent)
    key = once.name(sent, account.id, topic.id)
    wanted = words.sent_text(sent, "answers") == "yes"
    over = topic.locked or body.stage is not of_bodies.Stage.OPEN
    # What is owed can be answered wherever nothing else is added any more.
    may = not over or (wanted and asks.is_owed(session, topic))
    known = queries.by_key(session, key)
    if problems := reading_.problems if known or may else {"text": forms.OVER}:
        return _form(request, shown | {"problems": problems})
    by = authorship.Author(rules.Voice.COUNCIL, account=account.id)
    if not known and not posts.replied(session, topic, by, reading_.values):
        answers = wanted and asks.settle(session, topic)
        posts.reply(session, topic, by, reading_.values, key, answers=answers)
        action = "forum.council_answered" if answers else "forum.council_wrote"
        audit.record(session, account.id or 0, action, f"{body.slug}/{topic.id}")
    return done(request, link("staff_owed", body=body.slug, topic=topic.id), "sent")


def _body(request: Request, session: Session) -> Any:
    body = found(bodies.by_slug(session, request.path_params["body"]))
    if body.stage is of_bodies.Stage.DRAFT:
        raise HTTPException(404)
    return body


def _form(request: Request, shown: dict[str, Any]) -> Response:
    sent = getattr(request.state, "form", {"language": i18n.language()})
    page: dict[str, Any] = {"sent": words.flat(sent), "key": once.key(sent), "labels": forms}
    return render(request, "forum/staff/write.html", **page, **shown)


routes = [
    get("/staff/forum/{body}/topics", council_topics, name="council_topics"),
    both("/staff/forum/{body}/topics/new", council_topic, name="council_topic"),
    both("/staff/forum/{body}/topics/{topic}", council_reply, name="staff_owed"),
]
