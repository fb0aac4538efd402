"""What is held of a member in what their groups answer, and what becomes of it when they go."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlmodel import Session

from portal.group_responses.batches import queries as batches
from portal.group_responses.shared import queries
from portal.problems import Problem, mark
from portal.web.feature import OfMembers

_STAYS = mark("What you wrote in answers of your groups stays there. Nothing says that it was you.")
_GOES = mark("Lists of answers that you began for others and did not send are deleted.")


def held(session: Session, member: str) -> Mapping[str, Any]:
    """Give what a member answered in drafts of their groups."""
    changes = queries.of_member(session, member)
    given = [{"question": one.question, "answer": [*one.sent.values()]} for one in changes]
    # What others said is theirs, and not handed to who wrote it down.
    begun = batches.count_of_member(session, member)
    told = {"answers in drafts of groups": given, "lists of answers that you began": begun}
    return {name: value for name, value in told.items() if value}


def told(session: Session, member: str) -> Iterator[Problem]:
    """Say that drafts of groups keep what a member wrote, and that lists not sent go."""
    if queries.of_member(session, member):
        yield Problem(_STAYS)
    if batches.count_of_member(session, member):
        yield Problem(_GOES)


# The rows belong to the groups, and forget by themselves who wrote them.
OF_MEMBERS = OfMembers(held=held, told=told)
