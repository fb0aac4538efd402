"""What was first shown in rooms within a time: however much was ever written, no more is read."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import case, func
from sqlalchemy import select as columns
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from portal.bodies.models import Body
from portal.forum.topics.models import Ask, Post, Support, Topic
from portal.forum.topics.rules import Room, Standing, Voice
from portal.news import Window

MOST = 2_000
"""So much is told at most, the newest: who reads more has come to read it."""

_WORDS = 600


class Appeared(NamedTuple):
    """A post that was shown for the first time, with its topic; only how its words begin.

    `begun_by` is whose topic it is, `after` who wrote what stands before it.
    """

    post: int
    topic: str
    slug: str
    body: int
    room: Room
    title: str
    title_language: str
    begun: datetime
    words: str
    language: str
    appeared: datetime
    voice: Voice
    spoken: bool
    answers: bool
    opens: bool
    group: int | None
    own: str | None
    begun_by: str | None
    after: str | None


def appeared(session: Session, window: Window) -> Sequence[Appeared]:
    """List what was first shown within a time and still is, the newest first."""
    first, before, earlier = aliased(Post), aliased(Post), aliased(Post)
    opening = columns(func.min(earlier.id)).where(col(earlier.topic_id) == col(Topic.id))
    last = columns(func.max(earlier.id)).where(col(earlier.topic_id) == col(Post.topic_id))
    last = last.where(col(earlier.id) < col(Post.id), col(earlier.standing) == Standing.SHOWN)
    query = (
        columns(*_COLUMNS, col(first.member_id), col(before.member_id))
        .join(Topic, col(Topic.id) == col(Post.topic_id))
        .join(Body, col(Body.id) == col(Topic.body_id))
        .join(first, col(first.id) == opening.correlate(Topic).scalar_subquery())
        .outerjoin(before, col(before.id) == last.correlate(Post).scalar_subquery())
        .where(col(Post.standing) == Standing.SHOWN, col(Topic.newest) > 0)
        .where(col(Post.appeared) >= window.since, col(Post.appeared) < window.until)
    )
    query = query.where(col(Topic.body_id) == window.body) if window.body else query
    rows = session.execute(query.order_by(col(Post.appeared).desc()).limit(MOST))
    return [Appeared(*row) for row in rows]


def asking(session: Session, topics: Collection[str]) -> Mapping[str, set[str]]:
    """List who wanted the council asked with each of these topics, by their random names."""
    query = select(Ask.topic_id, Support.member_id).join(Support)
    found: dict[str, set[str]] = {}
    for topic, member in session.exec(query.where(col(Ask.topic_id).in_(topics))):
        found.setdefault(topic, set()).add(member)
    return found


_COLUMNS: tuple[Any, ...] = (
    *(col(Post.id), col(Post.topic_id), col(Body.slug), col(Topic.body_id), col(Topic.room)),
    case((col(Topic.standing) == Standing.SHOWN, col(Topic.title)), else_=""),
    *(
        col(Topic.language),
        col(Topic.made),
        func.substr(col(Post.text), 1, _WORDS),
        col(Post.language),
    ),
    *(col(Post.appeared), col(Post.voice), col(Post.spoken), col(Post.answers), col(Post.opens)),
    *(col(Post.group_id), col(Post.member_id)),
)
