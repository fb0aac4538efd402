"""Everything that mails about meetings ask of the database."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from portal.bodies.models import Body
from portal.bodies.rules import Stage
from portal.coming.queries import takes_part
from portal.coming.reminding.models import MeetingNotice
from portal.meetings.models import Coming, Meeting
from portal.members.models import Member

Row = tuple[Meeting, Body | None, MeetingNotice | None]


def to_come(session: Session, now: datetime) -> Sequence[Row]:
    """List the meetings that have not begun, and what people were told of each."""
    query = select(Meeting, Body, MeetingNotice).where(col(Meeting.starts) > now)
    query = query.join(Body, isouter=True).join(MeetingNotice, isouter=True)
    rows = session.exec(query.order_by(col(Meeting.starts), col(Meeting.id)))
    return [(m, body, notice) for m, body, notice in rows if not body or body.stage is Stage.OPEN]


def people(session: Session, meeting: Meeting, body: Body | None) -> dict[str, Member]:
    """Find who has to know: who takes part in the body, or said something about the event."""
    said = select(Coming.member_id).where(Coming.meeting_id == meeting.id)
    theirs = takes_part(Member.id, body.id) if body else col(Member.id).in_(said)
    return {one.id: one for one in session.exec(select(Member).where(theirs))}


def declined(session: Session, meeting: Meeting) -> set[str]:
    """Name those who said that they do not come."""
    query = select(Coming.member_id).where(Coming.meeting_id == meeting.id)
    return set(session.exec(query.where(col(Coming.comes).is_(False))))
