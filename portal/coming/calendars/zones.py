"""How the clocks of a zone change, as calendars want to be told.

A rule for each year is what every calendar reads; where the law of a zone follows none, each
change stands by itself. What a calendar is told are the clocks just before they change (RFC 5545,
3.6.5), which our library for calendars gets wrong by the hour that is skipped.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo

YEARS = 10
"""For so many years a rule has to hold before we say that it does."""

_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True)
class Yearly:
    """The day of a change that comes back each year: the last Sunday of March is (3, "-1SU")."""

    month: int
    day: str


@dataclass(frozen=True)
class Change:
    """When the clocks change: what they show just before, and how far they are from UTC then."""

    shown: datetime
    before: timedelta
    after: timedelta
    name: str
    summer: bool
    yearly: Yearly | None = None


@cache
def changes(zone: str, year: int) -> tuple[Change, ...]:
    """List how the clocks change from the beginning of a year on, the state they begin in first."""
    clocks = ZoneInfo(zone)
    found = tuple(_found(clocks, year))
    ruled = [_ruled([one for one in found if one.summer is summer]) for summer in (False, True)]
    if found and all(ruled):
        return tuple(one for one in ruled if one)
    return (_standing(clocks, year), *found)


def _standing(clocks: ZoneInfo, year: int) -> Change:
    start = datetime(year, 1, 1, tzinfo=clocks)
    offset = _offset(clocks, start)
    shown = start.replace(tzinfo=None)
    return Change(shown, offset, offset, start.tzname() or "", summer=bool(start.dst()))


def _found(clocks: ZoneInfo, year: int) -> Iterator[Change]:
    start = datetime(year, 1, 1, tzinfo=UTC)
    days = (datetime(year + YEARS, 1, 1, tzinfo=UTC) - start).days
    for day, following in pairwise(start + _DAY * number for number in range(days + 1)):
        before, after = _offset(clocks, day), _offset(clocks, following)
        if before != after:
            moment = _moment(clocks, day, following)
            there = moment.astimezone(clocks)
            shown = (moment + before).replace(tzinfo=None)
            yield Change(shown, before, after, there.tzname() or "", summer=bool(there.dst()))


def _moment(clocks: ZoneInfo, day: datetime, following: datetime) -> datetime:
    before = _offset(clocks, day)
    while following - day > _SECOND:
        middle = day + (following - day) // 2
        middle = middle.replace(microsecond=0)
        day, following = (middle, following) if _offset(clocks, middle) == before else (day, middle)
    return following


def _ruled(found: Sequence[Change]) -> Change | None:
    """Say a change of each year in one; not if any year has none, or another."""
    alike = {(_yearly(one.shown), one.shown.time(), one.before, one.after) for one in found}
    if len(alike) != 1 or len({one.shown.year for one in found}) != YEARS:
        return None
    return replace(found[0], yearly=_yearly(found[0].shown))


def _yearly(shown: datetime) -> Yearly:
    is_last = (shown + 7 * _DAY).month != shown.month
    number = -1 if is_last else (shown.day - 1) // 7 + 1
    return Yearly(shown.month, f"{number}{_WEEKDAYS[shown.weekday()]}")


def _offset(clocks: ZoneInfo, moment: datetime) -> timedelta:
    return moment.astimezone(clocks).utcoffset() or timedelta()
