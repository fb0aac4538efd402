"""Everything that statements, and what the law forced away, ask of the database."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import Session, and_, col, delete, or_, select

from portal.bodies.models import Body
from portal.bodies.queries import row_number
from portal.bodies.rules import Stage
from portal.forum.topics.models import Post, Topic
from portal.forum.topics.rules import Room
from portal.news import Window
from portal.statements.models import Removal, Statement, StatementVersion


def listed(session: Session, body: int) -> Sequence[Statement]:
    """List the statements in a body, with the marks of those that are gone; the latest first."""
    query = select(Statement).where(Statement.body_id == body)
    return session.exec(query.order_by(col(Statement.day).desc(), col(Statement.id))).all()


def published(session: Session, window: Window) -> Sequence[tuple[Statement, Body]]:
    """List the statements that were published within a time and stand, with their bodies."""
    query = select(Statement, Body).join(Body).where(Body.stage != Stage.DRAFT)
    query = query.where(col(Statement.published) >= window.since)
    query = query.where(col(Statement.published) < window.until)
    query = query.where(col(Statement.withdrawn).is_(None), col(Statement.removed).is_(None))
    query = query.where(Statement.body_id == window.body) if window.body else query
    return session.exec(query.order_by(col(Statement.published), col(Statement.id))).all()


def one(session: Session, body: Body, number: str, *, hold: bool = False) -> Statement | None:
    """Find a statement; one that is to be changed nobody else changes meanwhile."""
    query = select(Statement).where(Statement.body_id == body.id, Statement.id == number)
    if hold:
        query = query.with_for_update().execution_options(populate_existing=True)
    return session.exec(query).one_or_none()


def versions(session: Session, statement: Statement) -> Sequence[StatementVersion]:
    """List how a statement read before, the latest first."""
    query = select(StatementVersion).where(StatementVersion.statement_id == statement.id)
    return session.exec(query.order_by(col(StatementVersion.id).desc())).all()


def forget_versions(session: Session, statement: Statement) -> None:
    """Keep nothing of how a statement read before."""
    mine = col(StatementVersion.statement_id) == statement.id
    session.exec(delete(StatementVersion).where(mine))


def removals(session: Session) -> Sequence[tuple[Removal, Body, str, Any]]:
    """List what was taken away by law, or is to be, the latest first.

    With each come the topic and the room of a post; a statement has neither.
    """
    query = select(Removal, Body, Topic.id, Topic.room).select_from(Removal).join(Body)
    query = query.outerjoin(Post, col(Post.id) == Removal.post_id).outerjoin(Topic)
    return session.exec(query.order_by(col(Removal.id).desc()).limit(100)).all()


def removal(session: Session, number: str) -> tuple[Removal, Body] | None:
    """Find one of these, and let nobody else decide about it meanwhile."""
    query = select(Removal, Body).join(Body).where(Removal.id == row_number(number))
    query = query.with_for_update().execution_options(populate_existing=True)
    return session.exec(query).one_or_none()


def taken_away(
    session: Session, body: Body, member: str | None = None
) -> Sequence[tuple[Removal, str, Any]]:
    """List what was taken away in a body, or of what one member wrote, the latest first.

    With each come the topic and the room of a post; anything else has neither.
    """
    query = select(Removal, Topic.id, Topic.room).select_from(Removal)
    query = query.outerjoin(Post, col(Post.id) == Removal.post_id).outerjoin(Topic)
    query = query.where(Removal.body_id == body.id, col(Removal.removed).is_not(None))
    if member is not None:
        query = query.where(Post.member_id == member)
    return session.exec(query.order_by(col(Removal.id).desc()).limit(100)).all()


def asked_in(session: Session, body: Body, room: Room, since: datetime) -> Sequence[Removal]:
    """List what staff wanted taken away from a room since a moment, or still do."""
    query = select(Removal).join(Post).join(Topic)
    query = query.where(Topic.body_id == body.id, Topic.room == room)
    query = query.where(or_(col(Removal.asked) >= since, and_(*_waits())))
    return session.exec(query.order_by(col(Removal.id).desc()).limit(100)).all()


def asked_for(session: Session, row: Removal) -> bool:
    """Tell whether somebody asked already for the same to be taken away."""
    query = select(Removal.id).where(*_waits(), Removal.thing == row.thing)
    query = query.where(Removal.post_id == row.post_id, Removal.statement_id == row.statement_id)
    return session.exec(query.limit(1)).one_or_none() is not None


def post_of(session: Session, removal: Removal) -> tuple[Post, Topic] | None:
    """Find the post that is to be taken away, and its topic, and hold both."""
    query = select(Post, Topic).join(Topic).where(Post.id == removal.post_id)
    return session.exec(query.with_for_update()).one_or_none()


def _waits() -> tuple[ColumnElement[bool], ...]:
    ended = (Removal.removed, Removal.refused, Removal.withdrawn)
    return tuple(col(day).is_(None) for day in ended)
