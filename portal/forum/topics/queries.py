"""Everything that rooms and topics, what is owed, and residents' questions ask of the database."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Integer, cast
from sqlalchemy.orm import defer
from sqlmodel import Session, and_, col, delete, func, or_, select

from portal.bodies.models import Body
from portal.bodies.queries import row_number
from portal.forum.topics.models import (
    Ask,
    Attachment,
    OpenedRoom,
    Post,
    PostVersion,
    ResidentQuestion,
    Support,
    Topic,
)
from portal.forum.topics.owed import Owed
from portal.forum.topics.rules import GONE, ON_ITS_WAY, READABLE, Reader, Room, Standing
from portal.store import keyset
from portal.store.keyset import Order, Place, Slice

PAGE = 10
"""How many posts of a topic are shown at once, on a telephone and with translations beside them."""

_NEWEST = Order((col(Topic.newest), col(Topic.id)), newest_first=True)
_IN_TURN = Order((col(Post.id),), size=PAGE)
_LATEST = Order((col(Ask.id),), newest_first=True)


def topic(session: Session, body: Body, number: str, *, hold: bool = False) -> Topic | None:
    """Find a topic of this body; one that is to be changed nobody else changes meanwhile."""
    query = select(Topic).where(Topic.body_id == body.id, Topic.id == number)
    return session.exec(query.with_for_update() if hold else query).one_or_none()


def listed(
    session: Session, body: Body, room: Room, reader: Reader, place: Place | None
) -> Slice[Topic]:
    """List the topics of a room that somebody may read, the one last written in first."""
    query = select(Topic).where(Topic.body_id == body.id, Topic.room == room, Topic.newest > 0)
    if room is not Room.PUBLIC and not reader.office:
        query = query.where(col(Topic.made) >= reader.since)
    return keyset.read(session, query, _NEWEST, place).each(lambda row: row[0])


def used_rooms(session: Session, body: Body) -> set[Room]:
    """Name the rooms in which anything was ever begun."""
    query = select(col(Topic.room)).where(Topic.body_id == body.id)
    return set(session.exec(query.distinct()))


def posts(
    session: Session, topic: Topic, place: Place | None, seen: ColumnElement[bool], alone: str
) -> Slice[Post]:
    """Read the posts of a topic in their order, a page at a time, or one alone."""
    query = select(Post).where(Post.topic_id == topic.id, seen)
    query = query.where(Post.id == row_number(alone)) if alone else query
    return keyset.read(session, query, _IN_TURN, place).each(lambda row: row[0])


def seen(own: str, *, moderates: bool) -> ColumnElement[bool]:
    """Say which posts somebody is shown, if only as a line that says what became of them."""
    if moderates:
        return col(Post.id).is_not(None)
    waits = [Standing.WAITING, Standing.NOT_PUT]
    return or_(col(Post.standing).not_in(waits), col(Post.member_id) == (own or "-"))


def post(session: Session, topic: Topic, number: str, *, hold: bool = False) -> Post | None:
    """Find a post of this topic."""
    query = select(Post).where(Post.topic_id == topic.id, Post.id == row_number(number))
    return session.exec(query.with_for_update() if hold else query).one_or_none()


def count_before(session: Session, topic: Topic, post: Post) -> int:
    """Count the posts of a topic that stand before one."""
    query = select(func.count()).select_from(Post).where(Post.topic_id == topic.id)
    return session.exec(query.where(col(Post.id) < post.id)).one()


def opening(session: Session, topic: Topic) -> Post:
    """Find the post that opens a topic."""
    return session.exec(select(Post).where(Post.topic_id == topic.id, col(Post.opens))).one()


def by_key(session: Session, key: str) -> Post | None:
    """Find the post that a form has made already, however often it is sent."""
    return session.exec(select(Post).where(Post.key == key)).one_or_none()


def forget_versions(session: Session, post: Post) -> None:
    """Keep nothing of how a post read before, nor what was attached to it."""
    session.exec(delete(PostVersion).where(col(PostVersion.post_id) == post.id))
    forget_attachments(session, post)


def forget_attachments(session: Session, post: Post) -> None:
    """Keep no file beside a post."""
    session.exec(delete(Attachment).where(col(Attachment.post_id) == post.id))


def attachments(session: Session, posts: Collection[int | None]) -> Sequence[Attachment]:
    """List the files beside these posts, without their bytes."""
    query = select(Attachment).where(col(Attachment.post_id).in_(posts))
    query = query.options(defer(Attachment.content))  # type: ignore[arg-type]
    return session.exec(query.order_by(col(Attachment.added), col(Attachment.id))).all()


def attachment(session: Session, post: Post, number: str) -> Attachment | None:
    """Find one file beside a post."""
    query = select(Attachment).where(Attachment.post_id == post.id, Attachment.id == number)
    return session.exec(query).one_or_none()


def newest_shown(session: Session, topic: Topic) -> int:
    """Give the number of the last post that is shown in a topic."""
    query = select(func.max(Post.id)).where(Post.topic_id == topic.id)
    return session.exec(query.where(col(Post.standing).in_(READABLE))).one() or 0


def shown_before(session: Session, body: Body, member: str) -> int:
    """Count the posts of a member that are shown in the public room of a body."""
    query = select(func.count()).select_from(Post).join(Topic)
    query = query.where(Topic.body_id == body.id, Topic.room == Room.PUBLIC)
    query = query.where(Post.member_id == member, col(Post.standing).in_(READABLE))
    return session.exec(query).one()


def written_since(session: Session, member: str, since: datetime) -> tuple[int, int]:
    """Count what a member wrote since a moment, and the topics among it."""
    query = select(func.count(), func.sum(cast(Post.opens, Integer)))
    query = query.where(Post.member_id == member, col(Post.made) > since)
    number, begun = session.exec(query).one()
    return number, int(begun or 0)


def written_by(session: Session, member: str) -> Sequence[tuple[Post, Topic]]:
    """List what a member wrote and did not take back."""
    query = select(Post, Topic).join(Topic).where(Post.member_id == member)
    query = query.where(col(Post.standing).not_in(GONE))
    return session.exec(query.order_by(col(Post.id))).all()


def last_written(session: Session, body: Body) -> datetime | None:
    """Tell when somebody last wrote something in the public room that is shown."""
    query = select(func.max(Post.made)).join(Topic)
    query = query.where(Topic.body_id == body.id, Topic.room == Room.PUBLIC)
    return session.exec(query.where(col(Post.standing).in_(READABLE))).one()


def waiting(session: Session, body: Body) -> Sequence[tuple[Post, Topic]]:
    """List what waits until somebody has looked at it, the oldest first."""
    query = select(Post, Topic).join(Topic).where(Topic.body_id == body.id)
    query = query.where(Post.standing == Standing.WAITING)
    return session.exec(query.order_by(col(Post.id)).limit(100)).all()


def languages_used(session: Session, body: Body) -> list[str]:
    """List in which languages something was written in the topics of a body."""
    query = select(Topic.language).where(Topic.body_id == body.id)
    return sorted(session.exec(query.distinct()))


def on_agenda(session: Session, body: Body) -> Sequence[Topic]:
    """List the topics that were brought to the next meeting, in the order in which they came."""
    query = select(Topic).where(Topic.body_id == body.id, col(Topic.brought).is_not(None))
    query = query.where(col(Topic.standing).in_(READABLE))
    return session.exec(query.order_by(col(Topic.brought), col(Topic.id))).all()


def raised_to(session: Session, key: str) -> Sequence[tuple[Topic, Body]]:
    """List the public topics that led to something of the portal's."""
    query = select(Topic, Body).join(Body).where(Topic.raised == key, Topic.room == Room.PUBLIC)
    query = query.where(col(Topic.standing).in_(READABLE))
    return session.exec(query.order_by(col(Topic.made), col(Topic.id))).all()


