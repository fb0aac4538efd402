"""What is asked of the database about blocks, the rota, free seats, and what is wrong in groups."""

from collections.abc import Sequence
from datetime import date

from sqlmodel import Session, col, delete, func, select

from portal.bodies.models import Block, Body, Duty, Membership, OfficeHolder, Seat
from portal.bodies.queries import row_number
from portal.bodies.rules import GroupSays, Joining, Stage
from portal.groups.models import Group
from portal.groups.rules import PUBLIC
from portal.members.models import Member
from portal.membership.models import Concern


def block(session: Session, body: Body, number: str) -> Block | None:
    """Find a block in this body, and let nobody else decide about it meanwhile."""
    query = select(Block).where(Block.body_id == body.id, Block.id == row_number(number))
    return session.exec(query.with_for_update()).one_or_none()


def blocks_of(session: Session, member: str) -> Sequence[tuple[Block, Body]]:
    """List every block of a member that began."""
    query = select(Block, Body).join(Body).where(Block.member_id == member)
    return session.exec(query.where(col(Block.since).is_not(None)).order_by(col(Block.id))).all()


def forget_blocks(session: Session, before: date) -> None:
    """Keep no block that came to its end, or was lifted, before a day; nor one nobody agreed to."""
    over = (col(Block.until) < before) | (col(Block.lifted) < before)
    unsaid = col(Block.since).is_(None) & (col(Block.asked) < before)
    session.exec(delete(Block).where(over | unsaid))


def waiting(session: Session, body: int, day: date) -> int:
    """Count the applications, and the blocks and appeals that wait in a body on a day."""
    applied = select(func.count()).select_from(Membership).where(Membership.body_id == body)
    applied = applied.where(Membership.state == Joining.WAITING)
    blocked = select(func.count()).select_from(Block).where(Block.body_id == body)
    appealed = (col(Block.appeal) != "") & col(Block.decided).is_(None)
    running = appealed & (col(Block.until).is_(None) | (col(Block.until) >= day))
    blocked = blocked.where(col(Block.since).is_(None) | running, col(Block.lifted).is_(None))
    return session.exec(applied).one() + session.exec(blocked).one()


def unadvertised(session: Session) -> Sequence[Seat]:
    """List the free seats of open bodies of which the groups were not told."""
    query = select(Seat).join(Body).where(Body.stage == Stage.OPEN)
    free = col(Seat.group_id).is_(None) & col(Seat.member_id).is_(None)
    return session.exec(query.where(free, col(Seat.advertised).is_(None))).all()


def reached(session: Session) -> Sequence[Group]:
    """List the groups in the directory that can be written to."""
    query = select(Group).where(col(Group.state).in_(PUBLIC), Group.email != "")
    return session.exec(query.order_by(col(Group.id))).all()


def concerns(session: Session, body: Body | None = None) -> Sequence[tuple[Concern, Group, Body]]:
    """List what is said to be wrong in the groups that sit in a body, or in any that is open."""
    seated = select(Seat.group_id).where(Seat.body_id == Body.id)
    joined = select(Membership.group_id).where(Membership.body_id == Body.id)
    joined = joined.where(Membership.state == Joining.ACCEPTED)
    joined = joined.where(Membership.group_says == GroupSays.YES)
    sits = col(Group.id).in_(seated) | col(Group.id).in_(joined)
    query = select(Concern, Group, Body).join(Group, col(Group.id) == Concern.group_id)
    query = query.join(Body, sits).where(Body.stage == Stage.OPEN)
    query = query.where(Body.id == body.id) if body else query
    return session.exec(query.order_by(col(Concern.id), col(Body.id))).all()


def unheard(session: Session, body: Body) -> Sequence[Membership]:
    """List the members of a body who are asked whether they stay, and have no mail or a seat."""
    seated = select(Seat.member_id).where(Seat.body_id == body.id, col(Seat.member_id).is_not(None))
    query = select(Membership).join(Member).where(Membership.body_id == body.id)
    query = query.where(Membership.state == Joining.ACCEPTED, col(Member.warned).is_not(None))
    reached = col(Member.email).is_(None) | col(Member.id).in_(seated)
    return session.exec(query.where(reached).order_by(col(Membership.id))).all()


def duties(session: Session, body: Body) -> Sequence[tuple[Duty, OfficeHolder]]:
    """List on which days who looks after a body."""
    query = select(Duty, OfficeHolder).join(OfficeHolder).where(OfficeHolder.body_id == body.id)
    return session.exec(query.order_by(col(Duty.weekday), col(Duty.day), col(Duty.id))).all()


def duty(session: Session, body: Body, number: str) -> tuple[Duty, OfficeHolder] | None:
    """Find a day in the rota of this body."""
    query = select(Duty, OfficeHolder).join(OfficeHolder).where(OfficeHolder.body_id == body.id)
    return session.exec(query.where(Duty.id == row_number(number))).one_or_none()


def forget_duties(session: Session, before: date) -> None:
    """Keep no day of a rota that is over."""
    session.exec(delete(Duty).where(col(Duty.day) < before))
