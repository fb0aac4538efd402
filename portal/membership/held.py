"""What is held of a member about their groups, what becomes of it, and whom a group still needs."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlmodel import Session

from portal.members import queries as members
from portal.membership import queries
from portal.membership.rules import NOTICE_KEPT, Role
from portal.problems import Problem, mark
from portal.web.feature import OfMembers

_LEFT = mark("You leave %(number)s groups. Nobody is told.")
_SILENT = mark("Nobody speaks for “%(name)s” then.")
_NOTICES = mark("What you wrote to the members of a group stays there for %(days)s days at most.")


def held(session: Session, member: str) -> Mapping[str, Any]:
    """Give the groups of a member, what they are there, and the month in which they joined."""
    return {
        "groups": [
            {"name": group.name, "role": mine.role.value, "joined in": f"{mine.joined:%Y-%m}"}
            | {"asked to come again": mine.asked.isoformat() if mine.asked else None}
            for mine, group in queries.of_member(session, member)
        ],
        "groups that you left lately": queries.left_by(session, member),
    }


def told(session: Session, member: str) -> Iterator[Problem]:
    """Say how many groups a member leaves, and for which of them nobody speaks then."""
    mine = queries.of_member(session, member)
    if mine:
        yield Problem(_LEFT, {"number": len(mine)})
    if any(one.role is Role.REPRESENTATIVE for one, _ in mine):
        yield Problem(_NOTICES, {"days": NOTICE_KEPT.days})
    for group in queries.silent_without(session, member):
        yield Problem(_SILENT, {"name": group.name})


def needed(session: Session, members: Sequence[str]) -> list[str]:
    """Name those who alone speak for a group."""
    return queries.alone(session, members)


def leave(session: Session, member: str, _stays: bool) -> None:
    """Forget the address of a member with which an invitation was to be taken up."""
    if person := members.by_id(session, member):
        queries.forget_joining(session, person.email or "")


# What a member is in a group goes with them by itself: the rows belong to theirs.
OF_MEMBERS = OfMembers(held=held, told=told, leave=leave, needed=needed)