def owed(session: Session, body: Body | None = None) -> Sequence[tuple[Ask, Topic, Body]]:
    """List what the council owes a body, or all of them, what is due first at the top."""
    query = select(Ask, Topic, Body).join(Topic, col(Topic.id) == Ask.topic_id)
    query = query.join(Body, col(Body.id) == Ask.body_id)
    query = query.where(Ask.state == Owed.OPEN, col(Topic.standing).in_(READABLE))
    query = query.where(Ask.body_id == body.id) if body else query
    return session.exec(query.order_by(col(Ask.due), col(Ask.id))).all()


def answered(session: Session, body: Body, place: Place | None) -> Slice[tuple[Ask, Topic]]:
    """List what the council answered a body, or was asked no more, the latest question first."""
    query = select(Ask, Topic).join(Topic).where(Ask.body_id == body.id)
    withdrawn = and_(col(Ask.withdrawn).is_not(None), col(Ask.due).is_not(None))
    query = query.where(or_(col(Ask.state) == Owed.ANSWERED, withdrawn))
    query = query.where(col(Topic.standing).in_(READABLE))
    return keyset.read(session, query, _LATEST, place).each(lambda row: (row[0], row[1]))


def is_answered(session: Session, topic: Topic) -> bool:
    """Tell whether an answer of the council's stands in a topic."""
    query = select(Post.id).where(Post.topic_id == topic.id, col(Post.answers))
    return session.exec(query.where(col(Post.standing).not_in(GONE)).limit(1)).first() is not None


