"""What bodies hold of one member: seats, offices, days on duty, minutes, and blocks of others."""

from collections.abc import Sequence

from sqlmodel import Session, col, delete, or_, select

from portal.bodies.models import Block, Body, Confirmation, Duty, Ending, OfficeHolder, Seat


def seats(session: Session, member: str) -> Sequence[tuple[Seat, Body]]:
    """List the seats on which somebody sits."""
    query = select(Seat, Body).join(Body).where(Seat.member_id == member)
    return session.exec(query.order_by(col(Seat.id))).all()


def offices(session: Session, member: str) -> Sequence[tuple[OfficeHolder, Body]]:
    """List the offices that somebody holds or held, and let nobody else change them meanwhile."""
    query = select(OfficeHolder, Body).join(Body).where(OfficeHolder.member_id == member)
    return session.exec(query.order_by(col(OfficeHolder.id)).with_for_update()).all()


def duties(session: Session, holder: OfficeHolder) -> Sequence[Duty]:
    """List the days that somebody took in an office."""
    query = select(Duty).where(Duty.office_id == holder.id)
    return session.exec(query.order_by(col(Duty.id))).all()


def forget_duties(session: Session, holder: OfficeHolder) -> None:
    """Forget the days that somebody took in an office, and what they were called there."""
    session.exec(delete(Duty).where(col(Duty.office_id) == holder.id))


def minutes(session: Session, member: str) -> Sequence[tuple[Ending, Body]]:
    """List the minutes that somebody wrote to end a term."""
    query = select(Ending, Body).join(OfficeHolder, col(Ending.office_id) == OfficeHolder.id)
    query = query.join(Body, col(OfficeHolder.body_id) == Body.id)
    return session.exec(query.where(Ending.member_id == member).order_by(col(Ending.id))).all()


def confirmed(session: Session, member: str) -> Sequence[tuple[Ending, Body]]:
    """List the minutes of others that somebody confirmed."""
    query = select(Ending, Body).join(OfficeHolder, col(Ending.office_id) == OfficeHolder.id)
    query = query.join(Body, col(OfficeHolder.body_id) == Body.id)
    query = query.join(Confirmation, col(Confirmation.ending_id) == Ending.id)
    mine = Confirmation.member_id == member
    return session.exec(query.where(mine).order_by(col(Ending.id))).all()


def blocks(session: Session, member: str) -> Sequence[tuple[Block, Body]]:
    """List the blocks that somebody asked for, or to which they said yes."""
    query = select(Block, Body).join(Body)
    mine = or_(col(Block.by_id) == member, col(Block.agreed_id) == member)
    return session.exec(query.where(mine).order_by(col(Block.id))).all()
