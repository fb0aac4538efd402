"""What holds for following: how often, for whom something is new, and when the weekly mail goes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from portal.forum.topics.rules import Reader, Room, may_read
from portal.languages.calendar import add_months
from portal.members.rules import MailKind, month_of
from portal.news import FOR_EVERYBODY, News

EXCERPT = 300
"""How much of somebody's words stands in a mail; the rest is read where it was written."""

GOES_OUT = time(7)
"""From when on the weekly mail goes out on its day."""

BETWEEN = timedelta(days=4)
"""So many days lie between two weekly mails at least, when the council chose another day."""

LONGEST = timedelta(days=28)
"""A weekly mail tells no more than this, however long nothing ran."""

SETTLES = timedelta(minutes=1)
"""So long after its moment something is certainly kept, and can be told."""

WELCOMED = 3
"""For how many months somebody is written to who was accepted and never came."""


Times = tuple[datetime, datetime]
"""From when to when."""


class Pace(StrEnum):
    """How often somebody hears of what they follow."""

    AT_ONCE = "at_once"
    WEEKLY = "weekly"
    NEVER = "never"


@dataclass(frozen=True)
class Stand:
    """How somebody stands with a body: what they read in it, how often, and since when.

    One who was accepted and never came is `silent`.
    """

    reader: Reader
    pace: Pace
    since: datetime
    silent: bool = False

    @property
    def belongs(self) -> bool:
        """Tell whether they are a member of it or hold an office in it."""
        return self.reader.since is not None or self.reader.office


@dataclass(frozen=True)
class Follower:
    """Somebody with what they follow, and the mails that they stopped."""

    member: str
    bodies: Mapping[int, Stand] = field(default_factory=dict)
    topics: Mapping[str, Pace] = field(default_factory=dict)
    stopped: frozenset[str] = frozenset()

    def wants(self, kind: MailKind) -> bool:
        """Tell whether they want mails of a kind."""
        return kind.value not in self.stopped


def reads_topic(body: int, room: str, begun: datetime, follower: Follower) -> bool:
    """Tell whether somebody may read what was begun in a room of a body."""
    stand = follower.bodies.get(body)
    return may_read(Room(room), begun, stand.reader if stand else Reader())


def reads(news: News, follower: Follower) -> bool:
    """Tell whether somebody may read what is new, which are not their own words."""
    own = news.own == follower.member
    return not own and reads_topic(news.body, news.room, news.begun, follower)


def told_at_once(news: News, follower: Follower) -> MailKind | None:
    """Say in which kind of mail somebody is told of it at once, if they are and no other does."""
    if follower.member in news.know:
        return None
    kind = _kind(news, follower, _pace(news, follower))
    return kind if kind and follower.wants(kind) and reads(news, follower) else None


def told_weekly(news: News, follower: Follower, untold: Sequence[Times] = ()) -> bool:
    """Tell whether it stands in somebody's weekly mail: what they were told at once does not.

    What they would have been told in an `untold` time does, however often they hear of it.
    """
    if news.body in FOR_EVERYBODY:
        heard = (one for one in follower.bodies.values() if one.pace is not Pace.NEVER)
        return any(news.moment >= one.since for one in heard)
    pace, stand = _pace(news, follower), follower.bodies.get(news.body)
    kind = _kind(news, follower, pace)
    if kind and follower.wants(kind):
        missed = any(since <= news.moment < until for since, until in untold)
        return missed and follower.member not in news.know and reads(news, follower)
    is_since = news.topic in follower.topics or (stand is not None and news.moment >= stand.since)
    return pace is Pace.WEEKLY and is_since and reads(news, follower)


def is_silent(here: date, joined: date) -> bool:
    """Tell whether somebody was not here since they were accepted, as far as months tell."""
    return here <= month_of(joined)


def is_welcomed(joined: date, today: date) -> bool:
    """Tell whether somebody who never came is still written to."""
    return today < add_months(joined, WELCOMED)


def weekly_day(today: date, weekday: int) -> date:
    """Give the last day on which the weekly mail was to go out; Monday is 0."""
    return today - timedelta(days=(today.weekday() - weekday) % 7)


def goes_out(day: date, last: date | None, now: datetime) -> bool:
    """Tell whether the mail of a day is to go out now; `now` is as the council's clocks show it.

    One that was missed is made up for, but nobody is written to before a first day has come.
    """
    if last is None:
        return day == now.date() and now.time() >= GOES_OUT
    return day - last >= BETWEEN and (day < now.date() or now.time() >= GOES_OUT)


def excerpt(words: str) -> str:
    """Give how words begin, cut between two of them."""
    plain = " ".join(words.split())
    if len(plain) <= EXCERPT:
        return plain
    cut = plain[:EXCERPT].rpartition(" ")[0] or plain[:EXCERPT]
    return f"{cut} …"


def _kind(news: News, follower: Follower, pace: Pace | None) -> MailKind | None:
    if pace is Pace.NEVER:
        return None
    if news.at_once and pace is not None:
        return MailKind.MEETINGS
    at_once = follower.member in news.concerns or pace is Pace.AT_ONCE
    return MailKind.AT_ONCE if at_once else None


def _pace(news: News, follower: Follower) -> Pace | None:
    stand = follower.bodies.get(news.body)
    of_body = stand.pace if stand else None
    return follower.topics.get(news.topic or "", of_body)
