"""What of meetings became readable within a time: however many were ever held, no more is read."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import Session, and_, col, or_, select

from portal.bodies.models import Body
from portal.bodies.rules import Stage
from portal.meetings.models import Coming, Meeting, Record
from portal.meetings.rules import Kind, State, What
from portal.news import OF_COUNCIL, Window

Row = tuple[Meeting, Body]


def changed(session: Session, window: Window) -> Sequence[Row]:
    """List the meetings that were planned, changed or cancelled within a time."""
    made, later = _within(col(Meeting.made), window), _within(col(Meeting.changed), window)
    return _of_bodies(session, window, or_(made, and_(later, col(Meeting.sequence) > 0)))


def offered(session: Session, window: Window) -> Sequence[Meeting]:
    """List the council's events and training places that were planned or changed within a time."""
    if window.body not in (None, OF_COUNCIL):
        return []
    made, later = _within(col(Meeting.made), window), _within(col(Meeting.changed), window)
    query = select(Meeting).where(col(Meeting.body_id).is_(None))
    query = query.where(or_(made, and_(later, col(Meeting.sequence) > 0)))
    return session.exec(query.order_by(col(Meeting.starts), col(Meeting.id))).all()


def written_up(session: Session, window: Window) -> Sequence[tuple[Meeting, Body, Record]]:
    """List the meetings of which a summary was written, or minutes agreed, within a time."""
    summed_up = and_(col(Record.what) == What.SUMMARY, _within(col(Record.made), window))
    agreed = and_(col(Record.what) == What.MINUTES, _within(col(Meeting.agreed), window))
    query = select(Meeting, Body, Record).join(Body).join(Record, _of_meeting())
    query = query.where(Body.stage != Stage.DRAFT, or_(summed_up, agreed), col(Record.text) != "")
    query = query.where(Meeting.body_id == window.body) if window.body else query
    return session.exec(query.order_by(col(Record.id))).all()


def who_said(session: Session, meeting: Meeting) -> Sequence[str]:
    """Name those who said whether they come."""
    query = select(Coming.member_id).where(Coming.meeting_id == meeting.id)
    return session.exec(query).all()


def _of_bodies(session: Session, window: Window, happened: ColumnElement[bool]) -> Sequence[Row]:
    query = select(Meeting, Body).join(Body).where(Body.stage != Stage.DRAFT, happened)
    query = query.where(Meeting.body_id == window.body) if window.body else query
    return session.exec(query.order_by(col(Meeting.starts), col(Meeting.id))).all()


def _of_meeting() -> ColumnElement[bool]:
    return col(Record.meeting_id) == col(Meeting.id)


def _within(moment: Any, window: Window) -> ColumnElement[bool]:
    return and_(moment >= window.since, moment < window.until)


def held(
    session: Session, now: datetime, numbers: Collection[str] | None, most: int
) -> Sequence[tuple[Meeting, Body | None]]:
    """List what everybody sees and has been, the latest first, or what of it has some numbers."""
    query = select(Meeting, Body).join(Body, isouter=True).where(col(Meeting.ends) <= now)
    query = query.where(Meeting.state != State.CANCELLED, Meeting.kind != Kind.CASE_REVIEW)
    query = query.where(or_(col(Meeting.body_id).is_(None), Body.stage != Stage.DRAFT))
    query = query if numbers is None else query.where(col(Meeting.id).in_(numbers))
    rows = session.exec(query.order_by(col(Meeting.starts).desc(), col(Meeting.id)).limit(most))
    return [(meeting, body) for meeting, body in rows]
