"""One page for whoever looks after a body: all that waits, and one press for each thing."""

from typing import Any

from sqlmodel import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from portal.bodies import queries as bodies
from portal.bodies import rules as of_bodies
from portal.bodies import visiting
from portal.bodies.visiting import Visit, moderating
from portal.forms import words
from portal.forum.topics import (
    asks,
    forms,
    order_queries,
    posts,
    queries,
    reading,
    rules,
    translated,
)
from portal.joining import group_queries
from portal.order import blocks, concerns
from portal.store import saving
from portal.web.page import (
    chapters,
    done,
    found,
    get,
    link,
    page,
    post,
    redirect_to,
    render,
    waiting,
)


@page(writes=True)
@moderating
def today(request: Request, session: Session, visit: Visit) -> Response:
    """Show all that waits in a body."""
    body, first = visit.body, queries.waiting(session, visit.body)
    asked = queries.questions(session, body)
    applied = bodies.memberships(session, body, of_bodies.Joining.WAITING)
    # What somebody reads comes first, everything in the order of its age.
    reads = _reads(request, session, visit, *asked, *applied, *(post for post, _ in first))
    first = sorted(first, key=lambda row: row[0].language not in reads)
    council = [one for one in first if one[0].voice is rules.Voice.COUNCIL]
    owed, agenda = asks.counted(session, body), queries.on_agenda(session, body)
    return render(
        request,
        "forum/today.html",
        visit=visit,
        applications=sorted(applied, key=lambda one: one.language not in reads),
        named=bodies.groups(session, [one.group_id for one in applied]),
        questions=sorted(asked, key=lambda one: one.language not in reads),
        of_council=council,
        waiting=[one for one in first if one not in council],
        reads=reads,
        beside=reading.of_posts(session, visit, [post for post, _ in first]),
        number=waiting(request, session, body.id or 0),
        translations=translated.waiting(session, body),
        owed=owed,
        then=chapters(request, session, "forum_today_then", visit),
        below=chapters(request, session, "forum_today_below", visit),
        agenda=agenda,
        titles=translated.titles(session, [*agenda, *(topic for topic, *_ in owed)]),
        seats=bodies.seats(session, body),
        resting=group_queries.resting(session, body) if visit.presides else (),
        running=visiting.running(session, body),
        coming=visiting.to_come(session, body),
        balance=of_bodies.balance(bodies.communities(session, body)),
        communities=bodies.community_names(session),
        blocks=blocks.waiting(session, visit),
        concerns=concerns.shown(session, visit),
        in_danger=order_queries.in_danger(session, body),
        chapters=chapters(request, session, "forum_today", visit),
        labels=forms,
    )


def _reads(request: Request, session: Session, visit: Visit, *waits: Any) -> set[str]:
    """Name those of the languages of what waits that somebody reads who holds an office."""
    tags = {one.language for one in waits}
    return {tag for one in request.state.features for tag in one.reads(session, visit, tags)}


@page
@moderating
def release(request: Request, session: Session, visit: Visit) -> Response:
    """Show what waited; topics of the council wait for the chair."""
    topic = found(queries.topic(session, visit.body, request.path_params["topic"], hold=True))
    waits = found(queries.post(session, topic, request.path_params["post"], hold=True))
    theirs = waits.voice is rules.Voice.COUNCIL and not visit.presides
    # Nobody lets their own words in.
    if theirs or waits.member_id == visit.own:
        raise HTTPException(403)
    sent, said = words.flat(request.state.form), f"post_{waits.standing.value}"
    if sent.get("_do") == "not_put":
        # Whoever wrote it reads why, so the reason is asked for first.
        at: dict[str, Any] = {"body": visit.body.slug, "topic": topic.id, "post": waits.id}
        return redirect_to(request, link("forum_look", **at))
    if saving.VERSION in sent and saving.is_stale(sent, waits.revision):
        said = "post_changed"
    elif waits.standing is rules.Standing.WAITING and sent.get("_do") == "show":
        posts.stand(session, topic, waits, rules.Standing.SHOWN)
        visit.log(session, "forum.post_shown", topic.logged)
        said = "post_shown"
    return done(request, link("forum_today", body=visit.body.slug), said)


routes = [
    get("/forum/{body}/today", today, name="forum_today"),
    post("/forum/{body}/waiting/{topic}/{post}", release, name="forum_release"),
]
