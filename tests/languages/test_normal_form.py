"""What strangers typed is put into a normal form in time that grows with its length alone."""

import sys
import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.languages.normal_form import MOST_MARKS, is_blank, is_mark, normalised

FORMS = ("NFC", "NFKC", "NFKD")
RUN = "a" + "\u0316" + "\u0301" * 100_000 + "\u0316" * 100_000


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("mark", ["\u0301", "\u0344", "\u0f73", "\uff9e"])
def test_marks_without_end_take_no_time(form: str, mark: str) -> None:
    endless = "a" + f"\u0316{mark}" * 50_000 + "\u0316" * 50_000
    started = time.process_time()
    short = normalised(endless, form)  # type: ignore[arg-type]
    assert time.process_time() - started < 1
    assert len(short) <= 4 * MOST_MARKS


def test_the_words_around_too_many_marks_stay() -> None:
    assert normalised(f"before {RUN} after", "NFC").endswith(" after")
    assert normalised(f"before {RUN} after", "NFC").startswith("before ")


@given(st.text(max_size=200), st.sampled_from(FORMS))
def test_a_text_without_too_many_marks_keeps_them_all(text: str, form: str) -> None:
    assert normalised(text, form) == unicodedata.normalize(form, text)  # type: ignore[arg-type]


def test_thirty_marks_are_kept_wherever_they_stand() -> None:
    for before in range(70):
        text = "b" * before + "\u0301" * MOST_MARKS + "c"
        assert normalised(text, "NFC") == unicodedata.normalize("NFC", text)
        assert normalised(text.replace("c", "\u0301c"), "NFC") == normalised(text, "NFC")


def test_no_mark_stands_beyond_the_planes_that_are_looked_through() -> None:
    marks = [letter for letter in range(0x20000, sys.maxunicode + 1) if is_mark(chr(letter))]
    assert marks == []


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            " \t\n",
            "\u200b",
            "\u2060",
            "\xad",
            "\ufeff",
            "\u200c\u200d",
            "\u0301\u0489",
            "\ufe0f",
        ),
        *(
            "\u3164",
            "\u115f",
            "\u034f",
            "\u2800",
            "\u202e\u2066",
            "\U000e0041",
            "\U000e0fff",
            "\x01",
        ),
    ],
)
def test_what_nobody_sees_is_no_text(text: str) -> None:
    assert is_blank(text)


@pytest.mark.parametrize(
    "text", ["a", ".", "ا", "한", "👍🏽", "\ue000", "\u0378", "می\u200cخواهم", "0\u20e3"]
)
def test_what_somebody_sees_is_one(text: str) -> None:
    assert not is_blank(text)
