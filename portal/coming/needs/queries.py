"""Everything that is asked of the database about what people need for a meeting."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlalchemy.orm import aliased
from sqlmodel import Session, and_, col, delete, func, not_, or_, select

from portal.bodies.models import Body
from portal.coming.needs.models import MeetingNeed
from portal.coming.needs.rules import Needed, State
from portal.coming.queries import comes
from portal.meetings.models import Coming, Meeting
from portal.meetings.rules import State as Standing


def coming(session: Session, meeting: Meeting, member: str) -> Coming | None:
    """Find that somebody comes, if they do; who sends a form twice waits here."""
    query = select(Coming).join(Meeting).where(Coming.meeting_id == meeting.id, comes(Meeting))
    query = query.where(Coming.member_id == member)
    return session.exec(query.with_for_update(of=Coming)).one_or_none()


def of_member(session: Session, meeting: Meeting, member: str) -> Sequence[MeetingNeed]:
    """List what a member needs for a meeting, and let nobody else settle it meanwhile."""
    query = select(MeetingNeed).where(MeetingNeed.meeting_id == meeting.id)
    query = query.where(MeetingNeed.member_id == member).order_by(col(MeetingNeed.id))
    return session.exec(query.with_for_update()).all()


def all_of(session: Session, member: str) -> Sequence[tuple[MeetingNeed, Meeting]]:
    """List everything that a member needs, and for which meetings."""
    query = select(MeetingNeed, Meeting).join(Meeting).where(MeetingNeed.member_id == member)
    return session.exec(query.order_by(col(Meeting.starts), col(MeetingNeed.id))).all()


def of_meeting(session: Session, meeting: Meeting) -> Sequence[MeetingNeed]:
    """List what is needed for a meeting by those who come, and let nobody else settle it."""
    query = select(MeetingNeed).where(MeetingNeed.meeting_id == meeting.id, _comes())
    return session.exec(query.order_by(col(MeetingNeed.id)).with_for_update()).all()


def booked(
    session: Session, meeting: Meeting, needed: Collection[Needed]
) -> Sequence[tuple[Needed, str]]:
    """List which of these things are booked for those who come, and in which languages."""
    query = select(MeetingNeed.needed, MeetingNeed.language).distinct()
    query = query.where(MeetingNeed.meeting_id == meeting.id, MeetingNeed.state == State.BOOKED)
    rows = session.exec(query.where(col(MeetingNeed.needed).in_(needed), _comes()))
    return [(Needed(one), tag) for one, tag in rows]


def with_needs(session: Session, now: datetime) -> Sequence[tuple[Meeting, Body | None]]:
    """List the meetings to come for which somebody who comes needs something, the next first."""
    needing = select(MeetingNeed.meeting_id).where(_comes())
    query = select(Meeting, Body).join(Body, isouter=True).where(col(Meeting.id).in_(needing))
    query = query.where(*_to_come(now)).order_by(col(Meeting.starts), col(Meeting.id))
    return [(meeting, body) for meeting, body in session.exec(query)]


def count_waiting(session: Session, now: datetime, body: Body | None = None) -> int:
    """Count what waits to be booked for meetings to come, of one body or of all."""
    query = select(func.count()).select_from(MeetingNeed).join(Meeting)
    query = query.where(MeetingNeed.state == State.WAITING, _comes(), *_to_come(now))
    query = query if body is None else query.where(Meeting.body_id == body.id)
    return session.exec(query).one()


def waiting(session: Session, now: datetime, body: int) -> Sequence[tuple[Meeting, int]]:
    """Count what waits to be booked for each meeting of a body that is to come, the next first."""
    query = select(Meeting, func.count()).join(MeetingNeed).where(Meeting.body_id == body)
    query = query.where(MeetingNeed.state == State.WAITING, _comes(), *_to_come(now))
    query = query.group_by(col(Meeting.id)).order_by(col(Meeting.starts), col(Meeting.id))
    return session.exec(query).all()


def finished(session: Session, now: datetime) -> Sequence[tuple[MeetingNeed, Meeting, bool]]:
    """List what is needed no more, with its meeting and whether whoever asked for it comes.

    The meeting is over or will not be, or they do not come any more.
    """
    query = select(MeetingNeed, Meeting, _comes()).join(Meeting)
    query = query.where(or_(not_(and_(*_to_come(now))), not_(_comes())))
    rows = session.exec(query.order_by(col(MeetingNeed.id)))
    return [(need, meeting, bool(comes)) for need, meeting, comes in rows]


def forget(session: Session, needs: Sequence[str]) -> None:
    """Keep nothing of these needs."""
    session.exec(delete(MeetingNeed).where(col(MeetingNeed.id).in_(needs)))


def needed_in(session: Session, member: str, body: int, now: datetime) -> Sequence[MeetingNeed]:
    """List what somebody needs at the meetings to come of a body."""
    query = select(MeetingNeed).join(Meeting).where(MeetingNeed.member_id == member)
    return session.exec(query.where(Meeting.body_id == body, col(Meeting.ends) > now)).all()


def _comes() -> ColumnElement[bool]:
    # A name of its own, because the statement around it may ask for meetings, too.
    of = aliased(Meeting)
    said = select(Coming.meeting_id).join(of, col(of.id) == Coming.meeting_id).where(comes(of))
    said = said.where(Coming.meeting_id == MeetingNeed.meeting_id)
    return said.where(Coming.member_id == MeetingNeed.member_id).exists()


def _to_come(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return col(Meeting.state) == Standing.PLANNED, col(Meeting.ends) > now
