"""What a plan is made of, how it stands, what is late, and what is kept of a promise. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

MOST_ITEMS = 3_000
"""How many items a plan has at most."""


class Kind(StrEnum):
    """What sort of plan it is."""

    SCHEME = "scheme"
    ACTION_PLAN = "action_plan"
    SELF_ASSESSMENT = "self_assessment"
    CHECKLIST = "checklist"
    RECOMMENDATIONS = "recommendations"


class Standing(StrEnum):
    """Who reads a plan."""

    DRAFT = "draft"
    PUBLIC = "public"


class Level(StrEnum):
    """What an item is, in the order in which they stand below each other."""

    SECTION = "section"
    AIM = "aim"
    OBJECTIVE = "objective"
    REQUIREMENT = "requirement"
    DUTY = "duty"
    QUESTION = "question"
    RECOMMENDATION = "recommendation"
    ACTION = "action"


class Reach(StrEnum):
    """How far an item reaches."""

    UNSAID = ""
    NATIONAL = "national"
    REGIONAL = "regional"
    LOCAL = "local"


class Status(StrEnum):
    """How far an item is."""

    UNSAID = ""
    NOT_STARTED = "not_started"
    UNDER_WAY = "under_way"
    DONE = "done"
    STOPPED = "stopped"


class Assessment(StrEnum):
    """Whether what an item asks for is so."""

    UNSAID = ""
    MET = "met"
    PARTLY_MET = "partly_met"
    NOT_MET = "not_met"


NOTHING_SAID = "unsaid"
"""Stands in an address for items of which nobody said how far they are."""

ASSESSED = frozenset({Level.REQUIREMENT, Level.DUTY, Level.QUESTION})
"""What is met or not; all else is done or not."""

OVER = frozenset({Status.DONE, Status.STOPPED})
"""What has no date any more that could be missed."""


class Alike(NamedTuple):
    """How many items of a level are alike in how they stand."""

    level: int
    status: str
    assessment: str
    late: bool
    undated: bool
    number: int


@dataclass
class Glance:
    """A plan in numbers: how many items have each status and each assessment, by their codes."""

    statuses: Counter[str] = field(default_factory=Counter)
    assessments: Counter[str] = field(default_factory=Counter)
    late: int = 0
    undated: int = 0


def done_level(levels: Sequence[str]) -> int | None:
    """Tell on which level stands what is to be done, counted from 0: the lowest, if any does."""
    return len(levels) - 1 if levels and levels[-1] not in ASSESSED else None


def assessed_level(levels: Sequence[str]) -> int | None:
    """Tell on which level stands what is met or not: the lowest of them."""
    return next((n for n in reversed(range(len(levels))) if levels[n] in ASSESSED), None)


def glance(levels: Sequence[str], alike: Iterable[Alike]) -> Glance:
    """Put together the numbers that tell how a plan stands.

    Late and undated is what has a date to miss, on whichever level it stands; only what is to be
    done lacks a date without one.
    """
    told, done, assessed = Glance(), done_level(levels), assessed_level(levels)
    for one in alike:
        if one.level == done:
            told.statuses[one.status] += one.number
            told.undated += one.number * one.undated
        if one.level == assessed:
            told.assessments[one.assessment] += one.number
        told.late += one.number * one.late
    return told


def replaced(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """Give what a change takes away, by its field: of a text in languages only words that go.

    A translation that is added takes nothing away, nor does what was empty.
    """
    gone = {name: _gone(before[name], value) for name, value in after.items() if before.get(name)}
    return {name: value for name, value in gone.items() if value}


def _gone(before: Any, after: Any) -> Any:
    if isinstance(before, Mapping):
        return {tag: text for tag, text in before.items() if text and text != after.get(tag)}
    value = list(before) if isinstance(before, list | tuple) else before
    return None if value == after else _written(value)


def _written(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
