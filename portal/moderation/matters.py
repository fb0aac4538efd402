"""What waits for whoever looks after a body: reported posts and appeals, and who reads them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlmodel import Session

from portal.bodies import visiting
from portal.bodies.models import Body, OfficeHolder
from portal.bodies.visiting import Visit
from portal.forum.topics import queries as topics
from portal.forum.topics import translated, version_queries
from portal.forum.topics.models import Attachment, Post, PostVersion, Topic
from portal.forum.topics.rules import Standing, Voice
from portal.members.models import Member
from portal.moderation import queries, rules
from portal.moderation.models import Appeal, Decision, Report
from portal.moderation.reasons import is_grave
from portal.moderation.rules import Act, Hearing
from portal.store import saving
from portal.translations.models import Translation

Decided = Sequence[tuple[Decision, Appeal | None]]


@dataclass(frozen=True)
class Matter:
    """A post that somebody looks at: its reports, what was decided before, and who reads it.

    A translation and files are given where one press decides, and how it read `earlier`.
    """

    post: Post
    topic: Topic
    reports: Sequence[Report] = ()
    decided: Decided = ()
    readable: bool = True
    may: bool = False
    translation: Translation | None = None
    files: Sequence[Attachment] = ()
    earlier: Sequence[PostVersion] = ()

    @cached_property
    def reasons(self) -> list[tuple[str, int]]:
        """Count for which reasons it was reported, the most frequent first."""
        return Counter(one.reason for one in self.reports).most_common()

    @property
    def translations(self) -> list[str]:
        """List into which languages the translations are that were reported."""
        return sorted({one.translation for one in self.reports if one.translation})

    @property
    def usual(self) -> str:
        """Give the reason for which it was reported most."""
        return self.reasons[0][0] if self.reasons else ""

    @property
    def is_hidden(self) -> bool:
        """Tell whether nobody else reads it now."""
        return self.post.standing is Standing.HIDDEN

    @property
    def is_grave(self) -> bool:
        """Tell whether somebody may come to harm."""
        return any(is_grave(code) for code, _ in self.reasons)

    @property
    def latest(self) -> tuple[Decision, Appeal | None] | None:
        """Give what was decided last about its words."""
        about = self._about(Act.SHOWN)
        return about[-1] if about else None

    @property
    def is_appealed(self) -> bool:
        """Tell whether an appeal about its words waits."""
        return any(_waits(appeal) for _, appeal in self._about(Act.SHOWN))

    @property
    def is_lock_appealed(self) -> bool:
        """Tell whether an appeal waits against the lock of the topic that it opens."""
        return any(_waits(appeal) for _, appeal in self._about(Act.LOCKED))

    def is_heard_by(self, member: str, decision: Decision) -> bool:
        """Tell whether somebody may hear an appeal against a decision about it."""
        about = self._about(decision.act)
        judges = {one.member_id for one, _ in about}
        judges |= {row.heard_by for one, row in about if row and one.id != decision.id}
        return rules.may_hear(member, self.post.member_id, judges)

    def holding(self, number: int | None) -> tuple[Decision, Appeal | None] | None:
        """Find a decision if it holds, and its appeal; as long as that waits it can be heard."""
        waiting = [row for row in self.decided if _waits(row[1])]
        return next(
            (row for row in [*waiting, *holding(self.decided)] if row[0].id == number), None
        )

    def _about(self, act: Act) -> Decided:
        return [row for row in self.decided if rules.is_one_matter(row[0].act, act)]

    @property
    def cuts(self) -> int:
        """Count how often something was cut out of it and not put back."""
        return sum(
            one.act is Act.REDACTED and not (appeal and appeal.hearing is Hearing.REVERSED)
            for one, appeal in self.decided
        )

    @property
    def version(self) -> str:
        """Name how it stands, so that the second of two moderators sees what the first decided."""
        held = [(one.id, appeal.hearing if appeal else "") for one, appeal in self.decided]
        return saving.version_of(
            [self.post.revision, self.topic.locked, self.post.standing.value, held]
        )


@dataclass(frozen=True)
class Plea:
    """An appeal that waits, and whether whoever looks at it reads it and may hear it."""

    appeal: Appeal
    decision: Decision
    post: Post
    topic: Topic
    may: bool
    version: str = ""
    readable: bool = True
    translation: Translation | None = None
    files: Sequence[Attachment] = ()


def holding(decided: Decided) -> Decided:
    """Give what holds of all that was decided about a post, the latest last."""
    return [decided[place] for place in rules.holding([one.act for one, _ in decided])]


def matter(session: Session, visit: Visit, topic: Topic, post: Post) -> Matter:
    """Look at one post."""
    decided = queries.decided(session, [post.id]).get(post.id or 0, [])
    may = rules.may_decide(visit.own, post.member_id)
    # What the council begins waits for whoever presides.
    may = may and (visit.presides or not _waits_for_chair(post))
    readable = rules.reads(mine(session, visit), post.language)
    reports, earlier = queries.reports(session, post), version_queries.versions(session, post)
    return Matter(post, topic, reports, decided, readable, may, earlier=earlier)


def queue(session: Session, visit: Visit) -> list[Matter]:
    """List what was reported: what somebody can read first, then what is grave, then its age."""
    waiting = queries.waiting(session, visit.body)
    numbers, languages = [post.id for post, _ in waiting], mine(session, visit)
    reports, decided = queries.reports_of(session, numbers), queries.decided(session, numbers)
    found = _beside(session, visit, [post for post, _ in waiting])
    listed = [
        Matter(
            post,
            topic,
            reports.get(post.id or 0, []),
            decided.get(post.id or 0, []),
            rules.reads(languages, post.language),
            rules.may_decide(visit.own, post.member_id),
            **found[post.id or 0],
            earlier=version_queries.versions(session, post) if post.edited else (),
        )
        for post, topic in waiting
    ]
    return sorted(listed, key=_place)


def around(
    session: Session, waiting: Sequence[Matter]
) -> Mapping[int, tuple[Post | None, Post | None]]:
    """Give what stands before and after each post."""
    return {one.post.id or 0: queries.beside(session, one.topic, one.post) for one in waiting}


def pleas(session: Session, visit: Visit) -> list[Plea]:
    """List the appeals that wait: what somebody may hear first, then what they read, then age."""
    rows, languages = queries.appeals(session, visit.body), mine(session, visit)
    decided = queries.decided(session, [post.id for _, _, post, _ in rows])
    found = _beside(session, visit, [post for _, _, post, _ in rows])
    listed = []
    for appeal, decision, post, topic in rows:
        of = Matter(post, topic, decided=decided.get(post.id or 0, []))
        readable = all(rules.reads(languages, tag) for tag in (appeal.language, post.language))
        may = of.is_heard_by(visit.own, decision)
        more = found[post.id or 0]
        listed.append(Plea(appeal, decision, post, topic, may, of.version, readable, **more))
    return sorted(listed, key=lambda one: (not one.may, not one.readable))


def mine(session: Session, visit: Visit) -> list[str]:
    """List which languages whoever holds an office reads: what they said, or that of their page."""
    return _read_by(session, [visit.holder] if visit.holder else []).get(visit.own, [])


def unread(session: Session, body: Body) -> dict[str, int]:
    """Count what waits in languages that nobody reads who looks after a body."""
    waiting = [*topics.waiting(session, body), *queries.waiting(session, body)]
    read = all_read(session, body)
    counted = Counter(post.language for post, _ in waiting)
    return {tag: number for tag, number in counted.items() if not rules.reads(read, tag)}


def all_read(session: Session, body: Body) -> set[str]:
    """Give every language that somebody reads who looks after a body."""
    theirs = _read_by(session, visiting.running(session, body)).values()
    return {tag for languages in theirs for tag in languages}


def _read_by(session: Session, holders: Sequence[OfficeHolder]) -> Mapping[str, list[str]]:
    said = queries.reading(session, [one.id for one in holders])
    found: dict[str, list[str]] = {}
    for one in holders:
        member = session.get(Member, one.member_id) if one.member_id else None
        if member is not None:
            found[member.id] = said.get(one.id or 0) or [member.language]
    return found


def _beside(session: Session, visit: Visit, posts: Sequence[Post]) -> dict[int, dict[str, Any]]:
    made = translated.beside(session, posts, visit.own, trusted=True)
    files = topics.attachments(session, [one.id for one in posts])
    numbers = {one.id or 0 for one in posts}
    return {
        number: {
            "translation": made.get(number),
            "files": [one for one in files if one.post_id == number],
        }
        for number in numbers
    }


def _waits(appeal: Appeal | None) -> bool:
    return appeal is not None and appeal.hearing is Hearing.WAITING


def _waits_for_chair(post: Post) -> bool:
    return post.standing is Standing.WAITING and post.voice is Voice.COUNCIL


def _place(one: Matter) -> tuple[bool, bool, str, int]:
    day = min((report.day.isoformat() for report in one.reports), default="")
    return rules.order(readable=one.readable, urgent=one.is_grave, day=day, number=one.post.id or 0)
