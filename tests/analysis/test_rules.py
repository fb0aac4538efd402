"""Counts add up: every answer is counted once, and nobody without one is lost."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.analysis.encoding import Shape, encode, readers
from portal.analysis.queries import Answered
from portal.analysis.rules import Column, Told, chose, divide, points, tally
from portal.analysis.snapshot import Snapshot
from portal.questions.questionnaire import Kind, from_json, question
from tests.consultations import factories

CODES = ("a", "b", "c")
OPTIONS = [{"code": code, "label": {"en": code}} for code in CODES]


def column(kind: Kind, values: Any, asked: Any = None) -> Column:
    described = factories.question("q", kind.value, options=OPTIONS)
    array = np.array(values, float if kind is Kind.NUMBER else np.int16)
    everybody = np.ones(len(array), bool)
    return Column(question(described), array, everybody if asked is None else np.array(asked, bool))


def everybody(of: Column) -> Any:
    return np.ones(len(of.values), bool)


def test_those_who_were_not_asked_are_not_said_to_have_skipped() -> None:
    counted = tally(column(Kind.SINGLE, [0, -1, -1], [1, 1, 0]), np.ones(3, bool))
    assert (counted.answered, counted.skipped, counted.not_asked) == (1, 1, 1)
    assert counted.asked == 2


def test_several_choices_are_counted_one_by_one_and_never_as_combinations() -> None:
    chosen = column(Kind.MULTIPLE, [[1, 1, 0], [1, 0, 0], [0, 0, 0]])
    counted = tally(chosen, everybody(chosen))
    assert counted.counts == (2, 1, 0)
    assert (counted.answered, counted.skipped) == (2, 1)


def test_a_ranking_counts_first_places_and_takes_the_mean_of_those_given() -> None:
    ranked = column(Kind.RANKING, [[1, 2, 0], [2, 1, 0]])
    counted = tally(ranked, everybody(ranked))
    assert counted.counts == (1, 1, 0)
    assert counted.measures == (1.5, 1.5, None)


def test_the_mean_of_a_scale_is_that_of_its_steps() -> None:
    steps = column(Kind.SCALE, [0, 4, -1])
    assert tally(steps, everybody(steps)).measures == (3.0,)


def test_numbers_have_a_median_and_quartiles() -> None:
    numbers = column(Kind.NUMBER, [1, 2, 3, 4, np.nan])
    assert tally(numbers, everybody(numbers)).measures == (1.0, 1.75, 2.5, 3.25, 4.0)


def test_nobody_has_no_mean() -> None:
    nobody = column(Kind.NUMBER, [])
    assert tally(nobody, everybody(nobody)).measures == (None,) * 5


def test_dates_are_counted_by_month() -> None:
    months = column(Kind.DATE, [2026 * 12 + 4, 2026 * 12 + 4, 2026 * 12 + 1, -1])
    assert points(months) == (2026 * 12 + 1, 2026 * 12 + 4)
    assert tally(months, everybody(months)).counts == (1, 2)


def test_skip_logic_asks_for_any_of_the_options() -> None:
    chosen = column(Kind.MULTIPLE, [[1, 0, 0], [0, 1, 0], [0, 0, 0]])
    assert chose(chosen, ("a", "c")).tolist() == [True, False, False]


def test_the_four_reasons_for_having_no_group_stay_apart() -> None:
    told = Told(np.array([0, 1, 2, 3, 0]), np.array([1, -1, -1, -1, -1]))
    groups = divide(told, {"x": [0, 1]})
    assert {code: mask.tolist().index(True) for code, mask in groups.items()} == {
        "x": 0,
        "unlisted": 4,
        "prefer_not": 1,
        "skipped": 2,
        "not_asked": 3,
    }


rows = st.lists(
    st.tuples(st.integers(-1, 2), st.booleans(), st.integers(0, 3), st.integers(-1, 5)),
    max_size=40,
)


@given(rows)
def test_everybody_is_in_exactly_one_of_answered_skipped_and_not_asked(
    people: list[tuple[int, bool, int, int]],
) -> None:
    counted = tally(
        column(Kind.SINGLE, [p[0] for p in people], [p[1] for p in people]),
        np.ones(len(people), bool),
    )
    assert counted.total == len(people)
    assert counted.answered + counted.skipped + counted.not_asked == len(people)
    assert sum(counted.counts) == counted.answered


@given(rows)
def test_the_groups_of_a_split_add_up_to_the_whole(
    people: list[tuple[int, bool, int, int]],
) -> None:
    answers = column(Kind.SINGLE, [p[0] for p in people], [p[1] for p in people])
    told = Told(np.array([p[2] for p in people]), np.array([p[3] for p in people]))
    groups = divide(told, {"x": [0, 1], "y": [2], "z": [3, 4]})
    parts = [tally(answers, mask) for mask in groups.values()]
    whole = tally(answers, everybody(answers))
    assert sum(part.total for part in parts) == whole.total
    assert sum(part.skipped for part in parts) == whole.skipped
    assert sum(part.not_asked for part in parts) == whole.not_asked
    for place, count in enumerate(whole.counts):
        assert sum(part.counts[place] for part in parts) == count


answered = st.fixed_dictionaries(
    {},
    optional={
        "single": st.sampled_from(CODES),
        "several": st.lists(st.sampled_from(CODES), unique=True, min_size=1),
        "ranked": st.lists(st.sampled_from(CODES), unique=True, min_size=1),
        "steps": st.integers(1, 5),
        "count": st.integers(-50, 50),
        "grid": st.dictionaries(st.sampled_from(["r1", "r2"]), st.sampled_from(CODES), min_size=1),
    },
)


@pytest.fixture(scope="module")
def shape() -> Shape:
    kinds = {
        "single": "single",
        "several": "multiple",
        "ranked": "ranking",
        "steps": "scale",
        "count": "number",
        "grid": "matrix",
    }
    lines = [{"code": code, "label": {"en": code}} for code in ("r1", "r2")]
    asked = [
        factories.question(code, kind, options=OPTIONS, rows=lines if kind == "matrix" else [])
        for code, kind in kinds.items()
    ]
    return Shape(1, from_json(factories.content(asked)), ())


@given(given_answers=st.lists(answered, max_size=20))
def test_columns_count_what_the_answers_say(
    shape: Shape, given_answers: list[dict[str, Any]]
) -> None:
    encoded = encode(readers(shape), [Answered(one) for one in given_answers])
    whole = Snapshot(shape, None, (), encoded)
    (section,) = shape.questionnaire.sections
    mask = np.ones(len(given_answers), bool)
    for one in section.questions:
        for row in one.rows or (None,):
            column_ = Column(
                one, whole.columns[f"{one.code}.{row.code}" if row else one.code], mask, row
            )
            wanted = [
                answer[one.code].get(row.code) if row else answer[one.code]
                for answer in given_answers
                if one.code in answer
            ]
            counted = tally(column_, mask)
            assert counted.answered == sum(answer is not None for answer in wanted)
            if one.kind is Kind.MULTIPLE:
                assert counted.counts == tuple(sum(c in a for a in wanted) for c in CODES)
            if one.kind is Kind.RANKING:
                assert counted.counts == tuple(sum(a[0] == c for a in wanted) for c in CODES)
            if one.kind in (Kind.SINGLE, Kind.MATRIX):
                assert counted.counts == tuple(wanted.count(c) for c in CODES)
