"""What holds for meetings: what each kind has, what calendars must learn, and what is owed when."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from portal.problems import Problem, Problems, mark

SUMMARY_WITHIN = timedelta(days=7)
"""So long after a meeting the chair's summary is owed."""

SHORTEST, USUAL, LONGEST = 15, 120, 24 * 60
"""For how many minutes a meeting or an event lasts."""

AHEAD = timedelta(days=3 * 366)
"""How far ahead one is planned at most."""

TITLE = 200
PLACE = 300
WORDS = 20_000
"""How long minutes may be."""

SUMMARY = 4_000
"""How long the chair's summary may be, which stands on the page of its meeting."""

TRANSLATED, TRANSLATED_SUMMARY = 30_000, 6_000
"""How long their translations may be: some languages need more room."""

ACTION = 500
"""How long an action may be: one sentence."""

MOST_ITEMS = 40
"""How many items of its own an agenda has at most."""

MOST_PEOPLE = 40
"""How many places one group takes at most."""


class Kind(StrEnum):
    """What people come to. Events and training places are the council's, the others a body's."""

    MEETING = "meeting"
    CASE_REVIEW = "case_review"
    EVENT = "event"
    TRAINING = "training"


OF_BODIES = (Kind.MEETING, Kind.CASE_REVIEW)
OF_COUNCIL = (Kind.EVENT, Kind.TRAINING)


class State(StrEnum):
    """Whether it is to come, will not be, or has been."""

    PLANNED = "planned"
    CANCELLED = "cancelled"
    HELD = "held"


class What(StrEnum):
    """What is written about a meeting that has been."""

    SUMMARY = "summary"
    MINUTES = "minutes"


class Owner(StrEnum):
    """Who does what was agreed."""

    COUNCIL = "council"
    CHAIR = "chair"
    GROUP = "group"


@dataclass(frozen=True)
class Owed:
    """By when something is due, and how many days are left or, if `late`, have passed since."""

    day: date
    days: int
    late: bool


def has_papers(kind: Kind) -> bool:
    """Tell whether there is an agenda, papers, a summary and minutes.

    Of a case review there are dates and actions alone: everything else would be about people.
    """
    return kind is Kind.MEETING


def has_actions(kind: Kind) -> bool:
    """Tell whether actions are agreed at it."""
    return kind in OF_BODIES


def is_over(state: State, ends: datetime, now: datetime) -> bool:
    """Tell whether it has been, even if nobody has noted that yet."""
    return state is State.HELD or (state is State.PLANNED and ends <= now)


def is_coming(state: State, ends: datetime, now: datetime) -> bool:
    """Tell whether people can still say that they come."""
    return state is State.PLANNED and ends > now


def time_problem(starts: datetime, now: datetime) -> Problem | None:
    """Say what is wrong with when it begins."""
    if starts <= now:
        return Problem(mark("Choose a time that is still to come."))
    if starts > now + AHEAD:
        return Problem(mark("Choose a day within the next three years."))
    return None


def tells_calendars(before: Mapping[str, object], after: Mapping[str, object]) -> bool:
    """Tell whether a calendar has to learn what changed."""
    return any(before[name] != after.get(name, before[name]) for name in CALENDARS_SHOW)


CALENDARS_SHOW = ("title", "starts", "ends", "area", "place", "online", "state")
"""What a calendar shows; a change of any of it raises the sequence."""


def action_problems(owner: Owner, group: str, due: date, agreed: date) -> Problems:
    """Say what an action lacks: a group that does it has a name, and it is done later."""
    problems: Problems = {}
    if owner is Owner.GROUP and not group:
        problems["group"] = Problem(mark("Choose the group."))
    if due < agreed:
        problems["due"] = Problem(mark("Choose a day after the meeting."))
    return problems


def summary_owed(day: date, today: date) -> Owed:
    """Say by when the chair's summary of the meeting of a day is owed."""
    return owed(day + SUMMARY_WITHIN, today)


def owed(due: date, today: date) -> Owed:
    """Say how long there is until a day, or for how long it has been over."""
    return Owed(due, abs((due - today).days), late=today > due)


def group_problem(wanted: int, others: int) -> Problem | None:
    """Say that others took places for the same group, and it may not have so many more."""
    if others == 0 or wanted + others <= MOST_PEOPLE:
        return None
    taken = mark("Others took %(taken)s places for this group. It may have %(most)s in all.")
    return Problem(taken, {"taken": others, "most": MOST_PEOPLE})


def places_problem(wanted: int, taken: int, places: int | None) -> Problem | None:
    """Say that not so many places are free."""
    free = None if places is None else max(0, places - taken)
    if free is None or wanted <= free:
        return None
    if free == 0:
        return Problem(mark("All places are taken."))
    return Problem(
        mark("Only %(number)s places are free. Choose as many or fewer."), {"number": free}
    )


def agree_problem(*, drafted: bool, later: bool) -> Problem | None:
    """Say why minutes cannot be noted as agreed: that happens at a later meeting of the body."""
    if not drafted:
        return Problem(mark("No minutes have been drafted."))
    if not later:
        return Problem(mark("Minutes are agreed at a later meeting, once it has begun."))
    return None


def told_as(meeting: str, what: What | None = None) -> str:
    """Name for good what is told of a meeting, in feeds and where mails quote it."""
    return f"meeting-{meeting}-{what.value}" if what else f"meeting-{meeting}"


def parts(text: str) -> list[str]:
    """Part what somebody wrote where lines are left empty, so that it can be numbered."""
    return [part.strip() for part in re.split(r"\n\s*\n", text) if part.strip()]
