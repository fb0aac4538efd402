"""What of the posts in a body waits for those who look after it."""

from collections.abc import Sequence

from sqlmodel import Session, col, func, select, update

from portal.bodies.models import Body
from portal.forum.topics.models import Post, ResidentQuestion, Topic
from portal.forum.topics.rules import ON_ITS_WAY, Standing


def count_waiting(session: Session, body: int) -> int:
    """Count the posts and the questions of residents that wait in a body."""
    posts = select(func.count()).select_from(Post).join(Topic).where(Topic.body_id == body)
    posts = posts.where((col(Post.standing) == Standing.WAITING) | col(Post.danger).is_not(None))
    asked = select(func.count()).select_from(ResidentQuestion)
    asked = asked.where(ResidentQuestion.body_id == body)
    asked = asked.where(col(ResidentQuestion.state).in_(ON_ITS_WAY))
    return session.exec(posts).one() + session.exec(asked).one()


def forget_question(session: Session, topic: Topic) -> None:
    """Keep no word of the resident's question that became a topic."""
    asked = update(ResidentQuestion).where(col(ResidentQuestion.topic_id) == topic.id)
    session.exec(asked.values(text=""))


def in_danger(session: Session, body: Body) -> Sequence[tuple[Post, Topic]]:
    """List the posts that somebody marked because somebody may be in danger, the oldest first."""
    query = select(Post, Topic).join(Topic).where(Topic.body_id == body.id)
    query = query.where(col(Post.danger).is_not(None))
    return session.exec(query.order_by(col(Post.id)).limit(100)).all()
