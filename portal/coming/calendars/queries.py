"""Everything that calendars ask of the database: what stands in one, and whose an address is."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, delete, or_, select

from portal.bodies.models import Body
from portal.coming.calendars.models import CalendarAddress
from portal.coming.queries import takes_part
from portal.meetings.models import Coming, Meeting
from portal.members.models import Member
from portal.store.db import insert_once

MOST = 500
"""How many meetings one calendar holds at most, the latest ones."""

Held = Sequence[tuple[Meeting, Body | None]]
"""Meetings, and the bodies of which they are."""


def of_body(session: Session, body: Body, since: datetime) -> Held:
    """List the meetings of a body that end after a moment."""
    query = select(Meeting).where(Meeting.body_id == body.id, col(Meeting.ends) > since)
    query = query.order_by(col(Meeting.starts).desc(), col(Meeting.id)).limit(MOST)
    return [(one, body) for one in session.exec(query)]


def of_council(session: Session, since: datetime) -> Held:
    """List the council's own events that end after a moment."""
    query = select(Meeting).where(col(Meeting.body_id).is_(None), col(Meeting.ends) > since)
    query = query.order_by(col(Meeting.starts).desc(), col(Meeting.id)).limit(MOST)
    return [(one, None) for one in session.exec(query)]


def of_member(session: Session, member: str, since: datetime) -> Sequence[Meeting]:
    """List the meetings of somebody's bodies, and the events they come to, but for a "no"."""
    said = select(Coming.meeting_id).where(Coming.member_id == member)
    to_events = col(Meeting.body_id).is_(None) & col(Meeting.id).in_(said.where(col(Coming.comes)))
    theirs = or_(takes_part(member, Meeting.body_id), to_events)
    declined = col(Meeting.id).in_(said.where(col(Coming.comes).is_(False)))
    query = select(Meeting).where(theirs, ~declined, col(Meeting.ends) > since)
    query = query.order_by(col(Meeting.starts).desc(), col(Meeting.id)).limit(MOST)
    return session.exec(query).all()


def address(session: Session, member: str) -> CalendarAddress | None:
    """Find the address of somebody's calendar."""
    return session.get(CalendarAddress, member)


def owner(session: Session, name: str) -> tuple[CalendarAddress, Member] | None:
    """Find whose calendar lies at an address."""
    query = select(CalendarAddress, Member).join(Member).where(CalendarAddress.name == name)
    return session.exec(query).one_or_none()


def keep(session: Session, address: CalendarAddress) -> None:
    """Keep an address in place of any before; of two that come at once, one stays."""
    forget(session, address.member_id)
    insert_once(session, "calendar_address", "member_id", address.model_dump())


def forget(session: Session, member: str) -> None:
    """Have no calendar lie at anybody's address of before."""
    session.exec(delete(CalendarAddress).where(col(CalendarAddress.member_id) == member))
