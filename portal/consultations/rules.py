"""When a consultation is open, and what may become of a response: no web, no database."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Protocol

from portal.languages.calendar import Calendar, add_months
from portal.problems import Problem, Problems, mark

CALLED = mark("Consultation")
"""What kind of thing one is, where others point to it."""

LATE_DRAFTS = timedelta(days=1)
"""A draft that was open when the consultation closed may still be sent for this long."""


MOST_MONTHS = 120
"""For how long after closing answers may be kept at most."""


class Stage(StrEnum):
    """How far staff have brought a consultation."""

    DRAFT = "draft"
    PUBLISHED = "published"
    CLOSED = "closed"
    ARCHIVED = "archived"


class Status(StrEnum):
    """What residents see of a consultation."""

    HIDDEN = "hidden"
    SOON = "soon"
    OPEN = "open"
    CLOSED = "closed"
    ARCHIVED = "archived"


class Channel(StrEnum):
    """How an answer reached the council."""

    WEB = "web"
    PAPER = "paper"
    TELEPHONE = "telephone"
    EVENT = "event"
    GROUP = "group"
    HELPED = "helped"
    SLIP = "slip"


class ResponseState(StrEnum):
    """What has become of a response."""

    COUNTED = "counted"
    SET_ASIDE = "set_aside"
    WITHDRAWN = "withdrawn"


REASON_AFTER = ": "
"""What stands between the kind of a reason and what somebody wrote about it."""


class Told(StrEnum):
    """A date of a published consultation that residents were told and that may move."""

    CLOSES = "closes"
    REPORT_BACK = "report_back"
    DELETE_WRITTEN = "delete_written"
    DELETE_EQUALITY = "delete_equality"


DELETIONS = (Told.DELETE_WRITTEN, Told.DELETE_EQUALITY)

Days = Mapping[Told, date | None]
"""The days that residents were told, apart from the closing moment."""


class Periods(Protocol):
    """How long a council takes and keeps things, and what its clocks say."""

    @property
    def timezone(self) -> str:
        """Name the zone of the council's clocks."""

    @property
    def report_back_weeks(self) -> int:
        """Count the weeks after which it promises to report back."""

    @property
    def written_months(self) -> int:
        """Count the months for which written answers are kept."""

    @property
    def equality_months(self) -> int:
        """Count the months for which equality answers are kept."""


class Respondent(StrEnum):
    """On whose behalf a response was sent."""

    INDIVIDUAL = "individual"
    ORGANISATION = "organisation"


def status(stage: Stage, opens: datetime | None, closes: datetime | None, now: datetime) -> Status:
    """Tell what residents see at a moment; the closing moment itself is too late."""
    if stage is Stage.DRAFT or opens is None or closes is None:
        return Status.HIDDEN
    if stage is Stage.ARCHIVED:
        return Status.ARCHIVED
    if now < opens:
        return Status.SOON
    return Status.OPEN if stage is Stage.PUBLISHED and now < closes else Status.CLOSED


def may_send(closes: datetime, started: datetime, now: datetime) -> bool:
    """Tell whether a draft may be sent: while open, or for a day if it was begun before."""
    return now < closes or (started < closes and now < closes + LATE_DRAFTS)


def usual_days(closes: datetime, periods: Periods) -> dict[str, date]:
    """Give the days that follow from the closing moment, counted on the council's calendar."""
    last = last_day(closes, periods.timezone)
    return {
        "report_back": last + timedelta(weeks=periods.report_back_weeks),
        "delete_written": add_months(last, periods.written_months),
        "delete_equality": add_months(last, periods.equality_months),
    }


def needed_until(closes: datetime, report_back: date | None, zone: str) -> date:
    """Give the last day on which all answers are needed: they may still come, or are reported."""
    late = last_day(closes + LATE_DRAFTS, zone)
    return max(late, report_back or late)


def out_of_order(closes: datetime, days: Days, zone: str) -> Problems:
    """Say which days come too early: reporting back, and deleting what is still needed."""
    back = days.get(Told.REPORT_BACK)
    needed = needed_until(closes, back, zone)
    problems: Problems = {}
    if back and back <= last_day(closes, zone):
        problems[Told.REPORT_BACK] = Problem(
            mark("The date for reporting back comes before the closing date.")
        )
    for name, message in _TOO_EARLY.items():
        if (day := days.get(name)) and day <= needed:
            problems[name] = Problem(message)
    return problems


def too_late(closes: datetime, days: Days, zone: str) -> Problems:
    """Say which deletions come later than any council may need; most are slips of the finger."""
    last = add_months(last_day(closes, zone), MOST_MONTHS)
    problem = Problem(mark("Answers would be kept for more than ten years after the closing date."))
    return {name: problem for name in DELETIONS if (day := days.get(name)) and day > last}


def last_day(closes: datetime, zone: str) -> date:
    """Give the last day on which a consultation is open: midnight ends the day before."""
    return Calendar(zone).last_day(closes)


_TOO_EARLY = {
    Told.DELETE_WRITTEN: mark(
        "Written answers would be deleted before the council reports back, "
        "or while some can still be sent."
    ),
    Told.DELETE_EQUALITY: mark(
        "Equality answers would be deleted before the council reports back, "
        "or while some can still be sent."
    ),
}

RESERVED_SECTIONS = frozenset(
    {"check", "done", "equality", "organisation", "resume", "saved", "clear", "another"}
)
"""Codes that no section may have, because pages of the answering journey have them."""
