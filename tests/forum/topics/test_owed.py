"""Answers that the council owes: who asks, how many at once, and by when they are due."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.forum.topics import owed
from portal.languages.calendar import Calendar
from portal.promises import Countdown, Standing

CALENDAR = Calendar()
DUE = date(2026, 11, 29)
GROUPS = st.lists(st.sets(st.sampled_from("abcd"), max_size=3), max_size=4)


@pytest.mark.parametrize(
    ("supporters", "asked"),
    [
        ([], False),
        ([()], False),
        ([(), ()], True),
        ([("a",), ("a", "b")], False),
        ([("a",), ("b",)], True),
        ([("a",), ("a", "b"), ("c",)], True),
    ],
)
def test_two_members_of_no_common_group_ask_the_council(
    supporters: list[tuple[str, ...]], *, asked: bool
) -> None:
    assert owed.is_asked(by_chair=False, supporters=supporters) is asked


@given(GROUPS)
def test_the_chair_asks_alone_and_one_group_never_does(groups: list[set[str]]) -> None:
    assert owed.is_asked(by_chair=True, supporters=groups)
    assert not owed.is_asked(by_chair=False, supporters=[{"z"} | one for one in groups])


@pytest.mark.parametrize(
    ("open_now", "public", "refused"),
    [(0, True, False), (4, True, False), (5, True, True), (0, False, True)],
)
def test_five_questions_at_most_are_open_and_everybody_can_read_them(
    open_now: int, *, public: bool, refused: bool
) -> None:
    assert (owed.problem(open_now, public=public) is not None) is refused


@pytest.mark.parametrize(
    ("asked", "by"),
    [
        (datetime(2026, 11, 1, 12, tzinfo=UTC), date(2026, 11, 29)),
        # In summer the day of the council's clocks begins an hour before that of UTC.
        (datetime(2026, 7, 1, 23, 30, tzinfo=UTC), date(2026, 7, 30)),
        (datetime(2026, 10, 20, 9, tzinfo=UTC), date(2026, 11, 17)),
    ],
)
def test_the_council_has_28_days_on_its_own_calendar(asked: datetime, by: date) -> None:
    assert owed.due_day(asked, CALENDAR) == by


@pytest.mark.parametrize(
    ("now", "stands"),
    [
        (datetime(2026, 11, 20, 9, tzinfo=UTC), Countdown(Standing.AHEAD, 9)),
        (datetime(2026, 11, 29, 23, 59, tzinfo=UTC), Countdown(Standing.DUE, 0)),
        (datetime(2026, 11, 30, 0, 1, tzinfo=UTC), Countdown(Standing.OVERDUE, 1)),
        (datetime(2027, 1, 3, 9, tzinfo=UTC), Countdown(Standing.OVERDUE, 35)),
    ],
)
def test_everybody_sees_how_many_days_are_left_or_since_when_it_is_late(
    now: datetime, stands: Countdown
) -> None:
    assert owed.countdown(DUE, now, CALENDAR) == stands


@given(st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_no_answer_is_late_in_less_than_28_days(asked: datetime) -> None:
    by = owed.due_day(asked, CALENDAR)
    late = owed.countdown(by, asked + timedelta(days=27), CALENDAR)
    assert late.standing is not Standing.OVERDUE
    assert owed.countdown(by, asked, CALENDAR) == Countdown(Standing.AHEAD, 28)


@pytest.mark.parametrize(
    ("left", "reminded", "gives"),
    [
        (28, 0, 0),
        (7, 0, 1),
        (7, 1, 0),
        (3, 1, 0),
        (1, 1, 2),
        (0, 2, 3),
        (-1, 3, 4),
        (-9, 4, 0),
        (-9, 0, 4),
    ],
)
def test_an_answer_is_reminded_of_once_at_each_stage(left: int, reminded: int, gives: int) -> None:
    assert owed.reminder(DUE, reminded, DUE - timedelta(days=left)) == gives
