"""Everything that is asked of the database about meetings, their agenda and what came of it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import aliased, defer
from sqlmodel import Session, col, delete, func, select

from portal.bodies.models import Body
from portal.bodies.rules import Stage
from portal.forum.topics.models import Topic
from portal.forum.topics.rules import READABLE
from portal.groups.models import Group
from portal.meetings.models import (
    Attendance,
    Coming,
    Item,
    Meeting,
    Paper,
    Record,
    RecordVersion,
)
from portal.meetings.rules import Kind, State, What


def one(session: Session, body: Body | None, number: str, *, hold: bool = False) -> Meeting | None:
    """Find a meeting of a body, or an event; one that is to be changed nobody else changes."""
    query = select(Meeting).where(Meeting.id == number, Meeting.body_id == _of(body))
    if hold:
        query = query.with_for_update().execution_options(populate_existing=True)
    return session.exec(query).one_or_none()


def public(session: Session, number: str) -> tuple[Meeting, Body | None] | None:
    """Find a meeting or an event that everybody sees, and its body, if it has one."""
    query = select(Meeting, Body).join(Body, isouter=True).where(Meeting.id == number)
    row = session.exec(query).one_or_none()
    return None if row is None or (row[1] and row[1].stage is Stage.DRAFT) else (row[0], row[1])


def by_key(session: Session, key: str) -> Meeting | None:
    """Find the meeting that a form has planned already, however often it is sent."""
    return session.exec(select(Meeting).where(Meeting.key == key)).one_or_none()


def to_come(session: Session, body: Body | None, now: datetime) -> Sequence[Meeting]:
    """List what is planned or was cancelled and is not over, the next first."""
    query = select(Meeting).where(Meeting.body_id == _of(body), col(Meeting.ends) > now)
    return session.exec(query.order_by(col(Meeting.starts), col(Meeting.id))).all()


def over(session: Session, body: Body | None, now: datetime) -> Sequence[Meeting]:
    """List what is over, the latest first."""
    query = select(Meeting).where(Meeting.body_id == _of(body), col(Meeting.ends) <= now)
    return session.exec(query.order_by(col(Meeting.starts).desc(), col(Meeting.id))).all()


def next_of(session: Session, body: Body, now: datetime) -> Meeting | None:
    """Find the meeting to which a body's topics are brought: the next one that is planned."""
    query = select(Meeting).where(Meeting.body_id == body.id, Meeting.kind == Kind.MEETING)
    query = query.where(Meeting.state == State.PLANNED, col(Meeting.ends) > now)
    return session.exec(query.order_by(col(Meeting.starts), col(Meeting.id)).limit(1)).first()


def ended(session: Session, now: datetime) -> Sequence[tuple[Meeting, Body | None]]:
    """List what is over and not noted as held, the earliest first; nobody else notes it."""
    query = select(Meeting, Body).join(Body, isouter=True).where(Meeting.state == State.PLANNED)
    query = query.where(col(Meeting.ends) <= now).order_by(col(Meeting.starts), col(Meeting.id))
    return [(meeting, body) for meeting, body in session.exec(query)]


def coming(session: Session, meeting: Meeting, member: str) -> Coming | None:
    """Find what somebody said about whether they come."""
    query = select(Coming).where(Coming.meeting_id == meeting.id, Coming.member_id == member)
    return session.exec(query).one_or_none()


def count_coming(
    session: Session, meeting: Meeting, but: str = "", group: int | None = None
) -> int:
    """Count the people who come, or those of one group, without those of one member."""
    query = select(func.coalesce(func.sum(Coming.people), 0))
    query = query.where(Coming.meeting_id == meeting.id, col(Coming.comes))
    query = query.where(Coming.group_id == group) if group else query
    return int(session.exec(query.where(Coming.member_id != but)).one())


def comers(session: Session, meeting: Meeting) -> Sequence[str]:
    """List who comes, by their random names."""
    query = select(Coming.member_id).where(Coming.meeting_id == meeting.id, col(Coming.comes))
    return session.exec(query.order_by(col(Coming.member_id))).all()


def coming_of(session: Session, member: str) -> Sequence[tuple[Coming, Meeting]]:
    """List what somebody said about meetings."""
    query = select(Coming, Meeting).join(Meeting).where(Coming.member_id == member)
    return session.exec(query.order_by(col(Meeting.starts), col(Meeting.id))).all()


def forget_coming(session: Session, before: datetime) -> None:
    """Keep nothing of who came to what was over before a moment."""
    past = select(Meeting.id).where(col(Meeting.ends) < before)
    session.exec(delete(Coming).where(col(Coming.meeting_id).in_(past)))


def forget_coming_to(session: Session, member: str, body: int, now: datetime) -> None:
    """Keep nothing of what somebody said about whether they come to the meetings of a body."""
    theirs = select(Meeting.id).where(Meeting.body_id == body, col(Meeting.ends) > now)
    mine = col(Coming.member_id) == member
    session.exec(delete(Coming).where(mine, col(Coming.meeting_id).in_(theirs)))


