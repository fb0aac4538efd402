"""Cutting something out of a post: what is left is read, and no version of before."""

from collections.abc import Mapping

from sqlmodel import Session

from portal.forum.topics import posts, translated, version_queries
from portal.forum.topics.models import Post, Topic
from portal.forum.topics.rules import Standing
from portal.moderation import change_queries


def redact(session: Session, topic: Topic, post: Post, said: Mapping[str, str]) -> None:
    """Leave of a post what was not cut out of it; its earlier versions are withheld."""
    version_queries.forget_change(session, post)
    translated.forget(session, post)
    session.add(posts.version_of(topic, post))
    session.flush()
    change_queries.withhold(session, post)
    post.text = said["text"]
    post.revision += 1
    if post.opens:
        topic.title = said["title"]
    session.add_all([topic, post])
    posts.stand(session, topic, post, Standing.REDACTED)


def put_back(session: Session, topic: Topic, post: Post, *, still_cut: bool) -> bool:
    """Have a post read as before something was cut out of it; not if that was forgotten.

    One that is `still_cut`, because something had been cut out before, has no earlier version yet.
    """
    kept = change_queries.withheld(session, post)
    if not kept:
        return False
    post.text, post.language = kept[-1].text, kept[-1].language
    post.revision += 1
    if post.opens:
        topic.title = kept[-1].title
    session.delete(kept[-1])
    session.add_all([topic, post])
    translated.follow(session, topic, post)
    if not still_cut:
        change_queries.read_again(session, post)
        posts.stand(session, topic, post, Standing.SHOWN)
    return True
