"""What officers ask of the database: which entries wait for something."""

from collections.abc import Mapping, Sequence
from datetime import date
from operator import itemgetter

from sqlalchemy import ColumnElement, and_
from sqlmodel import Session, col, func, select

from portal.groups import rules
from portal.groups.due_queries import overdue
from portal.groups.models import Group
from portal.groups.queries import with_words
from portal.groups.rules import PUBLIC, State
from portal.languages import searching
from portal.languages.calendar import add_months
from portal.problems import mark
from portal.store import keyset
from portal.store.keyset import Place, Slice

VIEWS: Mapping[str, str] = {
    "applied": mark("Ask to be listed"),
    "changes": mark("Changes to look at"),
    "overdue": mark("Not confirmed for a year"),
    "unconfirmed": mark("Contact not confirmed yet"),
    "waiting": mark("Have not said yes yet"),
    "shown": mark("In the directory"),
    "paused": mark("Not shown for the moment"),
    "over": mark("Closed or not listed"),
}
"""The lists of entries, those first that wait for an officer."""

DUE = ("applied", "changes", "overdue")
"""The lists on which something is to be done."""

_OFFERED = 100
_OLDEST = keyset.Order([col(Group.since), col(Group.id)])
_BY_NAME = keyset.Order([col(Group.sorting), col(Group.id)])


def listed(
    session: Session, view: str, words: str, today: date, place: Place | None
) -> Slice[Group]:
    """Read a page of a list, what has waited longest first, or what residents see by name."""
    query = select(Group).where(_of(view, today), *with_words(searching.words(words)))
    order = _BY_NAME if view == "shown" else _OLDEST
    return keyset.read(session, query, order, place).each(itemgetter(0))


def count(session: Session, view: str, today: date, words: str = "") -> int:
    """Count what stands in a list, or what of it has some words."""
    query = select(func.count()).select_from(Group)
    return session.exec(query.where(_of(view, today), *with_words(searching.words(words)))).one()


def verified(session: Session) -> Sequence[str]:
    """List the names of groups that can vouch for another, as many as a page offers."""
    query = select(Group.name).where(Group.state == State.VERIFIED)
    return session.exec(query.order_by(col(Group.sorting), col(Group.id)).limit(_OFFERED)).all()


def _of(view: str, today: date) -> ColumnElement[bool]:
    state, confirmed = col(Group.state), col(Group.confirmed)
    applied = state == State.APPLIED
    return {
        "applied": and_(applied, confirmed.is_not(None)),
        "unconfirmed": and_(applied, confirmed.is_(None)),
        "waiting": state == State.WAITING,
        "changes": and_(col(Group.waits).is_(True), state.in_((*PUBLIC, State.PAUSED))),
        "overdue": overdue(add_months(today, -rules.ASKED_AFTER_MONTHS)),
        "shown": state.in_(PUBLIC),
        "paused": state == State.PAUSED,
        "over": state.in_(rules.OVER),
    }[view]
