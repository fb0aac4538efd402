"""Of few people it is told neither how many they are nor what they were given."""

import pytest

from portal.language_support.rules import (
    COUNTED,
    FEW,
    Kind,
    Line,
    Outcome,
    lines,
    needs_why,
    rough,
)


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (0, 0),
        (1, None),
        (FEW - 1, None),
        (FEW, 5),
        (7, 5),
        (8, 10),
        (12, 10),
        (13, 15),
        (1000, 1000),
    ],
)
def test_numbers_are_rounded_and_small_ones_not_told(number: int, told: int | None) -> None:
    assert rough(number) == told


def test_where_few_asked_for_a_kind_it_cannot_be_seen() -> None:
    told = lines({("ur", "braille"): {"provided": 1}, ("ur", "audio"): {"provided": 3}})
    assert told == [Line("ur", "", None, (None, None, None))]


def test_kinds_for_which_few_asked_are_put_together() -> None:
    told = lines(
        {
            ("ur", "braille"): {"provided": 2, "not_provided": 2},
            ("ur", "audio"): {"provided": 3},
            ("ur", "call"): {"provided": 8, "otherwise": 1},
        }
    )
    assert told == [Line("ur", "call", 10, (10, None, 0)), Line("ur", "", 5, (5, 0, None))]


def test_the_language_for_which_most_asked_comes_first() -> None:
    told = lines(
        {
            ("ar", "call"): {"provided": 5},
            ("ur", "audio"): {"provided": 9},
            ("ur", "interpreter"): {"provided": 6},
        }
    )
    assert [(one.about, one.kind) for one in told] == [
        ("ur", "interpreter"),
        ("ur", "audio"),
        ("ar", "call"),
    ]


def test_nothing_makes_no_lines() -> None:
    assert lines({}) == []


def test_a_reason_is_owed_for_all_that_was_not_provided_as_asked_for() -> None:
    assert {one for one in Outcome if needs_why(one)} == {Outcome.OTHERWISE, Outcome.NOT_PROVIDED}
    assert Outcome.NO_REQUEST not in COUNTED
    assert len(Kind) == 8
