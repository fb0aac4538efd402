"""What becomes of the changes of first posts: each is shown in its post's place, or not put."""

from sqlmodel import Session

from portal.forum.topics import changes, posts, version_queries
from portal.forum.topics.models import Post, PostVersion, Topic
from portal.forum.topics.rules import Standing
from portal.moderation import change_queries


def show(session: Session, topic: Topic, post: Post, one: PostVersion) -> None:
    """Have everybody read a change of a post, and the files that came with it."""
    said = changes.words(one)
    change_queries.show_files(session, post)
    version_queries.forget_change(session, post)
    if said != changes.words(posts.version_of(topic, post)):
        posts.edit(session, topic, post, said)


def refuse(session: Session, post: Post, one: PostVersion) -> None:
    """Do not put a change in the place of a post: its words stay its author's, its files go."""
    version_queries.forget_change(session, post, words=False)
    one.standing = Standing.NOT_PUT
    session.add(one)


def show_after_all(session: Session, topic: Topic, post: Post) -> bool:
    """Put a change in the place of a post that was not put there; not if there is none."""
    one = version_queries.changes(session, [post.id]).get(post.id or 0)
    if one is None or (one.standing, post.standing) != (Standing.NOT_PUT, Standing.SHOWN):
        return False
    show(session, topic, post, one)
    return True
