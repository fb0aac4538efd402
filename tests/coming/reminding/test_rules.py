"""When a reminder is due: a week and a day before, by hours that pass and not by clocks."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.coming.reminding import rules

STARTS = datetime(2027, 3, 28, 18, 0, tzinfo=UTC)  # the day on which the clocks change
MOMENTS = st.integers(0, 60 * 24 * 40).map(lambda minutes: STARTS - timedelta(minutes=minutes))


@pytest.mark.parametrize(
    ("before", "due"),
    [
        (timedelta(days=30), 0),
        (timedelta(days=7, seconds=1), 0),
        (timedelta(days=7), 1),
        (timedelta(days=1, seconds=1), 1),
        (timedelta(days=1), 2),
        (timedelta(minutes=1), 2),
    ],
)
def test_reminders_are_due_a_week_and_a_day_before(before: timedelta, due: int) -> None:
    assert rules.stage(STARTS, STARTS - before) == due


@given(st.lists(MOMENTS, min_size=1))
def test_however_often_one_looks_each_is_due_once(moments: list[datetime]) -> None:
    due = [rules.stage(STARTS, moment) for moment in sorted(moments)]
    assert due == sorted(due)
    assert max(due) <= len(rules.AHEAD)


def test_what_people_know_differs_with_any_part_of_it() -> None:
    assert rules.what(("a", "b")) == rules.what(("a", "b"))
    assert len({rules.what(parts) for parts in (("a", "b"), ("ab",), ("a", "c"), ("b", "a"))}) == 4
