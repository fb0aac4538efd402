"""What joining keeps of a member, and what becomes of it once they leave the portal, or a group."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlmodel import Session

from portal.bodies import acts, telling
from portal.bodies.rules import GroupSays
from portal.joining import applications, group_queries, memberships, queries
from portal.problems import Problem, mark
from portal.web.feature import OfMembers

_KEPT = ("why", "called", "contact", "telephone", "needs", "support", "said")
_SEAT_ENDS = mark("Your membership of a body ends. If you sit on a seat, it falls vacant.")


def _held(session: Session, member: str) -> Mapping[str, Any]:
    said = [
        {"body": body.slug, "state": mine.state.value, "applied": mine.applied.date().isoformat()}
        | {name: getattr(mine, name) for name in _KEPT}
        for mine, body in queries.joined_by(session, member)
    ]
    return {"bodies, and what you told them": said}


def _told(session: Session, member: str) -> Iterator[Problem]:
    if queries.joined_by(session, member):
        yield Problem(_SEAT_ENDS)


def _leave(session: Session, member: str, _stays: bool) -> None:
    for mine, body in queries.joined_by(session, member):
        memberships.leave(session, body, mine)


def _unspoken(session: Session, group: int, member: str | None) -> None:
    """Have who spoke for a group go on as themselves; the chair is told, and the group asked."""
    for mine, body, seats in group_queries.spoken(session, group, member):
        for seat in seats:
            acts.empty(session, seat)
        applications.settle(session, body, mine, GroupSays.ASKED)
        telling.tell_heads(session, body, telling.CHANGED)


OF_MEMBERS = OfMembers(_held, _told, _leave, unspoken=_unspoken)
