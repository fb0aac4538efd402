"""When a report is owed, how late it is, and that no later promise hides a day that passed."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.feedback import rules as of_feedback
from portal.feedback.clock import rules
from portal.feedback.clock.rules import Clock, Moved

DAY = date(2027, 5, 3)
WEEK = timedelta(days=7)
DAYS = st.dates(date(2026, 1, 1), date(2028, 12, 31))


@pytest.mark.parametrize(
    ("by", "moves", "owed", "missed"),
    [
        (DAY, [], DAY, None),
        # Moved in time: the new day is the promise.
        (DAY + WEEK, [Moved(DAY, DAY - WEEK)], DAY + WEEK, None),
        # On the very day it is still in time.
        (DAY + WEEK, [Moved(DAY, DAY)], DAY + WEEK, None),
        # A day that had passed counts for good.
        (DAY + WEEK, [Moved(DAY, DAY + WEEK)], DAY, DAY),
        (DAY + 9 * WEEK, [Moved(DAY, DAY + WEEK), Moved(DAY + 2 * WEEK, DAY + 5 * WEEK)], DAY, DAY),
        # Nothing was promised before.
        (DAY, [Moved(None, DAY - WEEK)], DAY, None),
    ],
)
def test_a_day_that_passed_before_it_was_moved_counts(
    by: date, moves: list[Moved], owed: date, missed: date | None
) -> None:
    clock = rules.clock(by, moves)
    assert (clock.owed, clock.missed) == (owed, missed)


@pytest.mark.parametrize(
    ("closed", "moves", "after"),
    [
        (DAY + timedelta(days=9), [], 9),
        (DAY - timedelta(days=2), [], -2),
        (DAY, [], 0),
        # Whoever moves the day afterwards makes nothing of the delay undone.
        (DAY + WEEK, [Moved(DAY, DAY + 2 * WEEK)], 7),
        (DAY + WEEK, [Moved(DAY - WEEK, DAY - timedelta(days=1))], 14),
    ],
)
def test_how_late_it_was_is_counted_from_the_promised_day(
    closed: date, moves: list[Moved], after: int
) -> None:
    by = DAY if not moves or moves[-1].on < closed else DAY + 9 * WEEK
    assert rules.clock(by, moves, published=closed, closed=closed).after == after


@pytest.mark.parametrize(
    ("days", "late", "told"),
    [(-1, False, False), (0, False, False), (1, True, False), (13, True, False), (14, True, True)],
)
def test_others_hear_of_it_two_weeks_late(days: int, late: bool, told: bool) -> None:
    clock, today = Clock(DAY), DAY + timedelta(days=days)
    assert (clock.is_late(today), clock.is_told(today)) == (late, told)


def test_what_is_closed_is_not_late() -> None:
    clock = Clock(DAY, closed=DAY + WEEK)
    assert not clock.is_late(DAY + 9 * WEEK)
    assert not clock.is_told(DAY + 9 * WEEK)


@pytest.mark.parametrize(
    ("left", "told", "counts"),
    [
        (40, 0, 0),
        (20, 28, 28),
        (1, 7, 7),
        (0, 1, 1),
        (-3, 1, 1),
        # The day was moved away: what was said once is said again at its time.
        (40, 1, 0),
        (20, 1, 28),
        (6, 1, 7),
    ],
)
def test_reminders_begin_again_once_the_day_was_moved(left: int, told: int, counts: int) -> None:
    assert rules.reminded(left, told) == counts


@given(st.integers(-5, 60), st.integers(0, 60))
def test_each_reminder_is_given_once_whatever_is_moved(left: int, moved: int) -> None:
    told = 0
    for now in (*range(left, -2, -1), *range(moved, -2, -1)):
        today = DAY - timedelta(days=now)
        told = rules.reminded(now, told)
        told = of_feedback.warning(DAY, today, told) or told
        assert not of_feedback.warning(DAY, today, rules.reminded(now, told))


@given(DAYS, st.lists(st.tuples(DAYS, DAYS)))
def test_no_later_promise_makes_a_report_less_late(
    by: date, moves: list[tuple[date, date]]
) -> None:
    before = [Moved(*one) for one in moves]
    owed = rules.clock(by, before).owed
    again = rules.clock(by + 52 * WEEK, [*before, Moved(by, by + timedelta(days=1))])
    assert again.owed <= owed
