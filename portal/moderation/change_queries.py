"""What is asked of the database about changes that wait, and of before something was cut out."""

from collections.abc import Collection, Sequence

from sqlmodel import Session, col, delete, select, update

from portal.forum.topics.models import Attachment, Post, PostVersion, Topic
from portal.forum.topics.rules import Standing


def waiting(session: Session, body: int) -> Sequence[tuple[Post, Topic, PostVersion]]:
    """List the changes in a body that wait until somebody has looked at them, the oldest first."""
    query = select(Post, Topic, PostVersion).join(Topic).join(PostVersion)
    query = query.where(Topic.body_id == body, Post.standing == Standing.SHOWN)
    query = query.where(PostVersion.standing == Standing.WAITING)
    return session.exec(query.order_by(col(PostVersion.id)).limit(100)).all()


def show_files(session: Session, post: Post) -> None:
    """Have everybody read the files that came with a change of a post."""
    mine = col(Attachment.post_id) == post.id
    session.exec(update(Attachment).where(mine).values(waits=False))


def withheld(session: Session, post: Post) -> Sequence[PostVersion]:
    """List the versions of before a post was redacted, the oldest first."""
    query = select(PostVersion).where(PostVersion.post_id == post.id, col(PostVersion.withheld))
    return session.exec(query.order_by(col(PostVersion.id))).all()


def withhold(session: Session, post: Post) -> None:
    """Have nobody read how a post read before."""
    mine = col(PostVersion.post_id) == post.id
    session.exec(update(PostVersion).where(mine).values(withheld=True))


def read_again(session: Session, post: Post) -> None:
    """Have everybody read again how a post read before."""
    mine = col(PostVersion.post_id) == post.id
    session.exec(update(PostVersion).where(mine).values(withheld=False))


def forget_withheld(session: Session, posts: Collection[int | None]) -> None:
    """Keep nothing of what was cut out of these posts."""
    session.exec(
        delete(PostVersion).where(col(PostVersion.post_id).in_(posts), col(PostVersion.withheld))
    )
