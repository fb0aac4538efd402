"""Topics for tests, and what is written in them."""

from datetime import timedelta
from typing import Any

from sqlmodel import Session, col, select

from portal.bodies.models import Body
from portal.forum.topics import posts
from portal.forum.topics.authorship import Author
from portal.forum.topics.models import Post, Topic
from portal.forum.topics.rules import Room, Voice
from portal.members.models import Member
from portal.store.db import random_id

SAID = {"title": "Street lights", "text": "They are broken.", "language": "en"}


def topic(
    session: Session,
    body: Body,
    by: Member | None = None,
    room: Room = Room.PUBLIC,
    *,
    days: int = 0,
    **said: Any,
) -> Topic:
    """Have somebody whom nobody waits for begin a topic, some days ago."""
    session.rollback()
    session.refresh(body)
    author = Author(Voice.MEMBER, member=by.id if by else None, trusted=True)
    made = posts.begin(session, body, room, author, SAID | said, random_id())
    made.made -= timedelta(days=days)
    session.add(made)
    session.commit()
    session.refresh(made)
    session.commit()
    return made


def written(session: Session, topic: Topic) -> list[Post]:
    """Read the posts of a topic as they are now."""
    session.rollback()
    query = select(Post).where(Post.topic_id == topic.id).order_by(col(Post.id))
    return list(session.exec(query.execution_options(populate_existing=True)))


def at(topic: Topic, way: str = "") -> str:
    """Write the address of a topic, or of something in it."""
    return f"/en/forum/race-equality/topics/{topic.id}{way}"
