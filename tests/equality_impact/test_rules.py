"""What an assessment lacks, where it stands in the register, and when it is late."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.equality_impact import rules
from portal.equality_impact.rules import Lack, Standing

TODAY = date(2026, 11, 30)
LOOKED_AT = rules.characteristics(welsh=True, poverty=True)
COMPLETE: dict[str, Any] = {
    **dict.fromkeys(("subject", "reasons", "affected", "owner", "service"), "x"),
    "title": {"en": "Shelter"},
    "summary": {"en": "Warm"},
    "screening": {one: {"answer": "yes", "why": "x"} for one in rules.Question},
    "outcome": "full",
    "outcome_reason": {"cy": "Oherwydd"},
    "evidence": [{"key": "consultation/a"}],
    "no_evidence": "",
    "impacts": {one: {"effect": "neutral", "why": "x"} for one in LOOKED_AT},
    "measures": [],
    "decision": "go_on",
    "decision_reason": {"en": "x"},
    "review_on": "2027-11-30",
}
OUT = COMPLETE | {
    "outcome": "out",
    "impacts": {},
    "evidence": [],
    "decision": None,
    "decision_reason": {},
}
BAD = {**COMPLETE["impacts"], "race": {"effect": "negative", "why": "x"}}


def lacks(**changes: Any) -> list[Lack]:
    return rules.lacks(COMPLETE | changes, LOOKED_AT, TODAY)


@pytest.mark.parametrize(
    ("changes", "part", "what"),
    [
        ({"title": {}}, "about", "title"),
        ({"summary": {"en": ""}}, "about", "summary"),
        ({"owner": ""}, "about", "owner"),
        ({"screening": {}}, "screening", "answers"),
        ({"outcome": None}, "screening", "outcome"),
        ({"outcome_reason": {}}, "screening", "reason"),
        ({"impacts": {}}, "race", "effect"),
        ({"impacts": {**COMPLETE["impacts"], "age": {"effect": "neutral"}}}, "age", "effect"),
        ({"evidence": []}, "evidence", "evidence"),
        ({"impacts": BAD}, "measures", "measures"),
        ({"decision": None}, "decision", "decision"),
        ({"decision_reason": {}}, "decision", "decision_reason"),
        ({"review_on": ""}, "decision", "review_on"),
        ({"review_on": "2026-11-29"}, "decision", "review_on"),
    ],
)
def test_what_is_missing_is_named_with_its_part(
    changes: dict[str, Any], part: str, what: str
) -> None:
    assert Lack(part, what) in lacks(**changes)


def test_a_complete_assessment_lacks_nothing() -> None:
    assert lacks() == []


def test_what_is_not_known_may_stand_in_place_of_what_it_rests_on() -> None:
    assert lacks(evidence=[], no_evidence="We will ask") == []


def test_a_bad_effect_needs_a_measure_unless_it_is_stopped() -> None:
    assert lacks(impacts=BAD, measures=[{"words": "x"}]) == []
    assert lacks(impacts=BAD, decision="stop") == []


def test_what_needs_no_full_assessment_needs_its_reason_and_a_day_alone() -> None:
    assert rules.lacks(OUT, LOOKED_AT, TODAY) == []
    assert rules.lacks(OUT | {"outcome_reason": {}}, LOOKED_AT, TODAY) == [
        Lack("screening", "reason")
    ]


def test_the_answers_alone_never_decide_whether_it_needs_a_full_assessment() -> None:
    said_no = {one: {"answer": "no", "why": "x"} for one in rules.Question}
    assert lacks(screening=said_no) == []
    assert Lack("screening", "outcome") in lacks(screening=said_no, outcome=None)


def test_the_nine_characteristics_of_the_act_are_always_looked_at() -> None:
    assert len(rules.characteristics(welsh=False, poverty=False)) == 9
    assert len(LOOKED_AT) == 11


def test_nothing_stands_in_the_register_that_nobody_listed_or_signed() -> None:
    assert rules.standing(None, listed=False) is Standing.HIDDEN
    assert rules.standing(None, listed=True) is Standing.PLANNED
    assert rules.standing(COMPLETE, listed=False) is Standing.ASSESSED
    assert rules.standing(OUT, listed=True) is Standing.OUT


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.integers(-400, 400))
def test_it_is_late_from_the_day_after_on(due: date, days: int) -> None:
    assert rules.is_late(due, due + timedelta(days=days)) is (days > 0)


@given(
    st.fixed_dictionaries(
        {},
        optional={
            "outcome": st.sampled_from([None, *rules.Outcome]),
            "decision": st.sampled_from([None, *rules.Decision]),
            "impacts": st.dictionaries(
                st.sampled_from(LOOKED_AT),
                st.fixed_dictionaries({}, optional={"effect": st.sampled_from(rules.Effect)}),
            ),
            "screening": st.dictionaries(st.sampled_from(rules.Question), st.just({})),
            "evidence": st.lists(st.just({"key": "x"}), max_size=1),
        },
    )
)
def test_whatever_was_written_what_lacks_is_told_once_and_never_of_an_unknown_part(
    changes: dict[str, Any],
) -> None:
    found = lacks(**changes)
    parts = {"about", "screening", "evidence", "measures", "decision", *LOOKED_AT}
    assert {one.part for one in found} <= parts
    assert len(found) == len(set(found))
