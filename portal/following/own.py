"""The page of all that somebody follows: how often they hear of each, and which mails they want."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.bodies.models import Body
from portal.following import forms, people, rules
from portal.following.rules import Follower, Pace
from portal.forum.topics.models import Topic
from portal.members import forms as of_members
from portal.members import guards, models, wanted_mails
from portal.problems import Problem, Problems
from portal.store.db import now
from portal.web.page import both, done, link, page, post, render, sent_text

_PAGE = "member_following"


class Row(NamedTuple):
    """A body, or a topic of it, that is followed; `name` is that of the field about it."""

    name: str
    body: Body
    topic: Topic | None
    pace: Pace
    read: bool


@page
@guards.member_only
def following(request: Request, session: Session, member: models.Member) -> Response:
    """List what somebody follows and how often they hear of it, and keep what they change."""
    follower = people.follower(session, member, now())
    rows = list(_rows(session, follower))
    shown = {one.name: one.pace.value for one in rows}
    choice = wanted_mails.kept(session, member.id)
    untitled = choice is not None and choice.untitled
    problems: Problems = {}
    if request.method == "POST":
        sent = request.state.form
        shown = {name: sent_text(sent, name) or pace for name, pace in shown.items()}
        untitled = sent_text(sent, "untitled") == "yes"
        problems = {
            name: Problem(forms.LISTED) for name, pace in shown.items() if pace not in forms.CODES
        }
        if not problems:
            _keep(session, member, rows, shown, follower)
            choice = wanted_mails.choices(session, [member.id])[member.id]
            wanted_mails.keep(session, choice, of_members.stopped(sent))
            wanted_mails.leave_titles_out(session, choice, sure=untitled)
            return done(request, link(_PAGE), "saved")
    return render(
        request,
        "following/following.html",
        rows=rows,
        shown=shown,
        paces=forms.PACES,
        stopped=[kind for kind in of_members.MAILS if not follower.wants(kind)],
        untitled=untitled,
        labels=of_members,
        problems=problems,
    )


@page
@guards.member_only
def stop(request: Request, session: Session, member: models.Member) -> Response:
    """Stop all mails that can be stopped; what somebody follows is remembered."""
    people.stop_all(session, member)
    return done(request, link(_PAGE), "stopped")


def _rows(session: Session, follower: Follower) -> Iterator[Row]:
    for body in people.bodies_of(session, follower):
        number = body.id or 0
        yield Row(f"body-{number}", body, None, follower.bodies[number].pace, read=True)
    for topic, body in people.topics_of(session, follower):
        read = rules.reads_topic(body.id or 0, topic.room, topic.made, follower)
        yield Row(f"topic-{topic.id}", body, topic, follower.topics[topic.id], read=read)


def _keep(
    session: Session,
    member: models.Member,
    rows: Sequence[Row],
    chosen: dict[str, str],
    follower: Follower,
) -> None:
    for one in rows:
        pace = Pace(chosen[one.name])
        if pace is one.pace:
            continue
        if one.topic:
            people.choose_topic(session, member, one.topic, pace)
        else:
            belongs = follower.bodies[one.body.id or 0].belongs
            people.choose_body(session, member, one.body, pace, belongs=belongs, now=now())


routes = [
    both("/member/following", following, name=_PAGE),
    post("/member/following/stop", stop, name="stop_following"),
]
