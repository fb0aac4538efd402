"""What holds for reports and cases: states, clocks, and when reports are taken in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from math import ceil

from portal.languages.calendar import Calendar, add_months
from portal.problems import mark
from portal.promises import Promise


class Circle(StrEnum):
    """For whom a key is: the case team, somebody outside the council, partners, or paper."""

    TEAM = "team"
    INDEPENDENT = "independent"
    APPROVER = "approver"
    PARTNER = "partner"
    ANALYST = "analyst"
    RECOVERY = "recovery"


class TeamKeyPurpose(StrEnum):
    """What a key that several people share opens."""

    CONTACT = "contact"
    STATISTICS = "statistics"
    LINKING = "linking"


class State(StrEnum):
    """How far the people who help are with a case."""

    RECEIVED = "received"
    TRIAGE = "triage"
    ACCEPTED = "accepted"
    WAITING = "waiting"
    REFERRED = "referred"
    ACTION = "action"
    REVIEW = "review"
    CLOSED = "closed"
    MERGED = "merged"
    NOT_HATE = "not_hate"
    SPAM = "spam"
    WITHDRAWN = "withdrawn"


class PublicStatus(StrEnum):
    """What the reporter is told of it."""

    RECEIVED = "received"
    READING = "reading"
    WORKING = "working"
    WAITING = "waiting"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class Outcome(StrEnum):
    """What came of a case, in the groups in which outcomes are counted."""

    CRIMINAL = "criminal"
    CIVIL = "civil"
    INFORMAL = "informal"
    NONE_ANONYMOUS = "none_anonymous"
    COUNTED = "counted"
    NOT_HATE = "not_hate"
    SPAM = "spam"
    WITHDRAWN = "withdrawn"


class Risk(StrEnum):
    """How much somebody may come to harm."""

    UNKNOWN = "unknown"
    STANDARD = "standard"
    MEDIUM = "medium"
    HIGH = "high"


OVER = frozenset({State.CLOSED, State.MERGED, State.NOT_HATE, State.SPAM, State.WITHDRAWN})
"""The states in which nobody works on a case any more."""

_PUBLIC: Mapping[State, PublicStatus] = {
    State.RECEIVED: PublicStatus.RECEIVED,
    State.TRIAGE: PublicStatus.READING,
    State.ACCEPTED: PublicStatus.WORKING,
    State.WAITING: PublicStatus.WAITING,
    State.REFERRED: PublicStatus.WORKING,
    State.ACTION: PublicStatus.WORKING,
    State.REVIEW: PublicStatus.WORKING,
    State.WITHDRAWN: PublicStatus.WITHDRAWN,
}


def public_status(state: State) -> PublicStatus:
    """Say what the reporter is told; why a case was closed is told in a reply, not in a word."""
    return _PUBLIC.get(state, PublicStatus.CLOSED)


SHORTEST_DAYS = 28
"""For how many days nothing that staff closed is destroyed, whatever the council decided."""


def destroyed_on(closed: date, months: int) -> date:
    """Say on which day a case is destroyed that staff closed."""
    return max(add_months(closed, months), closed + timedelta(days=SHORTEST_DAYS))


@dataclass(frozen=True)
class Clocks:
    """How soon something is promised to happen: working days, and weeks after closing.

    The hours within which somebody looks at danger and at a child run day and night.
    """

    acknowledge_days: int = 1
    first_action_days: int = 5
    contact_days: int = 10
    follow_up_weeks: int = 4
    danger_hours: int = 2
    child_hours: int = 4

    def hours_to_look(self, *, danger: bool, child: bool) -> int | None:
        """Say within how many hours somebody looks at a report; None if in days."""
        hours = [self.danger_hours] * danger + [self.child_hours] * child
        return min(hours, default=None)


def hours_late(told: datetime, hours: int, now: datetime) -> int:
    """Count the hours begun since somebody should have looked; 0 while there is time."""
    return max(0, ceil((now - told) / timedelta(hours=1)) - hours)


class Clock(StrEnum):
    """What is due in a case."""

    ACKNOWLEDGE = "acknowledge"
    FIRST_ACTION = "first_action"
    CONTACT = "contact"
    FOLLOW_UP = "follow_up"


@dataclass(frozen=True)
class Dates:
    """The days of a case, none more exact than that."""

    received: date
    acknowledged: date | None = None
    first_action: date | None = None
    last_contact: date | None = None
    closed: date | None = None
    followed_up: date | None = None


def due(dates: Dates, clocks: Clocks, calendar: Calendar) -> Promise[Clock] | None:
    """Say what has to happen next in a case and by which day; nothing once all is done."""
    later = calendar.add_working_days
    if dates.closed:
        if dates.followed_up:
            return None
        day = dates.closed + timedelta(weeks=clocks.follow_up_weeks)
        return Promise(Clock.FOLLOW_UP, day)
    if not dates.acknowledged:
        return Promise(Clock.ACKNOWLEDGE, later(dates.received, clocks.acknowledge_days))
    if not dates.first_action:
        return Promise(Clock.FIRST_ACTION, later(dates.received, clocks.first_action_days))
    last = dates.last_contact or dates.first_action
    return Promise(Clock.CONTACT, later(last, clocks.contact_days))


FEWEST_KEYS = 2
"""How many people need a key, a recovery key counted as one, before reports are taken in."""


RESTING_DAYS = 28
"""For how many days a key that rests still has a say in who comes after it."""


@dataclass(frozen=True)
class Readiness:
    """Who could read a report that came in now, when somebody last looked, and whether it fits."""

    enabled: bool
    holders: int
    recovery: bool
    opened: date | None
    room: bool = True


CLOSED_MESSAGES = {
    "disabled": mark("Reports are not taken in: an administrator has not opened this service."),
    "keys": mark(
        "Reports are not taken in: at least two people need a key, or one and a recovery key."
    ),
    "room": mark("Reports are not taken in: the disk is almost full."),
    "quiet": mark("Reports are not taken in: nobody has opened the queue for too long."),
}


def why_closed(
    readiness: Readiness, quiet_days: int, today: date, calendar: Calendar
) -> str | None:
    """Name what keeps reports from being taken in, as a key of `CLOSED_MESSAGES`; None if open.

    A report that nobody can open, or that nobody looks at, would be a broken promise.
    """
    if not readiness.enabled:
        return "disabled"
    if not readiness.room:
        return "room"
    if readiness.holders + readiness.recovery < FEWEST_KEYS or not readiness.holders:
        return "keys"
    return "quiet" if _is_quiet(readiness.opened, quiet_days, today, calendar) else None


FEWEST_OUTSIDE = 2
"""How many people outside should hold a key, so that not everything hangs on one of them."""

OUTSIDE_MESSAGES = {
    "nobody": mark("Nobody outside the council has a key, so reports about it reach nobody there."),
    "few": mark("Only one person outside the council has a key. There should be two."),
    "quiet": mark(
        "Nobody outside the council has looked for reports for too long, so none about the "
        "council is left to them."
    ),
}


def why_outside_closed(
    people: int, opened: date | None, quiet_days: int, today: date, calendar: Calendar
) -> str:
    """Name what keeps reports about the council from being left to those outside; nothing if not.

    It is a key of `OUTSIDE_MESSAGES`. Their queue counts as the team's does.
    """
    if not people:
        return "nobody"
    return "quiet" if _is_quiet(opened, quiet_days, today, calendar) else ""


def _is_quiet(opened: date | None, days: int, today: date, calendar: Calendar) -> bool:
    return opened is None or today > calendar.add_working_days(opened, days)
