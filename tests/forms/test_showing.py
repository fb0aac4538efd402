"""What a form shows is what a browser sends back, and reading it gives what is stored."""

import unicodedata
from collections.abc import Callable
from datetime import UTC, date, datetime
from datetime import time as clock
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from portal.forms.boxes import Day, Moment, Several, Translated
from portal.forms.dates import FIRST_YEAR, LAST_YEAR, read_clock
from portal.forms.field import Field, Ground
from portal.forms.fields import Choice, Line, Number, Text, Tick
from portal.forms.form import Difference, changed, differences, read, show, typed
from portal.forms.words import clean
from portal.languages.numerals import plain_number, whole

GROUND = Ground(("en", "ur"), "Europe/London")
COLOURS = (("red", "Red"), ("blue", "Blue"))
FIELDS: list[Field] = [
    Line("line", most=100),
    Text("text", most=100),
    Number("whole", least=-1000, most=1_000_000_000),
    Number("decimal", least=-1000, most=1000, decimal=True),
    Day("day"),
    Moment("moment", usual="09:00"),
    Choice("choice", options=COLOURS),
    Several("several", options=COLOURS),
    Tick("tick"),
    Translated("translated", most=100, rows=5),
]
DIGITS = sorted(
    {chr(code - unicodedata.decimal(chr(code))) for code in range(0x20000) if chr(code).isdecimal()}
)
"""The nought of every script."""

_words = st.text(max_size=50).map(clean)
_days = st.dates(date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31))
_moments = st.datetimes(
    datetime(FIRST_YEAR, 1, 2),  # noqa: DTZ001 - the strategy adds the zone
    datetime(LAST_YEAR, 12, 30),  # noqa: DTZ001
    timezones=st.just(UTC),
)
STORED = st.fixed_dictionaries(
    {
        "line": _words.map(lambda text: " ".join(text.split("\n"))),
        "text": _words,
        "whole": st.none() | st.integers(-1000, 1_000_000_000),
        "decimal": st.none() | st.integers(-99_999, 99_999).map(lambda number: number / 100),
        "day": st.none() | _days,
        "moment": st.none() | _moments,
        "choice": st.sampled_from(["", "red", "blue"]),
        "several": st.sampled_from([[], ["red"], ["blue"], ["red", "blue"]]),
        "tick": st.booleans(),
        "translated": st.dictionaries(st.sampled_from(["en", "ur", "pl"]), _words.filter(bool)),
    }
)


@given(STORED)
def test_reading_what_is_shown_gives_what_is_stored(stored: dict[str, Any]) -> None:
    shown = show(FIELDS, stored, GROUND)
    assert typed(FIELDS, shown, GROUND) == shown
    reading = read(FIELDS, shown, stored, GROUND)
    assert (reading.values, reading.problems) == (stored, {})


@given(st.dictionaries(st.sampled_from([f.name for f in FIELDS] + ["day.day"]), st.text()))
def test_nothing_that_is_typed_is_more_than_a_problem(sent: dict[str, str]) -> None:
    reading = read(FIELDS, sent, ground=GROUND)
    assert set(reading.values) == {field.name for field in FIELDS}
    again = typed(FIELDS, typed(FIELDS, sent, GROUND), GROUND)
    assert again == typed(FIELDS, sent, GROUND)


def in_script(nought: str) -> Callable[[object], str]:
    return lambda plain: "".join(
        chr(ord(nought) + int(c)) if c.isdigit() else c for c in str(plain)
    )


def test_digits_of_every_script_are_read() -> None:
    assert len(DIGITS) > 50
    for nought in DIGITS:
        write = in_script(nought)
        assert whole(write(27)) == 27
        assert plain_number(write("1,234.5")) == "1234.5"
        assert read_clock(write("17:30")) == clock(17, 30)
        sent = {"day.day": write(27), "day.month": write(3), "day.year": write(2026)}
        sent |= {"whole": write(30), "decimal": write("2.5")}
        values = read(FIELDS, sent).values
        assert (values["day"], values["whole"], values["decimal"]) == (date(2026, 3, 27), 30, 2.5)


def test_two_versions_differ_in_their_fields_and_not_in_what_a_form_carries() -> None:
    theirs = {"a.en": "One", "b": "", "_revision": "1"}
    mine = {"a.en": "Two", "c": "new", "_revision": "2"}
    assert differences(theirs, mine) == [
        Difference("a.en", "One", "Two"),
        Difference("c", "", "new"),
    ]
    assert changed(theirs, mine) == ["a.en", "c"]
    first = differences(theirs, mine)[0]
    assert (first.part, first.detail) == ("a", "en")
