"""What is hidden among sums stays hidden, also from somebody who knows the rule and the total."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from portal.incidents import counting
from portal.incidents.counting import LEAST

Counts = tuple[int, ...]
ROWS = st.lists(st.integers(0, 40), min_size=2, max_size=7)
DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))


def seen(counts: Counts, least: int = LEAST) -> tuple[frozenset[tuple[str, int]], int | None]:
    """Give all that a reader sees of a table."""
    sums = counting.apart({str(place): number for place, number in enumerate(counts)}, least)
    return frozenset(sums.shown.items()), sums.rest


def hidden(counts: Counts, least: int = LEAST) -> list[int]:
    shown = {place for place, _ in seen(counts, least)[0]}
    return [place for place in range(len(counts)) if str(place) not in shown]


def split(cases: int, rows: int) -> Iterator[Counts]:
    """Go through all tables of so many rows that add up to so many cases."""
    if rows == 1:
        yield (cases,)
        return
    for number in range(cases + 1):
        yield from ((number, *rest) for rest in split(cases - number, rows - 1))


@pytest.mark.parametrize(
    ("counts", "shown", "rest"),
    [
        ((30, 20), {30, 20}, None),
        ((30, 9), set(), 39),
        ((30, 0), set(), 30),
        ((30, 20, 9), {30}, 29),
        ((30, 20, 0, 0), {30}, 20),
        ((30, 20, 6, 5), {30, 20}, 11),
        ((30, 20, 9, 9), {30}, 38),
        ((30, 20, 20, 9), {30}, 49),
        ((30, 9, 9, 9), set(), 57),
        ((5, 5), set(), 10),
    ],
)
def test_a_row_is_hidden_where_it_or_what_is_left_of_the_total_would_tell_too_much(
    counts: Counts, shown: set[int], rest: int | None
) -> None:
    rows, together = seen(counts)
    assert {number for _, number in rows} == shown
    assert together == rest


@given(ROWS)
@example([10, 9, 9])
@example([10, 10, 9])
def test_nothing_under_ten_is_shown_and_nothing_under_ten_is_left(rows: list[int]) -> None:
    shown, rest = seen(tuple(rows))
    assert all(number >= LEAST for _, number in shown)
    left = sum(rows) - sum(number for _, number in shown)
    assert left == (rest or 0)
    if sum(rows) >= LEAST:
        assert rest is None or rest >= LEAST
    assert len(hidden(tuple(rows))) != 1


@pytest.mark.parametrize("least", [2, 3, 4])
@pytest.mark.parametrize("rows", [2, 3, 4, 5])
def test_whoever_tries_all_tables_against_the_rule_finds_no_hidden_number(
    least: int, rows: int
) -> None:
    for cases in range(least, 18 if rows < 5 else 14):
        alike: dict[object, list[Counts]] = defaultdict(list)
        for table in split(cases, rows):
            alike[seen(table, least)].append(table)
        for tables in alike.values():
            for place in hidden(tables[0], least):
                assert len({table[place] for table in tables}) > 1, tables


@given(ROWS.filter(lambda rows: sum(rows) >= LEAST))
@example([20, 9, 9, 10])
@example([11, 9, 9])
@example([12, 10, 10, 0])
def test_every_hidden_number_could_as_well_be_another(rows: list[int]) -> None:
    """Some other table with the same total looks the same and differs in that row."""
    counts, places = tuple(rows), hidden(tuple(rows))
    for place in places:
        others = (
            swapped
            for other in places
            for moved in range(-counts[place], counts[other] + 1)
            if other != place and moved and (swapped := _moved(counts, other, place, moved))
        )
        assert any(seen(one) == seen(counts) for one in others), (counts, place)


@given(st.dictionaries(st.text(max_size=3), st.integers(0, 60)), st.integers(LEAST, 60))
def test_rows_that_overlap_hide_what_is_under_ten_and_what_leaves_under_ten(
    rows: dict[str, int], cases: int
) -> None:
    rows = {code: min(number, cases) for code, number in rows.items()}
    sums = counting.overlapping(rows, cases)
    assert sums.rest is None
    for code, number in rows.items():
        assert (code in sums.shown) == (number >= LEAST and cases - number >= LEAST)


@pytest.mark.parametrize(("number", "cases"), [(9, 40), (31, 40), (40, 40), (10, 19), (0, 40)])
def test_how_many_do_not_stand_in_a_row_is_hidden_as_well(number: int, cases: int) -> None:
    assert counting.overlapping({"race": number}, cases).shown == {}


@given(DAYS)
def test_every_day_stands_in_one_quarter_and_quarters_follow_each_other(day: date) -> None:
    of = counting.quarter(day)
    assert counting.first_day(of) <= day <= counting.last_day(of)
    after = counting.last_day(of) + timedelta(days=1)
    assert counting.quarter(after) == counting.following(of) > of


@given(DAYS, DAYS)
def test_the_quarter_that_runs_is_not_over(first: date, today: date) -> None:
    ended = counting.over(counting.quarter(first), today)
    assert all(counting.last_day(of) < today for of in ended)


def test_quarters_are_joined_until_there_are_ten_cases() -> None:
    waiting, today = ["2026-Q1"] * 6 + ["2026-Q2"] * 4 + ["2026-Q4"] * 90, date(2026, 11, 30)
    assert counting.enough(waiting, "2026-Q1", today) == ["2026-Q2", "2026-Q3"]
    assert counting.enough(waiting[:9], "2026-Q1", today) == []


def _moved(counts: Counts, source: int, target: int, number: int) -> Counts:
    changed = list(counts)
    changed[source] -= number
    changed[target] += number
    return tuple(changed)
