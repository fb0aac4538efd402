"""Everything about applications that is asked of the database."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, delete, select

from portal.bodies.models import Body, Membership
from portal.bodies.rules import Joining
from portal.members.models import Member


def application(session: Session, body: Body, number: str) -> Membership | None:
    """Find an application, and let nobody else decide it before this transaction ends."""
    query = select(Membership).where(Membership.body_id == body.id, Membership.id == number)
    return session.exec(query.with_for_update()).one_or_none()


def applicant(session: Session, mine: Membership) -> Member:
    """Find whose application it is."""
    return session.get_one(Member, mine.member_id)


def joined_by(session: Session, member: str) -> Sequence[tuple[Membership, Body]]:
    """List the bodies to which somebody applied or belongs."""
    query = select(Membership, Body).join(Body).where(Membership.member_id == member)
    return session.exec(query.order_by(col(Body.id))).all()


def forget_applications(session: Session, before: datetime, begun: datetime) -> None:
    """Keep no application of before that came to nothing, or that was begun and not sent."""
    ended = col(Membership.state).in_([Joining.DECLINED, Joining.WITHDRAWN])
    session.exec(delete(Membership).where(ended, col(Membership.applied) < before))
    unsent = col(Membership.state) == Joining.BEGUN
    session.exec(delete(Membership).where(unsent, col(Membership.applied) < begun))


def applied_before(session: Session, before: datetime) -> Sequence[Membership]:
    """List the applications and memberships from before a moment, and hold them."""
    query = select(Membership).where(col(Membership.applied) < before)
    return session.exec(query.order_by(col(Membership.id)).with_for_update()).all()
