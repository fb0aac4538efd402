"""Following a body or a topic: how often somebody wants to hear of it."""

from typing import Any

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.bodies.visiting import Visit, signed_in
from portal.following import forms, people, rules
from portal.forum.topics import reading
from portal.members.models import Member
from portal.problems import Problems
from portal.store.db import now
from portal.web.page import both, done, link, page, render


@page
@signed_in
def follow_body(request: Request, session: Session, visit: Visit) -> Response:
    """Ask how often somebody wants to hear of a body, and keep it."""
    follower, member = _follower(session, visit)
    stand = follower.bodies.get(visit.body.id or 0)
    problems, pace = _chosen(request)
    if pace:
        people.choose_body(session, member, visit.body, pace, belongs=visit.belongs, now=now())
        return done(request, link("forum_body", body=visit.body.slug), "follows")
    return _asked(request, visit, problems, stand.pace if stand else None)


@page
@signed_in
def follow_topic(request: Request, session: Session, visit: Visit) -> Response:
    """Ask how often somebody wants to hear of a topic, and keep it."""
    topic = reading.topic_of(request, session, visit)
    follower, member = _follower(session, visit)
    problems, pace = _chosen(request)
    if pace and topic.id not in follower.topics and len(follower.topics) >= forms.MOST_TOPICS:
        problems, pace = {"pace": forms.FULL}, None
    if pace:
        people.choose_topic(session, member, topic, pace)
        here = link("forum_topic", body=visit.body.slug, topic=topic.id)
        return done(request, here, "follows")
    return _asked(request, visit, problems, follower.topics.get(topic.id), topic=topic)


def _follower(session: Session, visit: Visit) -> tuple[rules.Follower, Member]:
    assert visit.member  # noqa: S101 - the guard lets nobody else in
    return people.follower(session, visit.member, now()), visit.member


def _chosen(request: Request) -> tuple[Problems, rules.Pace | None]:
    return forms.chosen(request.state.form) if request.method == "POST" else ({}, None)


def _asked(
    request: Request, visit: Visit, problems: Problems, pace: rules.Pace | None, **shown: Any
) -> Response:
    return render(
        request,
        "following/follow.html",
        visit=visit,
        field=forms.PACE,
        shown={"pace": (pace or rules.Pace.WEEKLY).value},
        problems=problems,
        **({"topic": None} | shown),
    )


routes = [
    both("/forum/{body}/follow", follow_body, name="follow_body"),
    both("/forum/{body}/topics/{topic}/follow", follow_topic, name="follow_topic"),
]
