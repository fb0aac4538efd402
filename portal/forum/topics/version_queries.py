"""What is asked of the database about how posts read before, and about changes that wait."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlmodel import Session, col, delete, func, select

from portal.forum.topics.models import Attachment, Post, PostVersion

_IS_CHANGE = col(PostVersion.standing).is_not(None)


def versions(session: Session, post: Post) -> Sequence[PostVersion]:
    """List how a post read before, the oldest first; what was cut out of it is not among it."""
    query = select(PostVersion).where(PostVersion.post_id == post.id, ~col(PostVersion.withheld))
    query = query.where(col(PostVersion.standing).is_(None))
    return session.exec(query.order_by(col(PostVersion.id))).all()


def changes(session: Session, posts: Collection[int | None]) -> dict[int, PostVersion]:
    """Find the change of each of these posts that waits, or was not put in its place."""
    query = select(PostVersion).where(col(PostVersion.post_id).in_(posts), _IS_CHANGE)
    return {one.post_id: one for one in session.exec(query)}


def edited_since(session: Session, member: str, since: datetime) -> int:
    """Count how often a member changed again what they wrote or changed since a moment."""
    query = select(func.count()).select_from(PostVersion).join(Post)
    return session.exec(query.where(Post.member_id == member, PostVersion.made > since)).one()


def forget_change(session: Session, post: Post, *, words: bool = True) -> None:
    """Keep no file that came with a change of a post, nor any of its words."""
    session.exec(
        delete(Attachment).where(col(Attachment.post_id) == post.id, col(Attachment.waits))
    )
    if words:
        session.exec(delete(PostVersion).where(col(PostVersion.post_id) == post.id, _IS_CHANGE))
