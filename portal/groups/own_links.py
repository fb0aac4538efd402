"""Sending whoever looks after an entry what they need next, in answer to an address alone."""

from sqlmodel import Session
from starlette.requests import Request

from portal.groups import letters, links, queries
from portal.groups.letters import Letter
from portal.groups.models import Group
from portal.groups.rules import State
from portal.store.db import now
from portal.web.networks import Bounded

_MOST_AT_ONCE = 5


class Asking(Bounded):
    """How often somebody asked for links lately."""

    usual, seconds_each = 10, 120.0
    usual_of_all, seconds_each_of_all = 120, 10.0


def send(request: Request, session: Session, email: str) -> None:
    """Write to an address about each entry that it belongs to, unless it was asked too often.

    Whoever asked is told the same in every case: nobody learns which addresses are known.
    """
    if request.state.memory.of(Asking).is_crowded(request):
        return
    moment = now()
    for group in queries.with_email(session, email)[:_MOST_AT_ONCE]:
        letter = _letter(group)
        if letter and not links.is_crowded(session, group, moment):
            letters.send(session, group, letter, moment)


def _letter(group: Group) -> Letter | None:
    """Choose what a group needs next: to confirm its address, to say yes, or its entry."""
    if group.state is State.WAITING:
        return letters.AGREE
    if group.confirmed is None:
        return letters.CONFIRM if group.state is State.APPLIED else None
    return letters.OPEN


def opened(session: Session, token: str, *, use: bool) -> Group | None:
    """Find the entry that a group opened by its link; to `use` it, nobody else changes it."""
    found = links.find(session, token, use=use)
    if found is None:
        return None
    made, group = found
    good = made.purpose == links.Purpose.ENTRY and links.is_good(made, group, now())
    return group if good else None
