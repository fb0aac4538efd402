"""What is written in a body and its translation into one language, for whoever writes there."""

from dataclasses import dataclass

from sqlmodel import Session

from portal.bodies import queries as bodies
from portal.bodies.visiting import Visit
from portal.forum.topics import authorship, forms, translated
from portal.forum.topics.models import Post, Topic
from portal.translations import queries as translations
from portal.translations.rules import Hand
from portal.translations.writing import Writing


@dataclass(frozen=True)
class InBody(Writing):
    """Something of a body, the language in question, and its translation if there is one."""

    visit: Visit

    def groups(self, session: Session) -> tuple[set[str], set[str]]:
        """Give the groups of whoever looks at it, and of whoever translated."""
        whose = [self.own, (self.kept and self.kept.member_id) or ""]
        mine, theirs = bodies.belongs_to(session, self.visit.body, whose)
        return mine, theirs


@dataclass(frozen=True)
class TranslatedPost(InBody):
    """A post, the language in question, and its translation if there is one, for a visit."""

    topic: Topic
    post: Post


def into(session: Session, visit: Visit, topic: Topic, post: Post, language: str) -> TranslatedPost:
    """Find the translation of a post into a language, for somebody who writes there."""
    return TranslatedPost(
        source=translated.source(topic, post),
        fields=forms.TRANSLATED_TOPIC if post.opens else forms.TRANSLATION,
        language=language,
        kept=translations.one(session, translated.owner(post), language),
        own=visit.own,
        hand=hand(visit),
        trusted=authorship.is_trusted(session, visit, topic.room),
        visit=visit,
        topic=topic,
        post=post,
    )


def hand(visit: Visit) -> Hand:
    """Say in a word who translates or checks."""
    if visit.presides:
        return Hand.CHAIR
    return Hand.MODERATOR if visit.office else Hand.MEMBER
