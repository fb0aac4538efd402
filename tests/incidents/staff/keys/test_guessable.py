"""A passphrase stands against somebody who tries at home: what is written first is nothing."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.incidents.staff.keys import guessable
from portal.incidents.staff.keys.guessable import is_weak, left
from tests.incidents.factories import PASSPHRASE

ABOUT = ("Farah Saleem-Jones", "farah.saleem@council.example")
EASY = sorted(guessable._easy() - {""})
YEARS = st.integers(1900, 2099).map(str)
WORDS = ("marmot", "tulip", "rivet", "gallon", "plinth", "cobalt", "heron", "saddle", "nutmeg")


@pytest.mark.parametrize(
    "passphrase",
    [
        "",
        "marmot tulip rivet gallon",
        "marmot2 tulip3 rivet4 gallon5",
        "Correct Horse Battery Staple!",
        "correct-horse-battery-staple-1999",
        "qwertyuiop asdfghjkl zxcvbnm",
        "lkjhgfdsapoiuytrewq1234567890",
        "abcdefghijklmnopqrstuvwxyz",
        "marmotmarmotmarmotmarmot",
        "marmot marmot marmot marmot 7",
        "Farah Saleem-Jones council 1987",
        "farah.saleem@council.example1",
        "2026-11-30 2026-11-30 2026-11-30",
        "Caerdydd Abertawe? Caerdydd 2026",
        "To be, or not to be: that is the question.",
        "ＰＡＳＳＷＯＲＤ password Password 99",
    ],
)
def test_what_many_people_write_first_is_weak(passphrase: str) -> None:
    assert is_weak(passphrase, *ABOUT)


@pytest.mark.parametrize(
    "passphrase",
    [
        PASSPHRASE,
        "marmot tulip rivet gallon plinth",
        "photosynthesis umbrella telescope marmalade",
        "trwyn pibell gwydr mefus ceffyl",
        "Kq7vR-mZp2L-xTn9w-bFd4s",
        "چائے پہاڑ کھڑکی مچھلی بادل",
        "قمر نافذة سمكة جبل غيمة",
    ],
)
def test_words_that_do_not_belong_together_are_not_in_any_language(passphrase: str) -> None:
    assert not is_weak(passphrase, *ABOUT)


@given(st.lists(st.sampled_from(EASY), min_size=1, max_size=6), YEARS, st.sampled_from("!?. -_"))
def test_common_words_and_a_year_stay_weak_however_they_are_put_together(
    words: list[str], year: str, between: str
) -> None:
    assert is_weak(between.join([*words, year]), *ABOUT)


@given(st.text(string.ascii_lowercase, min_size=1, max_size=13), st.integers(2, 9))
def test_saying_it_again_adds_nothing(word: str, times: int) -> None:
    assert is_weak(word * times)
    assert is_weak(" ".join([word] * times))


@given(st.permutations(WORDS), st.sampled_from(" -._"))
def test_five_words_of_a_list_are_enough_in_any_order_and_three_are_not(
    words: list[str], between: str
) -> None:
    assert not is_weak(between.join(words[:5]), *ABOUT)
    assert is_weak(between.join(words[:3]), *ABOUT)


@given(st.text(max_size=256), st.text(max_size=40))
def test_any_signs_are_counted(passphrase: str, about: str) -> None:
    assert min(left(passphrase, about)) >= 0
