"""Nobody saves over what somebody else stored after the page was opened."""

import pytest

from portal.store import saving


@pytest.mark.parametrize("carried", [{}, {"_version": ""}, {"_version": "2"}, {"_version": "33"}])
def test_a_form_that_was_drawn_for_another_version_is_stale(carried: dict[str, str]) -> None:
    assert saving.is_stale(carried, 3)


def test_a_form_is_not_stale_while_nothing_was_stored() -> None:
    assert not saving.is_stale({"_version": "3"}, 3)


@pytest.mark.parametrize("stored", [{}, {"a": "2"}, {"a": "1", "b": ""}, [["a", "1"]], "a1"])
def test_whatever_is_stored_otherwise_is_another_version(stored: object) -> None:
    shown = saving.version_of({"a": "1"})
    assert shown
    assert saving.version_of(stored) not in ("", shown)


def test_the_order_in_which_it_is_written_makes_no_other_version() -> None:
    assert saving.version_of({"a": 1, "b": 2}) == saving.version_of({"b": 2, "a": 1})
