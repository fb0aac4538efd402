"""What waits for an officer so that somebody speaks for a group: groups, and never a member."""

from collections.abc import Mapping
from operator import itemgetter

from sqlalchemy import ColumnElement, exists
from sqlmodel import Session, col, func, select

from portal.groups.models import Group
from portal.groups.rules import State
from portal.membership.models import Concern, Membership
from portal.membership.rules import Role
from portal.problems import mark
from portal.store import keyset
from portal.store.keyset import Place, Slice

VIEWS: Mapping[str, str] = {
    "concerns": mark("Somebody says that something is wrong"),
    "proposed": mark("A new representative was proposed"),
    "silent": mark("Verified, and nobody speaks for them"),
}
"""The lists of groups for which an officer has something to do."""

_BY_NAME = keyset.Order([col(Group.sorting), col(Group.id)])


def listed(session: Session, view: str, place: Place | None) -> Slice[Group]:
    """Read a page of a list of groups, by name."""
    query = select(Group).where(_of(view))
    return keyset.read(session, query, _BY_NAME, place).each(itemgetter(0))


def count(session: Session, view: str) -> int:
    """Count the groups in a list."""
    return session.exec(select(func.count()).select_from(Group).where(_of(view))).one()


def untold(session: Session) -> int:
    """Count the concerns of which no officer was told, and note that they are."""
    found = session.exec(select(Concern).where(col(Concern.told).is_(False))).all()
    for concern in found:
        concern.told = True
        session.add(concern)
    session.flush()
    return len(found)


def _of(view: str) -> ColumnElement[bool]:
    verified = col(Group.state) == State.VERIFIED
    of_group = col(Membership.group_id) == col(Group.id)
    speaks = exists().where(of_group, col(Membership.role) == Role.REPRESENTATIVE)
    asked = col(Membership.proposed_by).is_not(None)
    return {
        "concerns": exists().where(col(Concern.group_id) == col(Group.id)),
        "proposed": verified & exists().where(of_group, asked, col(Membership.willing)),
        "silent": verified & ~speaks,
    }[view]
