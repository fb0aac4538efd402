"""Writing, changing and taking back: who wrote something, and what becomes of it and its topic."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from portal.bodies import queries as bodies
from portal.bodies.models import Body
from portal.bodies.rules import Office
from portal.bodies.visiting import Visit
from portal.forms.fields import LISTED
from portal.forms.words import Sent, sent_text
from portal.forum.topics import queries, rules
from portal.forum.topics.models import Post, PostVersion, Topic
from portal.forum.topics.owed import Owed
from portal.forum.topics.rules import Room, Standing, Voice
from portal.groups.models import Group
from portal.languages.i18n import gettext
from portal.problems import Problem, mark
from portal.store.db import now, random_id
from portal.web.feature import OfMembers

AUTHOR = "author"
_KEY = "_key"
_LONGEST_KEY = 22
_PLAIN, _NAMED, _OF_GROUP, _GROUP, _CHAIR = "member", "named", "of_group", "group", "chair"
_WRITTEN = mark(
    "You wrote %(number)s posts. If they stay, nobody can tell any more that they are yours; if "
    "they go, every version of them goes."
)


@dataclass(frozen=True)
class Author:
    """As whom somebody writes; `before` says how much of theirs was shown in the public room."""

    voice: Voice
    member: str | None = None
    account: int | None = None
    group: int | None = None
    shown: str = ""
    spoken: bool = False
    trusted: bool = False
    before: int = 0


def authors(session: Session, visit: Visit) -> list[tuple[str, str]]:
    """List as whom somebody can write, what says least about them first.

    Whoever presides writes as the chair: nobody is to wonder who speaks.
    """
    if visit.presides:
        return [(_CHAIR, gettext("The chair"))]
    listed = [(_PLAIN, gettext("A member, without a name"))]
    if visit.member and visit.member.public_name:
        listed.append((_NAMED, gettext("A member, %(name)s", name=visit.member.public_name)))
    if group := _group(session, visit):
        listed.append((_OF_GROUP, gettext("A member of %(group)s", group=group.name)))
        listed.append((_GROUP, gettext("For %(group)s", group=group.name)))
    return listed


def author(session: Session, visit: Visit, sent: Sent) -> Author | Problem:
    """Read as whom somebody writes; without a word about it, as what says least."""
    offered = [code for code, _ in authors(session, visit)]
    chosen = sent_text(sent, AUTHOR) or offered[0]
    if chosen not in offered or visit.member is None:
        return Problem(LISTED)
    group = _group(session, visit) if chosen in (_OF_GROUP, _GROUP) else None
    chairs = chosen == _CHAIR and visit.holder and visit.office is Office.CHAIR
    named = visit.member.public_name if chosen == _NAMED else ""
    return Author(
        voice={_CHAIR: Voice.CHAIR, _GROUP: Voice.GROUP}.get(chosen, Voice.MEMBER),
        member=visit.own,
        group=group.id if group else None,
        shown=visit.holder.shown if chairs and visit.holder else named,
        spoken=chosen == _OF_GROUP and bool(sent_text(sent, "spoken")),
        trusted=visit.office is not None,
        before=queries.shown_before(session, visit.body, visit.own),
    )


def refusal(session: Session, author: Author, *, topic: bool) -> Problem | None:
    """Say why somebody has to wait until tomorrow."""
    since = now() - rules.A_DAY
    posts, topics = queries.written_since(session, author.member or "", since)
    return rules.too_many(posts, topics, topic=topic)


def key_of(sent: Sent) -> str:
    """Give the name under which a form makes its post once, however often it is sent."""
    key = sent_text(sent, _KEY)
    return key if 0 < len(key) <= _LONGEST_KEY else random_id()


def begin(
    session: Session, body: Body, room: Room, author: Author, said: Mapping[str, Any], key: str
) -> Topic:
    """Begin a topic with the post that opens it."""
    standing = _begins(author, room, topic=True)
    topic = Topic(body_id=body.id or 0, room=room, standing=standing, title="", language="")
    topic.title, topic.language = said["title"], said["language"]
    session.add(topic)
    session.flush()
    post = _post(topic, author, said, key)
    post.opens, post.standing = True, standing
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
    post = _post(topic, author, said, key)
    post.answers, post.standing = answers, _begins(author, topic.room, topic=False)
    _keep(session, topic, post)
    return post


def edit(session: Session, topic: Topic, post: Post, said: Mapping[str, Any]) -> None:
    """Change what stands in a post, and keep how it read before."""
    before = PostVersion(post_id=post.id or 0, text=post.text, language=post.language)
    before.title, before.made = topic.title if post.opens else "", post.edited or post.made
    session.add(before)
    post.text, post.language, post.edited = said["text"], said["language"], now()
    post.revision += 1
    if post.opens:
        topic.title, topic.language = said["title"], said["language"]
    _keep(session, topic, post)


def take_back(session: Session, topic: Topic, post: Post) -> None:
    """Take a post back: nothing of any version of it is left, nor of what was beside it.

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
    stand(session, topic, post, Standing.TAKEN_BACK)


def stand(session: Session, topic: Topic, post: Post, standing: Standing) -> bool:
    """Bring a post from one state to another, and its topic with it; not if that cannot be."""
    if not rules.may_move(post.standing, standing):
        return False
    post.standing = standing
    if post.opens:
        topic.standing = standing
    _keep(session, topic, post)
    return True


def _group(session: Session, visit: Visit) -> Group | None:
    number = visit.membership.group_id if visit.since and visit.membership else None
    return bodies.groups(session, [number]).get(number or 0)


def _begins(author: Author, room: Room, *, topic: bool) -> Standing:
    before, trusted = author.before, author.trusted
    return rules.begins(author.voice, room, topic=topic, before=before, trusted=trusted)


def _post(topic: Topic, author: Author, said: Mapping[str, Any], key: str) -> Post:
    return Post(
        topic_id=topic.id,
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
    session.add(post)
    session.flush()
    topic.newest = queries.newest_shown(session, topic)
    session.add(topic)
    session.flush()


def _held(session: Session, member: str) -> Mapping[str, Any]:
    written = queries.written_by(session, member)
    return {
        "what you wrote": [
            {"day": post.made.date().isoformat(), "topic": topic.title, "text": post.text}
            for post, topic in written
        ]
    }


def _told(session: Session, member: str) -> Iterator[Problem]:
    if number := len(queries.written_by(session, member)):
        yield Problem(_WRITTEN, {"number": number})


def _leave(session: Session, member: str, stays: bool) -> None:
    for post, topic in queries.written_by(session, member):
        if stays:
            post.shown = ""
            session.add(post)
        else:
            take_back(session, topic, post)
    session.flush()


OF_MEMBERS = OfMembers(_held, _told, _leave)
"""What the forum keeps of a member: what they wrote stays and is nobody's, or goes with them."""
