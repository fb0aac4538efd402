"""What people write is read in the direction of its letters, paragraph by paragraph."""

import time
from itertools import pairwise
from unicodedata import bidirectional

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from portal.languages.direction import (
    around_codes,
    marked,
    paragraphs,
    text_direction,
    unlike_first_letters,
)
from portal.languages.locales import direction

TAGS = st.sampled_from(["en", "ur", "ar", "pl", "ckb", "ur-Latn"])
LETTERS = st.sampled_from("aZé\u0141کےسאޔ")
RATHER_LEFT = st.text(st.sampled_from("abc ŁDŽж日क"), min_size=1)

READ = [
    ("Covid کے بعد ہماری گلی میں اندھیرا ہے", "en", "rtl"),
    ("Covid کے بعد ہماری گلی میں اندھیرا ہے", "ur", "rtl"),
    ("NHS: مواعيد بلغتك", "ar", "rtl"),
    ("Main roz bus se jata hoon", "ur", "ltr"),
    ("ہم says the sign at the bus stop", "ur", "ltr"),
    ("שלום from Cwmteg", "en", "ltr"),
    ("Дякую", "ar", "ltr"),
    # As many of both, or none at all: the language of the text.
    ("ab کے", "ur", "rtl"),
    ("ab کے", "en", "ltr"),
    ("2026 …", "ckb", "rtl"),
    ("", "ar", "rtl"),
    ("12:30", "pl", "ltr"),
    # Addresses and codes have letters that nobody chose.
    ("https://www.example.org/consultations/buses دیکھیں", "en", "rtl"),
    ("equality.team@cwmteg.example کو لکھیں", "en", "rtl"),
    ("www.example.org ہے", "en", "rtl"),
    ("C4X7-C7DS-K92D-RA70 ہے", "en", "rtl"),
    ("C4X7C7DSK92D", "ur", "rtl"),
    # A mark that sets a direction is no letter.
    ("\u200f\u200f\u200fbus", "en", "ltr"),
    ("\u202ebus", "ar", "ltr"),
]


@pytest.mark.parametrize(("text", "tag", "expected"), READ)
def test_a_text_is_read_as_most_of_its_letters_are(text: str, tag: str, expected: str) -> None:
    assert text_direction(text, tag) == expected


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("Covid کے بعد ہماری گلی", "rtl"),
        ("ہم says the sign at the bus stop", "ltr"),
        ("Covid کے بعد ہماری گلی\n\nہماری گلی", "rtl"),
        ("Covid کے بعد ہماری گلی\nThe street is dark.", ""),
        ("ہماری گلی", ""),
        ("The street", ""),
        ("123", ""),
        ("", ""),
    ],
)
def test_a_field_is_turned_only_where_first_letters_mislead(text: str, direction: str) -> None:
    assert unlike_first_letters(text, "en") == direction


def test_each_paragraph_is_read_for_itself() -> None:
    text = "\nCovid کے بعد\nہماری گلی\n\nThe street is dark.\n123\n"
    assert paragraphs(text, "ur") == [
        ("rtl", "\nCovid کے بعد\nہماری گلی"),
        ("ltr", "\nThe street is dark."),
        ("rtl", "123\n"),
    ]
    assert paragraphs("\n \n", "ar") == [("rtl", "\n \n")]


@given(st.text(LETTERS | st.sampled_from("\n 1.-@")), TAGS)
def test_nothing_of_a_text_is_lost_between_its_paragraphs(text: str, tag: str) -> None:
    parts = paragraphs(text, tag)
    assert "\n".join(lines for _, lines in parts) == text
    for before, after in pairwise(parts):
        assert before[0] != after[0]
    for towards, lines in parts:
        assert all(
            text_direction(line, tag) == towards for line in lines.split("\n") if line.strip()
        )


@given(st.text(), RATHER_LEFT, TAGS)
def test_more_letters_of_one_kind_always_win(text: str, one: str, tag: str) -> None:
    right = " س" * (len(text) + 1)
    assert text_direction(text + right, tag) == "rtl"
    assert text_direction(one, tag) == ("ltr" if one.strip() else direction(tag))


def test_a_telephone_number_is_found_and_nothing_else() -> None:
    text = "فون 01632 960005 یا +44 1632-960-005، 2024 2025، 0 10 20، ref0 1632 960005 5x"
    assert around_codes(text)[1::2] == ["01632 960005", "+44 1632-960-005"]
    assert "".join(around_codes(text)) == text


def test_an_address_and_the_ending_of_a_file_are_found_without_what_ends_the_sentence() -> None:
    text = "رابط يبدأ بـ https://، أو (.docx) أو https://a.example/x?y=1/. v1.docx 3.5 ... e.g."
    assert around_codes(text)[1::2] == ["https://", ".docx", "https://a.example/x?y=1/"]


def test_what_is_escaped_is_not_escaped_twice() -> None:
    parts = around_codes(Markup("أ &amp; https://a.example/?x&amp;y"))
    assert Markup("").join(parts) == "أ &amp; https://a.example/?x&amp;y"
    assert all(isinstance(part, Markup) for part in parts)


MARKED = [
    ("NHS: مواعيد بلغتك", "ar", "\u200fNHS: مواعيد بلغتك"),
    ("مواعيد NHS", "ar", "مواعيد NHS"),
    ("مسجد: a consultation", "en", "\u200eمسجد: a consultation"),
    ("NHS\nمواعيد\nhttps://example.org/ar", "ar", "\u200fNHS\nمواعيد\nhttps://example.org/ar"),
    ("2026", "ar", "2026"),
    ("Buses", "en", "Buses"),
]


@pytest.mark.parametrize(("text", "tag", "expected"), MARKED)
def test_a_message_says_its_direction_where_its_first_letter_would_not(
    text: str, tag: str, expected: str
) -> None:
    assert marked(text, tag) == expected


@given(st.text(LETTERS | st.sampled_from("\n 1.-@")), TAGS)
def test_a_marked_message_begins_in_its_direction(text: str, tag: str) -> None:
    for plain, line in zip(text.split("\n"), marked(text, tag).split("\n"), strict=True):
        assert line.lstrip("\u200e\u200f") == plain
        strong = [bidirectional(one) for one in line if bidirectional(one) in ("L", "R", "AL")]
        if any(one.isalpha() for one in line) and line != plain:
            assert (strong[0] == "L") == (direction(tag) == "ltr")


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        "س ",
        "@",
        "a.b",
        "\n",
        "1",
        "0",
        "+0",
        "0 1",
        "-0 1-",
        "aس\nb\n",
        "کے bus ",
        "https://!",
        " .a",
    ],
    ids=ascii,
)
def test_ten_times_the_characters_take_about_ten_times_as_long(piece: str) -> None:
    few, many = (seconds(piece * (length // len(piece))) for length in (10_000, 100_000))
    # Looking back from each character would take a hundred times as long.
    assert many < 40 * max(few, 0.005)


def seconds(text: str) -> float:
    """Measure how long a processor works on a text, at best."""
    measured = []
    for _ in range(3):
        began = time.process_time()
        paragraphs(text, "ur")
        marked(text, "ur")
        around_codes(text)
        measured.append(time.process_time() - began)
    return min(measured)
