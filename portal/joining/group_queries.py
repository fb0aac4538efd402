"""How groups take part in bodies: who speaks for which, and which do not act for now."""

from collections.abc import Collection, Sequence

from sqlalchemy import true
from sqlmodel import Session, col, or_, select

from portal.bodies.models import Body, Membership, Seat
from portal.bodies.rules import GroupSays, Joining
from portal.groups import keeping
from portal.groups import queries as directory
from portal.groups.models import Group
from portal.groups.rules import STOPPED, State
from portal.languages import searching

_RUNS = (Joining.WAITING, Joining.ASKED_BACK, Joining.ACCEPTED)


def for_groups(session: Session, groups: Collection[int]) -> Sequence[tuple[Membership, Body]]:
    """List who applied or belongs to a body in the name of one of these groups."""
    query = select(Membership, Body).join(Body).where(col(Membership.group_id).in_(groups))
    running = col(Membership.state).in_(_RUNS)
    return session.exec(query.where(running).order_by(col(Membership.id))).all()


def spoken(
    session: Session, group: int, member: str | None
) -> list[tuple[Membership, Body, Sequence[Seat]]]:
    """List where somebody, or everybody without one, speaks for a group, and their seats for it."""
    return [
        (mine, body, _seats(session, mine))
        for mine, body in for_groups(session, [group])
        if mine.group_says is GroupSays.YES and member in (None, mine.member_id)
    ]


def unconfirmed(session: Session, body: Body) -> Sequence[Membership]:
    """List the members of a body in the name of a group that has not said so, or says no.

    Who applies in the name of a group that says no is among them.
    """
    query = select(Membership).where(Membership.body_id == body.id)
    query = query.where(col(Membership.group_id).is_not(None))
    asked = col(Membership.group_says) == GroupSays.ASKED
    denied = col(Membership.group_says) == GroupSays.NO
    joined = col(Membership.state) == Joining.ACCEPTED
    query = query.where(or_(asked & joined, denied & col(Membership.state).in_(_RUNS)))
    return session.exec(query.order_by(col(Membership.joined), col(Membership.id))).all()


def resting(session: Session, body: Body) -> Sequence[tuple[Group, str, bool]]:
    """List the groups of a body that do not act, or as before; why, and if they wrote that."""
    joined = select(Membership.group_id).where(Membership.body_id == body.id)
    joined = joined.where(Membership.state == Joining.ACCEPTED)
    seated = select(Seat.group_id).where(Seat.body_id == body.id)
    theirs = col(Group.id).in_(joined) | col(Group.id).in_(seated)
    query = select(Group).where(theirs, Group.state != State.VERIFIED)
    found = session.exec(query.order_by(col(Group.sorting))).all()
    stopped = [(one, directory.stopped(session, one)) for one in found]
    return [
        (one, event.reason if event else "", keeping.is_own(event))
        for one, event in stopped
        if event or one.state in STOPPED
    ]


def group_named(session: Session, name: str) -> Group | None:
    """Find a public group by the name that somebody typed, or by a part that no other has."""
    if found := next((one for one in directory.named(session, name) if one.public), None):
        return found
    words = [col(Group.sorting).contains(one, autoescape=True) for one in searching.words(name)]
    query = select(Group).where(col(Group.shown) == true(), *words).limit(2)
    like = session.exec(query).all() if words else ()
    return like[0] if len(like) == 1 else None


def group_names(session: Session, most: int) -> Sequence[str]:
    """List the names of groups in the directory, at most so many."""
    query = select(Group.name).where(col(Group.shown) == true())
    return session.exec(query.order_by(col(Group.sorting), col(Group.id)).limit(most)).all()


def _seats(session: Session, mine: Membership) -> Sequence[Seat]:
    query = select(Seat).where(Seat.body_id == mine.body_id, Seat.member_id == mine.member_id)
    return session.exec(query.where(Seat.group_id == mine.group_id).order_by(col(Seat.id))).all()
