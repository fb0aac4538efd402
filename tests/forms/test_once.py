"""What the same page sends twice has one name, and other words from it another."""

import pytest

from portal.forms import once

SENT = {"_key": "k" * 22, "text": "Street lights", "language": "en"}


def test_the_same_words_from_the_same_page_have_one_name() -> None:
    assert once.name(SENT, "topic", 1) == once.name(dict(reversed(SENT.items())), "topic", 1)
    assert len(once.name(SENT)) == 22


def test_which_button_was_pressed_makes_no_difference() -> None:
    assert once.name(SENT) == once.name(SENT | {"_do": "confirm"})


@pytest.mark.parametrize(
    "changed", [{"text": "Bins"}, {"language": "cy"}, {"_key": "other"}, {"author": "group"}]
)
def test_anything_else_that_was_sent_has_another_name(changed: dict[str, str]) -> None:
    assert once.name(SENT) != once.name(SENT | changed)
    assert once.name(SENT, "topic", 1) != once.name(SENT, "topic", 2)


@pytest.mark.parametrize("drawn", ["", "k" * 23, "k" * 60_000])
def test_a_form_without_a_key_that_could_be_kept_is_another_each_time(drawn: str) -> None:
    assert once.name(SENT | {"_key": drawn}) != once.name(SENT | {"_key": drawn})
    assert once.key(SENT) == SENT["_key"]
