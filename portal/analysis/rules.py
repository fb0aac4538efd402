"""Counting answers: pure functions on columns of small integers, one entry per response.

Nothing is ever divided by another number than the one shown beside it: every answer stands on
those who were asked, and the four reasons for having no answer stay apart.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from portal.categories.rules import State
from portal.questions.questionnaire import WRITTEN, Kind, Question, Row

Values = NDArray[Any]
Mask = NDArray[np.bool_]

NOTHING = -1
"""What stands in a column for no answer; a column of several marks has zeros."""

STATES = tuple(State)
UNLISTED = "unlisted"
"""Those whose answer is no longer on the list; they are counted, not lost."""


@dataclass(frozen=True)
class Column:
    """The answers to one question, or to one line of a matrix.

    `values` is the place of the chosen option, the step of a scale from 0, the month of a date
    (year * 12 + month - 1), the number itself, or 0 for a text. It has a second axis, one entry
    for each option, when several may be chosen (1) or ranked (their place from 1).
    """

    question: Question
    values: Values
    asked: Mask
    row: Row | None = None

    @property
    def answered(self) -> Mask:
        """Tell which responses hold an answer."""
        if self.values.ndim == 2:
            return np.asarray(np.any(self.values > 0, axis=1))
        if self.question.kind is Kind.NUMBER:
            return ~np.isnan(self.values)
        return np.asarray(self.values > NOTHING)


@dataclass(frozen=True)
class Tally:
    """How some responses answered a question; `total` is the sum of the three after it."""

    total: int
    answered: int
    skipped: int
    not_asked: int
    counts: tuple[int, ...] = ()
    measures: tuple[float | None, ...] = ()

    @property
    def asked(self) -> int:
        """Count those who were asked: the base of every percentage."""
        return self.answered + self.skipped


@dataclass(frozen=True)
class Told:
    """What people told about themselves: a state for each, and the place of their options."""

    states: NDArray[np.int8]
    values: Values


def points(column: Column) -> tuple[int, ...]:
    """List what is counted one by one: options, steps from 0, or the months that occur."""
    kind = column.question.kind
    if kind is Kind.NUMBER or kind in WRITTEN:
        return ()
    if kind is Kind.DATE:
        return tuple(int(month) for month in np.unique(column.values) if month > NOTHING)
    if kind is Kind.SCALE:
        return tuple(range(len(column.question.steps)))
    return tuple(range(len(column.question.options)))


def tally(column: Column, within: Mask) -> Tally:
    """Count how those within a group answered; for a ranking, who put each option first."""
    answered = column.answered & within
    silent = within & ~answered
    return Tally(
        total=_count(within),
        answered=_count(answered),
        skipped=_count(silent & column.asked),
        not_asked=_count(silent & ~column.asked),
        counts=tuple(_count(_holds(column, point) & within) for point in points(column)),
        measures=_measures(column, answered),
    )


def chose(column: Column, codes: Sequence[str]) -> Mask:
    """Tell who chose one of these options, which is what skip logic asks."""
    places = [place for place, option in enumerate(column.question.options) if option.code in codes]
    return _any(column.values, places)


def divide(told: Told, lists: Mapping[str, Sequence[int]]) -> dict[str, Mask]:
    """Put everybody into groups by the places of their options, and apart those without one.

    A characteristic that allows one answer puts everybody into exactly one group; one that
    allows several puts somebody into each group they belong to.
    """
    answered = told.states == STATES.index(State.ANSWERED)
    groups = {code: answered & _any(told.values, places) for code, places in lists.items()}
    placed = np.logical_or.reduce([*groups.values(), np.zeros_like(answered)])
    silent = {
        state.value: told.states == STATES.index(state)
        for state in (State.PREFER_NOT, State.SKIPPED, State.NOT_ASKED)
    }
    return {**groups, UNLISTED: answered & ~placed, **silent}


def _holds(column: Column, point: int) -> Mask:
    if column.values.ndim == 1:
        return np.asarray(column.values == point)
    wanted = column.values[:, point]
    return np.asarray(wanted == 1 if column.question.kind is Kind.RANKING else wanted > 0)


def _any(values: Values, places: Sequence[int]) -> Mask:
    if values.ndim == 1:
        return np.isin(values, places)
    return np.asarray(np.any(values[:, list(places)] > 0, axis=1))


def _measures(column: Column, answered: Mask) -> tuple[float | None, ...]:
    given = column.values[answered]
    if column.question.kind is Kind.NUMBER:
        return _spread(given)
    if column.question.kind is Kind.SCALE:
        return (float(given.mean()) + column.question.steps[0] if len(given) else None,)
    if column.question.kind is Kind.RANKING:
        return tuple(_mean(places[places > 0]) for places in given.T)
    return ()


def _spread(given: Values) -> tuple[float | None, ...]:
    """Give lowest, lower quartile, median, upper quartile and highest number.

    Quartiles are interpolated linearly (type 7 of Hyndman and Fan, Sample Quantiles in
    Statistical Packages, 1996), as spreadsheets do.
    """
    if not len(given):
        return (None,) * 5
    return tuple(float(value) for value in np.quantile(given, (0, 0.25, 0.5, 0.75, 1)))


def _mean(places: Values) -> float | None:
    return float(places.mean()) if len(places) else None


def _count(mask: Mask) -> int:
    return int(np.count_nonzero(mask))
