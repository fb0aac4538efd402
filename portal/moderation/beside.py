"""What moderation adds to the pages of bodies and of the forum."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from sqlmodel import Session
from starlette.requests import Request

from portal.bodies.models import Body
from portal.bodies.visiting import Visit
from portal.forum.topics import queries as topics
from portal.forum.topics.models import Post, ResidentQuestion, Topic
from portal.forum.topics.rules import READABLE, Standing
from portal.moderation import change_queries, forms, matters, queries, reasons, rules
from portal.moderation.matters import Decided
from portal.moderation.rules import AGAINST, Act
from portal.problems import Problem
from portal.store.db import now
from portal.web.brought import Chapter
from portal.web.links import absolute, link

_ON_TODAY = 10
_LOOKED_AFTER = (*READABLE, Standing.HIDDEN, Standing.WAITING)


def on_topic(
    _request: Request, session: Session, visit: Visit, _topic: Topic, posts: Sequence[Post]
) -> Iterator[Chapter]:
    """Lead from each post to reporting or looking at it, and tell its author what was decided."""
    numbers = [one.id for one in posts]
    decided = queries.decided(session, numbers)
    shown: dict[str, Any] = {"may": {}, "told": {}, "unread": set(), "reported": set()}
    shown["read"] = ()
    waits = dict[int, str]()
    if visit.office:
        shown["reported"] = set(queries.reports_of(session, numbers))
    for one in posts:
        number, own = one.id or 0, bool(visit.own) and one.member_id == visit.own
        shown["may"][number] = _may(visit, one, own=own)
        if own or visit.office:
            shown["told"][number] = told(decided.get(number, []), own=own)
        if own and _waits(one, decided.get(number, [])):
            waits[number] = one.language
    if waits:
        read = matters.all_read(session, visit.body)
        shown["read"] = sorted(read)
        shown["unread"] = {one for one, tag in waits.items() if not rules.reads(read, tag)}
    shown |= {"named": reasons.labels(session, visit.body), "labels": forms}
    yield Chapter("moderation/beside_post.html", shown)


def on_today(_request: Request, session: Session, visit: Visit) -> Iterator[Chapter]:
    """Show what was reported and which appeals wait, with one press for each."""
    waiting, pleas = matters.queue(session, visit), matters.pleas(session, visit)
    unread = matters.unread(session, visit.body)
    shown: dict[str, Any] = {
        "waiting": waiting[:_ON_TODAY],
        "number": len(waiting),
        "pleas": pleas,
        "unread": unread,
        "named": reasons.labels(session, visit.body),
        "labels": forms,
    }
    if waiting or pleas or unread:
        yield Chapter("moderation/today.html", shown)
    if changes := change_queries.waiting(session, visit.body.id or 0):
        files = topics.attachments(session, [post.id for post, *_ in changes])
        yield Chapter("moderation/changes.html", {"changes": changes, "files": files})


def below(_request: Request, _session: Session, _visit: Visit) -> Iterator[Chapter]:
    """Lead from what waits to what was decided, and to the reasons."""
    yield Chapter("moderation/below_today.html", {})


def waits(session: Session, body: int) -> int:
    """Count the reported posts and the appeals that wait in a body."""
    of = session.get_one(Body, body)
    changes = change_queries.waiting(session, body)
    return len(queries.waiting(session, of)) + len(queries.appeals(session, of)) + len(changes)


def reads(session: Session, visit: Visit, tags: Collection[str]) -> Iterator[str]:
    """Name those of these languages that somebody reads who holds an office."""
    mine = matters.mine(session, visit)
    return (tag for tag in tags if rules.reads(mine, tag))


def on_applied(_request: Request, session: Session, visit: Visit) -> Iterator[Chapter]:
    """Lead whoever was mailed to what was decided about what they wrote, and members to the log.

    So they are to what the council is asked no more though they wanted it asked.
    """
    shown = {
        "withdrawn": queries.withdrawn(session, visit.body, visit.own),
        "concerning": queries.concerning(session, visit.body, visit.own),
        "named": reasons.labels(session, visit.body),
        "labels": forms,
    }
    yield Chapter("moderation/concerning.html", shown)


def why_not(
    _request: Request, session: Session, asked: ResidentQuestion, body: Body
) -> Iterator[Chapter]:
    """Tell whoever asked why their question was not put, in the language of the page."""
    if asked.reason:
        shown = {"reason": asked.reason, "named": reasons.labels(session, body)}
        yield Chapter("moderation/not_put.html", shown)


def on_accepted(_request: Request, _session: Session, body: Body) -> Iterator[Chapter]:
    """Lead whoever accepted an office to what has to be looked at before the body opens."""
    yield Chapter("moderation/accepted.html", {"body": body})


def lacks(session: Session, body: int) -> Mapping[str, Problem]:
    """Say that nobody has looked at the reasons of a body."""
    if queries.is_prepared(session, body):
        return {}
    slug = session.get_one(Body, body).slug
    page = absolute(session.info["settings"], link("forum_reasons", body=slug))
    return {"reasons": Problem(reasons.UNPREPARED, {"page": page})}


def told(decided: Decided, *, own: bool) -> list[Mapping[str, Any]]:
    """Give what a post's author is told of what holds, and against what of it they may appeal."""
    moment = now()
    shown: list[Mapping[str, Any]] = []
    for decision, plea in matters.holding(decided):
        if decision.act in {*AGAINST, Act.REPORTED} or plea is not None:
            may = rules.may_appeal(
                decision.act, decision.made, moment, own=own, latest=True, appealed=bool(plea)
            )
            shown.append({"decision": decision, "plea": plea, "appeals": may})
    return shown


def _may(visit: Visit, post: Post, *, own: bool) -> str:
    if own:
        return ""
    if visit.office:
        return "look" if post.standing in _LOOKED_AFTER else ""
    return "report" if post.standing in READABLE else ""


def _waits(post: Post, decided: Decided) -> bool:
    reported = any(one.act is Act.REPORTED for one, _ in matters.holding(decided))
    return post.standing is Standing.WAITING or reported
