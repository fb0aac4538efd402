"""Bodies as everybody finds them: the list, each one's own page, and what the council answered."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.bodies import acts, change_queries, closings, queries, visiting
from portal.forum.topics import asks, finding_queries, forms, reading, rules, translated
from portal.forum.topics import queries as topics
from portal.members import guards, models
from portal.problems import mark
from portal.store import db
from portal.web import lists
from portal.web.brought import Mapped, Pointer, Thing
from portal.web.page import chapters, get, link, page, render

_TOPIC = mark("Topic of the forum")
_KEY = "topic/"
_MOST = 100


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
    here, owed = link("forum_answers", body=visit.body.slug), asks.counted(session, visit.body)
    listed = [topic for _, topic in part.rows] + [topic for topic, *_ in owed]
    return render(
        request,
        "forum/answers.html",
        visit=visit,
        owed=owed,
        answered=part.rows,
        late={ask.id: asks.days_late(ask) for ask, _ in part.rows},
        titles=translated.titles(session, listed),
        pages=lists.pages(part, here, {}),
    )


@page
@guards.open_to_all
def represented(request: Request, session: Session, _member: models.Member | None) -> Response:
    """Say of each body that decides how communities and their organisations are represented."""
    bodies = [one for one in queries.public(session) if one.decides]
    seats = {one.id: queries.seats(session, one) for one in bodies}
    groups = queries.groups(session, [seat.group_id for of in seats.values() for seat in of])
    here: dict[str, Any] = {"bodies": bodies, "seats": seats, "groups": groups, "labels": forms}
    here["declared"] = change_queries.declared(session)
    return render(request, "forum/represented.html", **here)


def _page(request: Request, session: Session, visit: visiting.Visit) -> Response:
    body, reader = visit.body, reading.reader(visit)
    part = topics.listed(session, body, rules.Room.PUBLIC, reader, lists.place(request))
    seats, used = queries.seats(session, body), topics.used_rooms(session, body)
    closed = (rules.Room.MEMBERS, rules.Room.CHAIR)
    owed, agenda = asks.counted(session, body), topics.on_agenda(session, body)
    listed = [*part.rows, *agenda, *(topic for topic, *_ in owed)]
    return render(
        request,
        "forum/body.html",
        visit=visit,
        seats=seats,
        groups=queries.groups(session, [one.group_id for one in seats]),
        running=visiting.running(session, body),
        coming=visiting.to_come(session, body),
        changes=change_queries.changes(session, body),
        closing=closings.asked_for(session, visit),
        members=queries.count_members(session, body),
        topics=part.rows,
        titles=translated.titles(session, listed),
        pages=lists.pages(part, link("forum_body", body=body.slug), {}),
        rooms=[one for one in closed if rules.may_enter(one, reader) and one in used],
        owed=owed,
        agenda=agenda,
        quiet=rules.is_quiet(topics.last_written(session, body), db.now()),
        chapters=chapters(request, session, "forum_body", visit),
        said=chapters(request, session, "forum_body_said", visit),
        below=chapters(request, session, "forum_body_below", visit),
        may_write=visit.is_open and not visit.block and rules.may_write(rules.Room.PUBLIC, reader),
        decides=_somebody_decides(session),
        labels=forms,
    )


def _somebody_decides(session: Session) -> bool:
    declared = change_queries.declared(session)
    return bool(declared) or any(one.decides for one in queries.public(session))


def pointing(session: Session, key: str) -> Iterator[Pointer]:
    """List the topics that led to something of the council's."""
    raised = topics.raised_to(session, key)
    titles = translated.titles_or_own(session, [topic for topic, _ in raised])
    for topic, body in raised:
        title = titles[topic.id]
        href = link("forum_topic", body=body.slug, topic=topic.id)
        yield Pointer(forms.RAISED, title, title.written_in, href)


def evidence(session: Session, _now: datetime, keys: Collection[str] | None) -> Iterator[Thing]:
    """List the public topics that a council can say it read."""
    numbers = None if keys is None else [one.removeprefix(_KEY) for one in keys]
    found = finding_queries.public(session, numbers, _MOST)
    titles = translated.titles_or_own(session, [topic for topic, _ in found])
    for topic, body in found:
        title, href = titles[topic.id], link("forum_topic", body=body.slug, topic=topic.id)
        yield Thing(f"{_KEY}{topic.id}", {title.written_in: title}, href, _TOPIC)


def mapped(session: Session, _now: datetime) -> Iterator[Mapped]:
    """List the pages that search engines may find: never what is written in a body, nor a title."""
    bodies = queries.public(session)
    if len(bodies) != 1:
        yield Mapped("forum")
    yield Mapped("forum_represented")
    for one in bodies:
        yield Mapped("forum_join", {"body": one.slug})


routes = [
    get("/forum", forum, name="forum"),
    get("/forum/represented", represented, name="forum_represented"),
    get("/forum/{body}", body, name="forum_body"),
    get("/forum/{body}/answers", answers, name="forum_answers"),
]
