"""Answers that are owed: who asks the council, how many at once, and until when it has time."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum

from portal import promises
from portal.bodies.rules import any_apart
from portal.languages.calendar import Calendar
from portal.problems import Problem, mark
from portal.promises import Promise

DAYS = 28
"""How many days the council has to answer, counted on its calendar."""

MOST_OPEN = 5
"""How many questions a body has open at most: who asks everything is answered nothing."""

REMINDED = (7, 1, 0)
"""How many days before its day an answer is reminded of; after it, once more."""


class Owed(StrEnum):
    """How a question to the council stands."""

    SUPPORTED = "supported"
    OPEN = "open"
    ANSWERED = "answered"
    DROPPED = "dropped"


def promise(by: date) -> Promise[str]:
    """Say what is owed."""
    return Promise("forum.answer", by)


def due_day(asked: datetime, calendar: Calendar) -> date:
    """Say by which day the council answers what it is asked at a moment."""
    return calendar.day(asked) + timedelta(days=DAYS)


def countdown(by: date, now: datetime, calendar: Calendar) -> promises.Countdown:
    """Count the days that are left, or those since the answer was due."""
    return promises.countdown(promise(by), now, calendar)


def is_asked(*, by_chair: bool, supporters: Sequence[Collection[str]]) -> bool:
    """Tell whether a question goes to the council: the chair's does, or two people's of no group.

    `supporters` are the groups of each; who is in none shares none.
    """
    return by_chair or any_apart(supporters)


def problem(open_now: int, *, public: bool) -> Problem | None:
    """Refuse a question that not everybody can read, and a sixth one."""
    if not public:
        return Problem(
            mark("Everybody sees what the council is asked. Begin a topic in the public room.")
        )
    if open_now >= MOST_OPEN:
        return Problem(
            mark("The council owes %(number)s answers already. Wait until one has come."),
            {"number": MOST_OPEN},
        )
    return None


def reminder(by: date, reminded: int, today: date) -> int:
    """Give how many reminders should have gone out by a day, if that is more than have; else 0.

    What was missed is not made up for: who hears that there is one day left needs no older mail.
    """
    left = (by - today).days
    stages = sum(left <= days for days in REMINDED) + (left < 0)
    return stages if stages > reminded else 0