def items(session: Session, meeting: Meeting) -> Sequence[tuple[Item, Topic | None]]:
    """List the agenda of a meeting in its order; a topic that is not shown lends nothing to it."""
    query = select(Item, Topic).join(Topic, isouter=True).where(Item.meeting_id == meeting.id)
    rows = session.exec(query.order_by(col(Item.position), col(Item.id)))
    shown = [(item, topic) for item, topic in rows]
    return [pair for pair in shown if pair[1] is None or pair[1].standing in READABLE]


def meetings_with(session: Session, topic: Topic) -> Sequence[Meeting]:
    """List the meetings on whose agenda a topic stood or stands."""
    query = select(Meeting).join(Item).where(Item.topic_id == topic.id)
    return session.exec(query.order_by(col(Meeting.starts), col(Meeting.id))).all()


def papers(session: Session, meeting: Meeting) -> Sequence[Paper]:
    """List the papers of a meeting, without their bytes."""
    query = select(Paper).where(Paper.meeting_id == meeting.id).options(defer(Paper.content))  # type: ignore[arg-type]
    return session.exec(query.order_by(col(Paper.added), col(Paper.id))).all()


def paper(session: Session, meeting: Meeting, number: str) -> Paper | None:
    """Find a paper of a meeting."""
    query = select(Paper).where(Paper.meeting_id == meeting.id, Paper.id == number)
    return session.exec(query).one_or_none()


def record(session: Session, meeting: Meeting, what: What, *, hold: bool = False) -> Record | None:
    """Find the summary or the minutes; what is to be changed nobody else changes meanwhile."""
    query = select(Record).where(Record.meeting_id == meeting.id, Record.what == what)
    return session.exec(query.with_for_update() if hold else query).one_or_none()


def versions(session: Session, record: Record) -> Sequence[RecordVersion]:
    """List how a summary or minutes read before, the oldest first."""
    query = select(RecordVersion).where(RecordVersion.record_id == record.id)
    return session.exec(query.order_by(col(RecordVersion.id))).all()


def forget_versions(session: Session, record: Record) -> None:
    """Keep nothing of how a summary or minutes read before."""
    session.exec(delete(RecordVersion).where(col(RecordVersion.record_id) == record.id))


def without_summary(session: Session, body: Body, now: datetime) -> Sequence[Meeting]:
    """List the meetings of a body that have been and of which there is no summary."""
    return _without(session, body, now, What.SUMMARY)


def without_minutes(session: Session, body: Body, now: datetime) -> Sequence[Meeting]:
    """List the meetings of a body that have been and of which no minutes are drafted."""
    return _without(session, body, now, What.MINUTES)


def to_agree(session: Session, body: Body, before: datetime) -> Sequence[Meeting]:
    """List the meetings from before a moment whose minutes are drafted and not agreed."""
    drafted = select(Record.meeting_id).where(Record.what == What.MINUTES, Record.text != "")
    query = select(Meeting).where(Meeting.body_id == body.id, col(Meeting.ends) <= before)
    query = query.where(col(Meeting.agreed).is_(None), col(Meeting.id).in_(drafted))
    return session.exec(query.order_by(col(Meeting.starts), col(Meeting.id))).all()


def agreed_here(session: Session, meeting: Meeting) -> Sequence[Meeting]:
    """List the meetings whose minutes were agreed at this one."""
    query = select(Meeting).where(Meeting.agreed_at == meeting.id)
    return session.exec(query.order_by(col(Meeting.starts), col(Meeting.id))).all()


def begun_after(session: Session, body: Body, meeting: Meeting, now: datetime) -> Meeting | None:
    """Find the latest later meeting of a body that has begun."""
    query = select(Meeting).where(Meeting.body_id == body.id, Meeting.kind == Kind.MEETING)
    query = query.where(Meeting.state != State.CANCELLED, col(Meeting.starts) > meeting.starts)
    query = query.where(col(Meeting.starts) <= now).order_by(col(Meeting.starts).desc())
    return session.exec(query.limit(1)).first()


def groups_there(session: Session, meeting: Meeting) -> Sequence[Group]:
    """List the groups that were at a meeting, by name."""
    query = select(Group).join(Attendance).where(Attendance.meeting_id == meeting.id)
    return [one for one in session.exec(query.order_by(col(Group.sorting))) if one.public]


def forget_attendance(session: Session, meeting: Meeting) -> None:
    """Keep nothing of which groups were there."""
    session.exec(delete(Attendance).where(col(Attendance.meeting_id) == meeting.id))


def _of(body: Body | None) -> int | None:
    return body.id if body else None


def _without(session: Session, body: Body, now: datetime, what: What) -> Sequence[Meeting]:
    written = aliased(Record)
    there = select(written.meeting_id).where(written.what == what)
    query = select(Meeting).where(Meeting.body_id == body.id, Meeting.kind == Kind.MEETING)
    query = query.where(Meeting.state != State.CANCELLED, col(Meeting.ends) <= now)
    query = query.where(col(Meeting.id).not_in(there))
    return session.exec(query.order_by(col(Meeting.starts), col(Meeting.id))).all()