def ask_of(session: Session, topic: Topic, *, hold: bool = False) -> Ask | None:
    """Find what the council is asked with a topic."""
    query = select(Ask).where(Ask.topic_id == topic.id)
    return session.exec(query.with_for_update() if hold else query).one_or_none()


def supporters(session: Session, ask: Ask | None) -> Sequence[str]:
    """List who wants the council asked, by their random names."""
    query = select(Support.member_id).where(Support.ask_id == (ask.id if ask else None))
    return session.exec(query.order_by(col(Support.member_id))).all()


def supported_by(session: Session, member: str) -> Sequence[Topic]:
    """List the topics with which somebody wants the council asked."""
    query = select(Topic).join(Ask).join(Support).where(Support.member_id == member)
    return session.exec(query.order_by(col(Topic.id))).all()


def question(session: Session, body: Body, number: str) -> ResidentQuestion | None:
    """Find a resident's question, and let nobody else decide it before this transaction ends."""
    query = select(ResidentQuestion).where(ResidentQuestion.body_id == body.id)
    return session.exec(query.where(ResidentQuestion.id == number).with_for_update()).one_or_none()


def questions(session: Session, body: Body) -> Sequence[ResidentQuestion]:
    """List the questions of residents that nobody has decided about, the oldest first."""
    query = select(ResidentQuestion).where(ResidentQuestion.body_id == body.id)
    query = query.where(col(ResidentQuestion.state).in_(ON_ITS_WAY))
    return session.exec(query.order_by(col(ResidentQuestion.day), ResidentQuestion.id)).all()


def opened_rooms(session: Session, body: Body | None = None) -> Sequence[tuple[OpenedRoom, Body]]:
    """List the closed rooms that staff opened or want to open, the latest first."""
    query = select(OpenedRoom, Body).join(Body)
    query = query.where(OpenedRoom.body_id == body.id) if body else query
    return session.exec(query.order_by(col(OpenedRoom.id).desc()).limit(100)).all()


def opened_room(session: Session, number: str) -> tuple[OpenedRoom, Body] | None:
    """Find one of these, and let nobody else decide about it meanwhile."""
    query = select(OpenedRoom, Body).join(Body).where(OpenedRoom.id == row_number(number))
    return session.exec(query.with_for_update()).one_or_none()
