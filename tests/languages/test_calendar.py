"""Days are counted as the council counts them: past midnight, over weekends and closed days."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.forms.dates import read_days, show_days
from portal.languages.calendar import Calendar, add_months
from portal.problems import Problem

CHRISTMAS = frozenset(
    {date(2026, 12, 25), date(2026, 12, 28), date(2026, 12, 29), date(2026, 12, 30)}
    | {date(2026, 12, 31), date(2027, 1, 1)}
)
LONDON = Calendar("Europe/London", CHRISTMAS)
DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))
NOON = datetime(2026, 12, 24, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        *("25 12", "31 2 2026", "Christmas", "25 12 2026 1", "0 1 2026", "1 1 26"),
        *("25 12 2026 Christmas", "on 25 12 2026", "25x12x2026", "25122026", "-5 12 2026"),
        *("½5 12 2026", "25 1² 2026", "²5 12 2026", "25 12 202①", "2 5 12 2026", "1 1 1800"),
    ],
)
def test_what_is_no_day_is_not_read_as_one_and_its_line_is_named(text: str) -> None:
    read = read_days(f"1 1 2027\n\n{text}\n2 1 2027")
    assert isinstance(read, Problem)
    assert read.values == {"line": 3}


def test_days_are_read_a_line_each_in_any_digits_and_shown_as_they_are_read() -> None:
    read = read_days("26 12 2026\n\n\u200f٢٥\u200f/١٢\u200f/٢٠٢٦\r\n2027-01-01\n26.12.2026.")
    assert not isinstance(read, Problem)
    assert read == (date(2026, 12, 25), date(2026, 12, 26), date(2027, 1, 1))
    assert show_days(read) == "25 12 2026\n26 12 2026\n1 1 2027"
    assert read_days("") == ()


@pytest.mark.parametrize(
    ("day", "days", "expected"),
    [
        (date(2026, 11, 27), 1, date(2026, 11, 30)),  # over a weekend
        (date(2026, 11, 28), 1, date(2026, 11, 30)),  # from a Saturday
        (date(2026, 12, 24), 1, date(2027, 1, 4)),  # over closed days in a row
        (date(2026, 12, 24), 0, date(2026, 12, 24)),
        (date(2027, 12, 24), 1, date(2027, 12, 27)),  # of a year without any closed days set
    ],
)
def test_closed_days_and_weekends_are_no_working_days(day: date, days: int, expected: date) -> None:
    assert LONDON.add_working_days(day, days) == expected


@given(DAYS, st.integers(1, 60), st.frozensets(DAYS, max_size=20))
def test_so_many_working_days_lie_between(day: date, days: int, closed: frozenset[date]) -> None:
    calendar = Calendar(closed=closed)
    end = calendar.add_working_days(day, days)
    between = [day + timedelta(days=n) for n in range(1, (end - day).days + 1)]
    assert sum(map(calendar.is_working, between)) == days
    assert calendar.is_working(end)


@pytest.mark.parametrize(
    ("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 7, 1), 24)]
)
def test_a_day_is_as_long_as_the_clocks_make_it(day: date, hours: int) -> None:
    assert LONDON.end(day) - LONDON.moment(day) == timedelta(hours=hours)
    assert LONDON.last_day(LONDON.end(day)) == day


def test_hours_pass_while_the_clocks_change() -> None:
    evening = LONDON.moment(date(2026, 3, 28), time(20))
    assert LONDON.local(evening + timedelta(hours=12)).hour == 9


@given(DAYS, st.sampled_from(["Europe/London", "America/Santiago", "Asia/Beirut", "Asia/Karachi"]))
def test_a_day_begins_and_ends_on_itself(day: date, zone: str) -> None:
    calendar, instant = Calendar(zone), timedelta(microseconds=1)
    assert calendar.day(calendar.moment(day)) == day
    assert calendar.day(calendar.end(day) - instant) == day


@given(DAYS, st.integers(0, 120))
def test_months_keep_the_day_or_end_with_the_month(day: date, months: int) -> None:
    later = add_months(day, months)
    assert later.day == day.day or (later + timedelta(days=1)).day == 1
    assert (later.year - day.year) * 12 + later.month - day.month == months


def test_nothing_comes_on_a_closed_day_and_what_was_missed_comes_once() -> None:
    nine = [time(9)]
    christmas_eve, new_year = NOON, datetime(2027, 1, 3, 12, tzinfo=UTC)
    assert not LONDON.has_come(nine, christmas_eve, new_year)
    assert Calendar().has_come(nine, christmas_eve, new_year)
    assert LONDON.has_come(nine, christmas_eve, new_year + timedelta(days=1))
    assert not LONDON.has_come([], christmas_eve, new_year + timedelta(days=30))


@given(st.lists(st.integers(1, 40 * 24), min_size=1, max_size=8))
def test_each_time_comes_in_exactly_one_of_the_looks_at_it(hours: list[int]) -> None:
    clock, looks = [time(9)], [NOON + timedelta(hours=hour) for hour in sorted({0, *hours})]
    pairs = list(pairwise(looks))
    once = LONDON.has_come(clock, looks[0], looks[-1])
    assert any(LONDON.has_come(clock, *pair) for pair in pairs) is once
