"""What was promised by when, and whether it is due: the one way in which that is judged.

What is promised by a day is kept up to the end of that day on the council's clocks; what is
promised by a moment, up to it. What is to be done from a day on, such as deleting, is due when
that day has come.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Generic, TypeVar

from portal.languages.calendar import Calendar

What = TypeVar("What", bound=str)


class Standing(StrEnum):
    """How a promise stands."""

    AHEAD = "ahead"
    DUE = "due"
    OVERDUE = "overdue"


@dataclass(frozen=True)
class Promise(Generic[What]):
    """Something that is to be done, and by which day or moment."""

    what: What
    by: date | datetime


def due(promise: Promise[What], now: datetime, calendar: Calendar) -> Standing:
    """Say how a promise stands: due is what is promised by this very day."""
    by = promise.by
    exact = isinstance(by, datetime)
    if now >= (by if exact else calendar.end(by)):
        return Standing.OVERDUE
    return Standing.AHEAD if exact or now < calendar.moment(by) else Standing.DUE


def is_overdue(promise: Promise[What] | None, now: datetime, calendar: Calendar) -> bool:
    """Tell whether something should have happened by now; where nothing is promised, nothing."""
    return promise is not None and due(promise, now, calendar) is Standing.OVERDUE


@dataclass(frozen=True)
class Countdown:
    """How a promise stands for everybody: due, and in how many days, or for how long it is late."""

    standing: Standing
    days: int


def countdown(promise: Promise[What], now: datetime, calendar: Calendar) -> Countdown:
    """Count the days that are left, or those since something was due."""
    by = calendar.day(promise.by) if isinstance(promise.by, datetime) else promise.by
    return Countdown(due(promise, now, calendar), abs((by - calendar.day(now)).days))
