"""Entries of a calendar, written as files that calendars read (RFC 5545)."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from portal.coming.calendars import zones

if TYPE_CHECKING:
    from icalendar import Calendar, Event, Timezone

MAKER = "-//Voices//Meetings//EN"
ASK_AGAIN = timedelta(hours=4)
"""How often a calendar is asked to look for what changed."""

_FIRST_YEAR = 2026


@dataclass(frozen=True)
class Entry:
    """A meeting as somebody's calendar shows it; its `uid` and `sequence` tell it from before.

    `area` and `href` are for calendars of what is public.
    """

    uid: str
    title: str
    starts: datetime
    ends: datetime
    sequence: int
    changed: datetime
    cancelled: bool = False
    area: str = ""
    href: str = ""


@dataclass(frozen=True)
class Cover:
    """What a calendar is called, in which language, in the clocks of which zone.

    What is said `about` it stands in each of its entries, too: they are read one by one.
    """

    title: str
    language: str
    zone: str
    private: bool = False
    about: str = ""


def write(cover: Cover, entries: Sequence[Entry]) -> bytes:
    """Write a calendar. The same entries are always written alike, so it can be told by its hash.

    There is no METHOD: it would demand an organiser, and nobody is named (RFC 5546, 3.2.1).
    """
    # Ten megabytes that a process does without until somebody asks for a calendar.
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", MAKER)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    _describe(calendar, cover)
    first = min((one.starts.year for one in entries), default=_FIRST_YEAR)
    # A year before, so that the clocks in which the first entry stands have begun. A calendar
    # without any entry has to have some part all the same.
    calendar.add_component(_timezone(cover.zone, first - 1))
    for entry in entries:
        calendar.add_component(_event(cover, entry))
    written: bytes = calendar.to_ical()
    return written


def plain(text: str) -> str:
    """Write words in one line, without what a calendar cannot hold."""
    line = " ".join(text.split())
    return "".join(sign for sign in line if unicodedata.category(sign) not in ("Cc", "Cs"))


def _describe(calendar: "Calendar", cover: Cover) -> None:
    """Name the calendar and say how often to look, each in the two ways that are read."""
    from icalendar import vDuration

    title = plain(cover.title)
    calendar.add("name", title, {"LANGUAGE": cover.language})
    calendar.add("x-wr-calname", title)
    if cover.about:
        calendar.add("description", plain(cover.about), {"LANGUAGE": cover.language})
        calendar.add("x-wr-caldesc", plain(cover.about))
    calendar.add("x-wr-timezone", cover.zone)
    calendar.add("refresh-interval", vDuration(ASK_AGAIN, {"VALUE": "DURATION"}))
    calendar.add("x-published-ttl", vDuration(ASK_AGAIN))


def _event(cover: Cover, entry: Entry) -> "Event":
    from icalendar import Event

    event = Event()
    event.add("uid", entry.uid)
    event.add("summary", plain(entry.title), {"LANGUAGE": cover.language})
    event.add("dtstart", _shown(entry.starts, cover.zone))
    event.add("dtend", _shown(entry.ends, cover.zone))
    event.add("dtstamp", entry.changed.astimezone(UTC))
    event.add("last-modified", entry.changed.astimezone(UTC))
    event.add("sequence", entry.sequence)
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if entry.cancelled else "OPAQUE")
    event.add("class", "PRIVATE" if cover.private else "PUBLIC")
    if cover.about:
        event.add("description", plain(cover.about), {"LANGUAGE": cover.language})
    if entry.area:
        event.add("location", plain(entry.area))
    if entry.href:
        event.add("url", entry.href)
    return event


def _shown(moment: datetime, zone: str) -> datetime:
    """Give a moment as the clocks show it; in UTC where they show the same time twice."""
    local = moment.astimezone(ZoneInfo(zone)).replace(microsecond=0)
    return moment.astimezone(UTC).replace(microsecond=0) if local.fold else local


def _timezone(zone: str, year: int) -> "Timezone":
    from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

    timezone = Timezone()
    timezone.add("tzid", zone)
    for change in zones.changes(zone, year):
        part = TimezoneDaylight() if change.summer else TimezoneStandard()
        part.add("dtstart", change.shown)
        part.add("tzoffsetfrom", change.before)
        part.add("tzoffsetto", change.after)
        part.add("tzname", change.name)
        if change.yearly:
            month, day = change.yearly.month, change.yearly.day
            part.add("rrule", {"freq": "yearly", "bymonth": month, "byday": day})
        timezone.add_component(part)
    return timezone
