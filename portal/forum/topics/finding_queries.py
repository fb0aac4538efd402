"""Everything that searching asks of the database: by which words posts are found, and by whom."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, delete, or_, select

from portal.bodies.models import Body
from portal.bodies.rules import Stage
from portal.forum.topics.models import Post, Searched, Topic
from portal.forum.topics.rules import READABLE, Reader, Room, may_enter
from portal.store import keyset
from portal.store.keyset import Order, Place, Slice

_LATEST = Order((col(Post.id),), newest_first=True)


def keep(session: Session, post: Post, folded: Mapping[str, str]) -> None:
    """Keep by which words a post is found in each language, in place of what was kept before."""
    session.exec(delete(Searched).where(col(Searched.post_id) == post.id))
    number = post.id or 0
    session.add_all(
        Searched(post_id=number, language=tag, folded=words) for tag, words in folded.items()
    )
    session.flush()


def found(
    session: Session, body: Body, reader: Reader, words: Sequence[str], place: Place | None
) -> Slice[tuple[Post, Topic]]:
    """Find the posts that somebody may read in which all of these words stand, the latest first."""
    holding = select(Searched.post_id).where(*(_has(word) for word in words))
    query = select(Post, Topic).join(Topic).where(Topic.body_id == body.id, _read_by(reader))
    query = query.where(col(Post.id).in_(holding))
    return keyset.read(session, query, _LATEST, place).each(lambda row: (row[0], row[1]))


def public(
    session: Session, numbers: Collection[str] | None, most: int
) -> Sequence[tuple[Topic, Body]]:
    """List the topics that everybody reads, the latest first, or those of some numbers."""
    query = select(Topic, Body).join(Body).where(Topic.room == Room.PUBLIC)
    query = query.where(col(Topic.standing).in_(READABLE), Body.stage != Stage.DRAFT)
    query = query if numbers is None else query.where(col(Topic.id).in_(numbers))
    return session.exec(query.order_by(col(Topic.made).desc(), col(Topic.id)).limit(most)).all()


def named(
    session: Session, opened: Collection[str], posts: Collection[int]
) -> list[tuple[Post, Topic]]:
    """Find the posts that open these topics, and these posts, each with its topic."""
    opening = col(Post.opens).is_(True) & col(Post.topic_id).in_(opened)
    query = select(Post, Topic).join(Topic).where(opening | col(Post.id).in_(posts))
    return [(post, topic) for post, topic in session.exec(query.order_by(col(Post.id)))]


def _has(word: str) -> ColumnElement[bool]:
    return col(Searched.folded).contains(word, autoescape=True)


def _read_by(reader: Reader) -> ColumnElement[bool]:
    """Say what `rules.may_read` says, of every topic at once."""
    rooms = [room for room in Room if may_enter(room, reader)]
    entered = col(Topic.room).in_(rooms)
    if reader.office or reader.since is None:
        return entered
    return entered & or_(col(Topic.room) == Room.PUBLIC, col(Topic.made) >= reader.since)
