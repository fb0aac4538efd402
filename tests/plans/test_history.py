"""An item as it stood on a day is worked out from what was kept of each change."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.plans.history import Change, as_it_stood, differing

DAY = date(2026, 6, 1)
NOW: dict[str, Any] = {
    "status": "done",
    "assessment": "",
    "due": DAY,
    "text": {"en": "Train all", "cy": "Hyfforddi"},
}


def on(days: int, **was: Any) -> Change:
    return Change(DAY + timedelta(days=days), was)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ([], {}),
        ([on(-1, status="under_way")], {}),
        ([on(0, status="under_way")], {"status": "under_way"}),
        ([on(9, status="under_way"), on(3, status="")], {"status": ""}),
        ([on(3, status=""), on(9, status="under_way")], {"status": ""}),
        ([on(2, due="2026-01-31")], {"due": date(2026, 1, 31)}),
        ([on(2, due=None)], {"due": None}),
        ([on(2, text={"en": "Train some"})], {"text": {"en": "Train some", "cy": "Hyfforddi"}}),
        ([on(2, measure="Ten")], {}),
    ],
)
def test_what_was_changed_since_is_taken_back_to_the_first_of_it(
    changes: list[Change], expected: dict[str, Any]
) -> None:
    assert as_it_stood(NOW, changes, DAY) == {**NOW, **expected}


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        ({}, {}),
        ({"status": "stopped"}, {"status": "done"}),
        ({"due": None}, {"due": DAY}),
        ({"text": {**NOW["text"], "pl": "Szkolić"}}, {}),
        ({"text": {"en": "Train some", "cy": "Hyfforddi"}}, {"text": NOW["text"]}),
    ],
)
def test_only_what_is_otherwise_is_told(after: dict[str, Any], expected: dict[str, Any]) -> None:
    assert differing(NOW, {**NOW, **after}) == expected


@given(st.lists(st.tuples(st.integers(-9, 9), st.sampled_from(["", "done", "stopped"]))))
def test_an_item_that_is_looked_at_after_all_changes_says_what_it_says_now(
    made: list[tuple[int, str]],
) -> None:
    changes = [on(days, status=status) for days, status in made]
    assert as_it_stood(NOW, changes, DAY + timedelta(days=10)) == NOW
