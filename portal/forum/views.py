"""Bodies as everybody finds them: the list, each one's own page, and what the council answered."""

from collections.abc import Iterator
from datetime import datetime

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.bodies import acts, queries, visiting
from portal.forum.topics import asks, forms, reading, rules
from portal.forum.topics import queries as topics
from portal.languages import i18n
from portal.members import guards, models
from portal.store import db
from portal.web import lists
from portal.web.feature import Mapped, Pointer
from portal.web.page import get, link, page, render


@page
@guards.open_to_all
def forum(request: Request, session: Session, member: models.Member | None) -> Response:
    """List the bodies, or show the one that there is."""
    bodies = queries.public(session)
    if len(bodies) == 1:
        return _page(request, session, visiting.visit(session, bodies[0], member))
    free = [(one, len(acts.vacant(session, one))) for one in bodies]
    return render(request, "forum/bodies.html", bodies=free, labels=forms)


@page
@visiting.anybody
def body(request: Request, session: Session, visit: visiting.Visit) -> Response:
    """Show one body: what it is for, who sits in it, and what is talked about."""
    return _page(request, session, visit)


@page
@visiting.anybody
def answers(request: Request, session: Session, visit: visiting.Visit) -> Response:
    """List what the council owes a body, and what it answered."""
    part = topics.answered(session, visit.body, lists.place(request))
    here = link("forum_answers", body=visit.body.slug)
    return render(
        request,
        "forum/answers.html",
        visit=visit,
        owed=asks.counted(session, visit.body),
        answered=part.rows,
        pages=lists.pages(part, here, {}),
    )


def _page(request: Request, session: Session, visit: visiting.Visit) -> Response:
    body, reader = visit.body, reading.reader(visit)
    part = topics.listed(session, body, rules.Room.PUBLIC, reader, lists.place(request))
    seats, used = queries.seats(session, body), topics.used_rooms(session, body)
    closed = (rules.Room.MEMBERS, rules.Room.CHAIR)
    return render(
        request,
        "forum/body.html",
        visit=visit,
        seats=seats,
        groups=queries.groups(session, [one.group_id for one in seats]),
        running=visiting.running(session, body),
        members=queries.count_members(session, body),
        topics=part.rows,
        pages=lists.pages(part, link("forum_body", body=body.slug), {}),
        rooms=[one for one in closed if rules.may_enter(one, reader) and one in used],
        owed=asks.counted(session, body),
        agenda=topics.on_agenda(session, body),
        quiet=rules.is_quiet(topics.last_written(session, body), db.now()),
        meets=body.meets if body.meets and body.meets >= i18n.today() else None,
        may_write=visit.is_open and rules.may_write(rules.Room.PUBLIC, reader),
        labels=forms,
    )


def pointing(session: Session, key: str) -> Iterator[Pointer]:
    """List the topics that led to something of the council's."""
    for topic, body in topics.raised_to(session, key):
        href = link("forum_topic", body=body.slug, topic=topic.id)
        yield Pointer(forms.RAISED, topic.title, topic.language, href)


def mapped(session: Session, _now: datetime) -> Iterator[Mapped]:
    """List the pages that search engines may find: bodies, and never what is written in them."""
    yield Mapped("forum")
    for one in queries.public(session):
        yield Mapped("forum_body", {"body": one.slug})
        yield Mapped("forum_join", {"body": one.slug})


routes = [
    get("/forum", forum, name="forum"),
    get("/forum/{body}", body, name="forum_body"),
    get("/forum/{body}/answers", answers, name="forum_answers"),
]
