"""Changes of posts that are read, by whoever is looked at first: each waits beside its post."""

from collections.abc import Mapping

from sqlmodel import Session

from portal.bodies.visiting import Visit
from portal.forum.topics import authorship, posts, queries, rules, version_queries
from portal.forum.topics.models import Post, PostVersion, Topic
from portal.forum.topics.rules import Standing
from portal.problems import Problem
from portal.store.db import now


def waits(session: Session, visit: Visit, topic: Topic, post: Post) -> bool:
    """Tell whether what somebody changes in their post is looked at before others read it."""
    if post.standing is not Standing.SHOWN:
        return False
    return bool(waiting(session, post)) or not authorship.is_trusted(session, visit, topic.room)


def waiting(session: Session, post: Post) -> PostVersion | None:
    """Find the change of a post that waits."""
    one = version_queries.changes(session, [post.id]).get(post.id or 0)
    return one if one and one.standing is Standing.WAITING else None


def words(one: PostVersion) -> dict[str, str]:
    """Give what stands in a version of a post, as its form has it."""
    return {"title": one.title, "text": one.text, "language": one.language}


def refusal(session: Session, visit: Visit) -> Problem | None:
    """Say why somebody has to wait until tomorrow before they change anything more."""
    edits = version_queries.edited_since(session, visit.own, now() - rules.A_DAY)
    return rules.too_many(edits, 0, topic=False)


def keep(session: Session, topic: Topic, post: Post, said: Mapping[str, str]) -> None:
    """Have what was changed in a post, or put beside it, wait until somebody has looked at it."""
    live = posts.version_of(topic, post)
    one = version_queries.changes(session, [post.id]).get(post.id or 0) or live
    stood, waited = words(live), one.standing is Standing.WAITING
    for name, value in {**(words(one) if waited else stood), **said}.items():
        setattr(one, name, value)
    one.standing, one.made, post.revision = Standing.WAITING, now(), post.revision + 1
    session.add_all([one, post])
    session.flush()
    if words(one) == stood and not any(f.waits for f in queries.attachments(session, [post.id])):
        version_queries.forget_change(session, post)
