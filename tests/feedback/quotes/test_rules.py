"""Only whole words that stand in an answer are quoted; what could tell who it is is pointed out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.feedback.quotes import rules

ANSWER = "I am not  unhappy\nwith the lamps. The paths are dark, and I fall. 路灯太暗了"


@pytest.mark.parametrize(
    "excerpt",
    [
        "",
        "   ",
        "[…]",
        "happy with the lamps",
        "I am unhappy",
        "the lamp",
        "I fall […] The paths are dark",
        "the lamps. [...] the lamps.",
        "The Paths are dark",
        "I am not unhappy with the lamps because",
    ],
)
def test_what_does_not_stand_in_the_answer_is_no_quote(excerpt: str) -> None:
    assert not rules.stands_in(excerpt, ANSWER)


@pytest.mark.parametrize(
    "excerpt",
    [
        "I am not unhappy with the lamps.",
        "  The paths\nare dark",
        "with the lamps […] and I fall",
        "I am [...] with the lamps. […] I fall.",
        "路灯太暗",
    ],
)
def test_whole_words_that_stand_in_this_order_are_a_quote(excerpt: str) -> None:
    assert rules.stands_in(excerpt, ANSWER)


def test_what_is_left_out_is_written_in_one_way() -> None:
    assert rules.written(" The  paths [...] I fall[…]") == "The paths […] I fall"


@given(st.text(min_size=1).filter(lambda text: text.strip() and "[" not in text))
def test_a_whole_answer_is_a_quote_of_itself(answer: str) -> None:
    assert rules.stands_in(answer, answer)


@given(st.text(), st.text())
def test_what_stands_in_an_answer_is_made_of_its_words(excerpt: str, answer: str) -> None:
    if rules.stands_in(excerpt, answer):
        whole = " ".join(answer.split())
        assert all(part in whole for part in rules.parts(excerpt))


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Write to amina@mail.example please", "amina@mail.example"),
        ("Ring me on 07700 900 123 please", "07700 900 123"),
        ("See www.amina.example/me", "www.amina.example/me"),
        ("I live at 12 Cardiff Road", "12 Cardiff Road"),
        ("We are in CF10 1AA", "CF10 1AA"),
        ("Our teacher Mrs Jones helps", "Mrs Jones"),
        ("my name is amina", "my name is amina"),
        ("A woman called Amina Khan helps", "Amina Khan"),
        ("یہ جناب احمد نے کہا", "جناب احمد"),
    ],
)
def test_what_looks_like_somebody_is_pointed_out(words: str, found: str) -> None:
    assert found in rules.telling(words)


@pytest.mark.parametrize(
    "words",
    [
        "The lamps are dark. Please mend them in May 2027, by 6 p.m.",
        "I was 3 times at the park in 2026",
        "روشنی کم ہے",
    ],
)
def test_ordinary_words_tell_nobody(words: str) -> None:
    assert rules.telling(words) == []
