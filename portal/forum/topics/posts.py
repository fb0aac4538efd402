"""Writing, changing and taking back: who wrote something, and what becomes of it and its topic."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlmodel import Session

from portal.bodies.models import Body
from portal.forum.topics import order_queries, queries, rules, translated, version_queries
from portal.forum.topics.authorship import Author
from portal.forum.topics.models import Post, PostVersion, Topic
from portal.forum.topics.owed import Owed
from portal.forum.topics.rules import Law, Room, Standing
from portal.news import named
from portal.store import again, quotes
from portal.store.db import now

_WHO = ("voice", "member_id", "account_id", "group_id", "shown", "spoken")
_SAME = (*_WHO, "opens", "text", "language")


def begin(
    session: Session, body: Body, room: Room, author: Author, said: Mapping[str, Any], key: str
) -> Topic:
    """Begin a topic with the post that opens it."""
    standing = _begins(author, room, topic=True)
    topic = Topic(body_id=body.id or 0, room=room, standing=standing, title="", language="")
    topic.title, topic.language = said["title"], said["language"]
    session.add(topic)
    session.flush()
    post = _post(topic.id, author, said, key, opens=True)
    post.standing = standing
    _keep(session, topic, post)
    return topic


def reply(
    session: Session,
    topic: Topic,
    author: Author,
    said: Mapping[str, Any],
    key: str,
    *,
    answers: bool = False,
) -> Post:
    """Add a post to a topic."""
    post = _post(topic.id, author, said, key)
    post.answers, post.standing = answers, _begins(author, topic.room, topic=False)
    _keep(session, topic, post)
    return post


def begun(
    session: Session, body: Body, room: Room, author: Author, said: Mapping[str, Any]
) -> Post | None:
    """Find the post with which the author has just begun the same topic."""
    here = (body.id, room, said["title"])
    for one in again.twins(session, _post("", author, said, "", opens=True), _SAME):
        topic = session.get_one(Topic, one.topic_id)
        if (topic.body_id, topic.room, topic.title) == here:
            return one
    return None


def replied(session: Session, topic: Topic, author: Author, said: Mapping[str, Any]) -> Post | None:
    """Find the same reply, if the author has just written it."""
    like = _post(topic.id, author, said, "")
    return next(iter(again.twins(session, like, (*_SAME, "topic_id"))), None)


def edit(session: Session, topic: Topic, post: Post, said: Mapping[str, Any]) -> None:
    """Change what stands in a post, and keep how it read before."""
    version_queries.forget_change(session, post)
    session.add(version_of(topic, post))
    post.text, post.language, post.edited = said["text"], said["language"], now()
    post.revision += 1
    if post.opens:
        topic.title, topic.language = said["title"], said["language"]
    translated.follow(session, topic, post)
    _keep(session, topic, post)


def version_of(topic: Topic, post: Post) -> PostVersion:
    """Give a post as it reads now, to be kept when it changes."""
    now_read = PostVersion(post_id=post.id or 0, text=post.text, language=post.language)
    now_read.title, now_read.made = topic.title if post.opens else "", post.edited or post.made
    return now_read


def take_back(session: Session, topic: Topic, post: Post) -> None:
    """Take a post back: nothing of it is left."""
    if rules.may_move(post.standing, Standing.TAKEN_BACK):
        _forget(session, topic, post)
        stand(session, topic, post, Standing.TAKEN_BACK)


def remove(session: Session, topic: Topic, post: Post, law: Law, day: date) -> bool:
    """Take away what the law forces away; the ground and the day stay. Not if it is gone."""
    if not rules.may_move(post.standing, Standing.REMOVED):
        return False
    _forget(session, topic, post)
    if post.opens:
        order_queries.forget_question(session, topic)
    post.law, post.removed, post.danger = law, day, None
    return stand(session, topic, post, Standing.REMOVED)


def stand(session: Session, topic: Topic, post: Post, standing: Standing) -> bool:
    """Bring a post from one state to another, and its topic with it; not if that cannot be."""
    if not rules.may_move(post.standing, standing):
        return False
    post.standing = standing
    if post.opens:
        topic.standing = standing
    keys = [named("post", post.id), *([topic.id] if post.opens else [])]
    if standing is Standing.SHOWN:
        # What was hidden when mails told of it is told of now.
        post.appeared = now()
        quotes.put_back(session, keys)
    else:
        quotes.take_out(session, keys)
    if standing in rules.UNTRANSLATED:
        translated.forget(session, post)
    _keep(session, topic, post)
    return True


def count_waiting(session: Session, body: int) -> int:
    """Count the posts, questions of residents and translations that wait in a body."""
    translations = translated.waiting(session, session.get_one(Body, body))
    return order_queries.count_waiting(session, body) + len(translations)


def _forget(session: Session, topic: Topic, post: Post) -> None:
    """Keep nothing of any version of a post, nor of what was beside it.

    With the one that opens a topic goes what it lent to an agenda or to a consultation, and what
    the council was asked with it.
    """
    queries.forget_versions(session, post)
    post.text, post.shown = "", ""
    post.revision += 1
    if post.opens:
        topic.title, topic.brought, topic.raised = "", None, ""
        if ask := queries.ask_of(session, topic, hold=True):
            ask.state = Owed.DROPPED
            session.add(ask)


def _begins(author: Author, room: Room, *, topic: bool) -> Standing:
    before, trusted = author.before, author.trusted
    return rules.begins(author.voice, room, topic=topic, before=before, trusted=trusted)


def _post(
    topic: str, author: Author, said: Mapping[str, Any], key: str, *, opens: bool = False
) -> Post:
    return Post(
        topic_id=topic,
        opens=opens,
        voice=author.voice,
        member_id=author.member,
        account_id=author.account,
        group_id=author.group,
        shown=author.shown,
        spoken=author.spoken,
        text=said["text"],
        language=said["language"],
        key=key,
    )


def _keep(session: Session, topic: Topic, post: Post) -> None:
    if post.standing is Standing.SHOWN and post.appeared is None:
        post.appeared = now()
    session.add(post)
    session.flush()
    topic.newest = queries.newest_shown(session, topic)
    session.add(topic)
    translated.index(session, topic, post)
    session.flush()
