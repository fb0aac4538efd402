"""What holds for reports and decisions: what hides a post, who decides, who hears an appeal."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from portal.bodies.rules import any_apart
from portal.forum.topics.rules import Standing

WORDS = 1_000
"""How much somebody writes with a report, a decision or an appeal."""

MARK = "[…]"
"""What stands where something was cut out, in every language."""

APPEALED_WITHIN = timedelta(days=28)
"""For how long an author can appeal; what was cut out is then forgotten."""

MOST_OF_RESIDENTS = 20
"""So many reports of people without an account are kept of one post; more say nothing new."""

MOST_OF_MEMBER = 20
"""So many reports of one member wait at most."""

MOST_REASONS = 12
"""How many reasons of its own a body has, besides those that every body has."""


class Reason(StrEnum):
    """Why something is reported, and why it is hidden: what every body has."""

    HATE = "hate"
    THREAT = "threat"
    DANGER = "danger"
    PERSONAL = "personal"
    INSULT = "insult"
    SPAM = "spam"
    ELSEWHERE = "elsewhere"
    LAW = "law"


URGENT = frozenset({Reason.DANGER, Reason.THREAT})
"""Where somebody may come to harm, it is looked at first."""


class Act(StrEnum):
    """What became of a post: two reporters hid it, or a moderator decided."""

    REPORTED = "reported"
    NOT_PUT = "not_put"
    LEFT = "left"
    SHOWN = "shown"
    HIDDEN = "hidden"
    REDACTED = "redacted"
    LOCKED = "locked"
    UNLOCKED = "unlocked"


class Hearing(StrEnum):
    """How an appeal stands."""

    WAITING = "waiting"
    UPHELD = "upheld"
    REVERSED = "reversed"


OF_TOPIC = frozenset({Act.LOCKED, Act.UNLOCKED})
"""What is decided about a whole topic, and not about the words of the post that opens it."""

AGAINST = frozenset({Act.NOT_PUT, Act.HIDDEN, Act.REDACTED, Act.LOCKED})
"""What an author can appeal against, and what needs a reason."""


def hides(reporters: Sequence[Collection[str]], *, looked_at: bool) -> bool:
    """Tell whether reports hide a post until somebody looks at it: once, until it is changed.

    `reporters` are the groups of each member who reported it; two of them share none.
    """
    return not looked_at and any_apart(reporters)


def offered(standing: Standing) -> tuple[Act, ...]:
    """List what a moderator can decide about a post: one that waits is shown, or not put there."""
    if standing is Standing.WAITING:
        return (Act.SHOWN, Act.NOT_PUT)
    left = Act.SHOWN if standing is Standing.HIDDEN else Act.LEFT
    return (left, Act.HIDDEN, Act.REDACTED)


def may_decide(own: str, author: str | None) -> bool:
    """Tell whether somebody may decide about a post: nobody does about their own."""
    return bool(own) and own != author


def may_appeal(
    act: Act, made: datetime, now: datetime, *, own: bool, latest: bool, appealed: bool
) -> bool:
    """Tell whether somebody may appeal: its author, once, in time, against what holds now."""
    in_time = now - made < APPEALED_WITHIN
    return own and latest and in_time and not appealed and act in AGAINST


def is_one_matter(act: Act, other: Act) -> bool:
    """Tell whether two decisions beside a post are both about its words, or about its topic."""
    return (act in OF_TOPIC) == (other in OF_TOPIC)


def holding(acts: Sequence[Act]) -> list[int]:
    """Give by their place what holds of all that was decided about a post, the latest last.

    That is the last about its words, and the last about its topic: a lock undoes no hiding.
    """
    last = {act in OF_TOPIC: place for place, act in enumerate(acts)}
    return sorted(last.values())


def may_hear(own: str, author: str | None, judges: Collection[str | None]) -> bool:
    """Tell whether somebody may hear an appeal: not whose post it is, and nobody of its `judges`.

    These are all who ever decided about the same matter, or heard an appeal about it.
    """
    return bool(own) and own != author and own not in judges


def cut(text: str, passages: Iterable[str]) -> str:
    """Put a mark in the place of each passage, the longest first, wherever it stands."""
    for passage in sorted({one.strip() for one in passages} - {""}, key=len, reverse=True):
        text = text.replace(passage, MARK)
    return text


def reads(languages: Collection[str], tag: str) -> bool:
    """Tell whether somebody of these languages reads one, of whatever region or script it is.

    Nobody is kept from a text of which no language is known.
    """
    return tag == "und" or _primary(tag) in {_primary(one) for one in languages}


def order(*, readable: bool, urgent: bool, day: str, number: int) -> tuple[bool, bool, str, int]:
    """Give what a queue is sorted by: what somebody can read, then what is urgent, then its age."""
    return (not readable, not urgent, day, number)


def _primary(tag: str) -> str:
    return tag.partition("-")[0].lower()
