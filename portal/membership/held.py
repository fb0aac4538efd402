"""What is held of a member about their groups, what becomes of it, and whom a group still needs."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlmodel import Session

from portal.membership import queries
from portal.problems import Problem, mark
from portal.web.feature import OfMembers

_LEFT = mark("You leave %(number)s groups. Nobody is told.")
_SILENT = mark("Nobody speaks for “%(name)s” then.")


def held(session: Session, member: str) -> Mapping[str, Any]:
    """Give the groups of a member, what they are there, and the month in which they joined."""
    return {
        "groups": [
            {"name": group.name, "role": mine.role.value, "joined in": f"{mine.joined:%Y-%m}"}
            for mine, group in queries.of_member(session, member)
        ]
    }


def told(session: Session, member: str) -> Iterator[Problem]:
    """Say how many groups a member leaves, and for which of them nobody speaks then."""
    mine = queries.of_member(session, member)
    if mine:
        yield Problem(_LEFT, {"number": len(mine)})
    for group in queries.silent_without(session, member):
        yield Problem(_SILENT, {"name": group.name})


def needed(session: Session, members: Sequence[str]) -> list[str]:
    """Name those who alone speak for a group."""
    return queries.alone(session, members)


# What a member is in a group goes with them by itself: the rows belong to theirs.
OF_MEMBERS = OfMembers(held=held, told=told, needed=needed)
