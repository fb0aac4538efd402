"""What becomes of what a member wrote once they leave the portal."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlmodel import Session

from portal.bodies import visiting
from portal.bodies.models import Body
from portal.forum.topics import posts, queries, rules, translated, version_queries
from portal.forum.topics.models import Topic
from portal.forum.topics.rules import Voice
from portal.members.models import Member
from portal.problems import Problem, mark
from portal.web.feature import OfMembers

_WRITTEN = mark(
    "You wrote %(number)s posts. If they stay, nobody can tell any more that they are yours; if "
    "they go, every version of them goes."
)
_CHAIRED = mark("What you wrote as the chair goes on saying “The chair”, without your name.")
_TRANSLATED = mark(
    "You translated %(number)s posts of others. These translations stay or go as your posts do."
)


def titles(session: Session, member: str, topics: Iterable[Topic]) -> dict[str, str | None]:
    """Give the titles of topics that a member may read now; none of what was taken from them."""
    person, named = session.get(Member, member), dict[str, str | None]()
    for one in {topic.id: topic for topic in topics}.values():
        here = visiting.visit(session, session.get_one(Body, one.body_id), person)
        may = rules.may_read(one.room, one.made, rules.Reader(here.since, bool(here.office)))
        read = may and rules.is_read(one.standing, own=False, moderates=bool(here.office))
        named[one.id] = one.title if read else None
    return named


def _held(session: Session, member: str) -> Mapping[str, Any]:
    written = queries.written_by(session, member)
    supported = queries.supported_by(session, member)
    named = titles(session, member, [*(topic for _, topic in written), *supported])
    named |= {topic.id: topic.title for post, topic in written if post.opens}
    return {
        "what you wrote": [
            {"day": post.made.date().isoformat(), "topic": named[topic.id], "text": post.text}
            for post, topic in written
        ],
        "what you translated": translated.held(session, member),
        "topics with which you want the council asked": [named[topic.id] for topic in supported],
    }


def _told(session: Session, member: str) -> Iterator[Problem]:
    written = queries.written_by(session, member)
    if number := len(written):
        yield Problem(_WRITTEN, {"number": number})
    if any(post.voice is Voice.CHAIR for post, _ in written):
        yield Problem(_CHAIRED)
    if number := len(translated.held(session, member)):
        yield Problem(_TRANSLATED, {"number": number})


def _leave(session: Session, member: str, stays: bool) -> None:
    for post, topic in queries.written_by(session, member):
        if stays:
            version_queries.forget_change(session, post)
            post.voice = Voice.CHAIR if post.voice is Voice.CHAIR else Voice.FORMER
            post.shown, post.group_id, post.spoken = "", None, False
            session.add(post)
        else:
            posts.take_back(session, topic, post)
    if not stays:
        _drop_translations(session, member)
    session.flush()


def _drop_translations(session: Session, member: str) -> None:
    for post, topic in translated.drop(session, member):
        translated.index(session, topic, post)


OF_MEMBERS = OfMembers(_held, _told, _leave)
"""What the forum keeps of a member: what they wrote stays and is nobody's, or goes with them."""
