"""What holds for rooms and topics: who reads and writes where, what waits, what can change."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from portal.problems import Problem, mark

FIRST_POSTS = 3
"""So many posts of a newcomer in public rooms are looked at before they are shown."""

A_DAY = timedelta(days=1)
MOST_POSTS = 20
MOST_TOPICS = 3
"""How much one member writes, and how many topics they begin, within a day."""

MOST_WAITING = 60
"""How many questions of residents wait for one body at most."""

QUIET_AFTER = timedelta(days=14)
"""When nobody wrote for so long, a body says what it is doing."""

OPENED_FOR = timedelta(days=7)
"""For how long two people of staff can read a closed room that they opened."""


class Room(StrEnum):
    """Who reads what is written: everybody, the members, or those who hold an office."""

    PUBLIC = "public"
    MEMBERS = "members"
    CHAIR = "chair"


class Voice(StrEnum):
    """Who wrote something: one word everywhere."""

    COUNCIL = "council"
    CHAIR = "chair"
    GROUP = "group"
    MEMBER = "member"
    RESIDENT = "resident"
    FORMER = "former"


class Standing(StrEnum):
    """What became of a post; those that moderators decide are kept apart from its author's own."""

    WAITING = "waiting"
    SHOWN = "shown"
    NOT_PUT = "not_put"
    HIDDEN = "hidden"
    REDACTED = "redacted"
    TAKEN_BACK = "taken_back"
    REMOVED = "removed"


class Law(StrEnum):
    """On which ground the law forces words away."""

    COURT = "court"
    CRIME = "crime"
    DEFAMATION = "defamation"
    PRIVACY = "privacy"
    COPYRIGHT = "copyright"


class Ground(StrEnum):
    """Why staff without a seat may read a closed room."""

    DANGER = "danger"
    COURT = "court"


class Question(StrEnum):
    """What became of a resident's question."""

    RECEIVED = "received"
    READ = "read"
    PUT = "put"
    NOT_PUT = "not_put"
    ANSWERED = "answered"


GONE = frozenset({Standing.TAKEN_BACK, Standing.REMOVED})
"""Of a post that stands so no word is left."""

UNTRANSLATED = GONE | {Standing.REDACTED}
"""Of a post that comes to stand so every translation made before goes."""

_MOVES: Mapping[Standing, frozenset[Standing]] = {
    Standing.WAITING: frozenset({Standing.SHOWN, Standing.NOT_PUT}) | GONE,
    Standing.SHOWN: frozenset({Standing.HIDDEN, Standing.REDACTED}) | GONE,
    Standing.NOT_PUT: frozenset({Standing.SHOWN}) | GONE,
    Standing.HIDDEN: frozenset({Standing.SHOWN, Standing.REDACTED}) | GONE,
    Standing.REDACTED: frozenset({Standing.SHOWN, Standing.HIDDEN}) | GONE,
}

READABLE = (Standing.SHOWN, Standing.REDACTED)
"""What everybody reads who may enter the room: of what was redacted, that which is left."""

ON_ITS_WAY = (Question.RECEIVED, Question.READ)
"""As long as nothing was decided about a question."""


@dataclass(frozen=True)
class Reader:
    """Who looks at a body: a member since a moment, with an office or not, or anybody."""

    since: datetime | None = None
    office: bool = False


def may_enter(room: Room, reader: Reader) -> bool:
    """Tell whether somebody may enter a room."""
    if room is Room.MEMBERS:
        return reader.since is not None or reader.office
    return room is Room.PUBLIC or reader.office


def may_read(room: Room, made: datetime, reader: Reader) -> bool:
    """Tell whether somebody may read a topic: in closed rooms members do from joining on.

    Whoever holds an office reads what was said before, too, to look after it.
    """
    if room is Room.PUBLIC or not may_enter(room, reader):
        return room is Room.PUBLIC
    return reader.office or (reader.since is not None and made >= reader.since)


def may_write(room: Room, reader: Reader) -> bool:
    """Tell whether somebody may write in a room: members do where they read."""
    return may_enter(room, reader) and (reader.since is not None or reader.office)


def begins(voice: Voice, room: Room, *, topic: bool, before: int, trusted: bool) -> Standing:
    """Say whether a post is shown at once: topics of the council and first public posts wait.

    `before` are those of the same author that were shown in public rooms; nobody waits who is
    `trusted`, because they hold an office.
    """
    if voice is Voice.RESIDENT or (voice is Voice.COUNCIL and topic):
        return Standing.WAITING
    newcomer = voice in (Voice.GROUP, Voice.MEMBER) and not trusted and before < FIRST_POSTS
    return Standing.WAITING if newcomer and room is Room.PUBLIC else Standing.SHOWN


def may_move(before: Standing, after: Standing) -> bool:
    """Tell whether a post can go from one state to another."""
    return after in _MOVES.get(before, ())


def may_edit(standing: Standing, *, own: bool, locked: bool) -> bool:
    """Tell whether somebody may edit a post: only their own, and not what others decided about."""
    return own and not locked and standing in (Standing.WAITING, Standing.SHOWN)


def is_read(standing: Standing, *, own: bool, moderates: bool) -> bool:
    """Tell whether somebody reads the words of a post that stands in a room they may read."""
    if standing in GONE:
        return False
    return standing in READABLE or own or moderates


def too_many(posts: int, topics: int, *, topic: bool) -> Problem | None:
    """Refuse more than one person writes in a day, so that nobody fills a forum alone."""
    if posts >= MOST_POSTS:
        often = mark("You have written %(number)s times today. Send this again tomorrow.")
        return Problem(often, {"number": MOST_POSTS})
    if topic and topics >= MOST_TOPICS:
        begun = mark("You have begun %(number)s topics today. Send this again tomorrow.")
        return Problem(begun, {"number": MOST_TOPICS})
    return None


def question_may_move(before: Question, after: Question) -> bool:
    """Tell whether a resident's question can go from one state to another."""
    if before is Question.RECEIVED:
        return after is not Question.RECEIVED
    return before is Question.READ and after not in ON_ITS_WAY


def is_quiet(last: datetime | None, now: datetime) -> bool:
    """Tell whether nobody has written for so long that a body says what it is doing."""
    return last is None or now - last >= QUIET_AFTER
