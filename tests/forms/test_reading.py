"""A form reads what its fields declare, and says what is wrong beside each."""

import time
from datetime import UTC, date, datetime
from typing import Any

import pytest
from starlette.datastructures import FormData

from portal.forms.boxes import Day, Days, Moment, Several, Translated
from portal.forms.field import Field, Ground
from portal.forms.fields import (
    Choice,
    Email,
    Line,
    Number,
    Prose,
    Telephone,
    Text,
    Tick,
    WebAddress,
)
from portal.forms.form import read
from portal.languages import i18n
from portal.problems import Problem

GROUND = Ground(("en", "ur"), "Europe/London")
COLOURS = (("red", "Red"), ("blue", "Blue"))


def refused(field: Field, **sent: Any) -> dict[str, str]:
    """Give the message of each input that is refused."""
    typed = {name.replace("__", "."): value for name, value in sent.items()}
    problems = read([field], typed, ground=GROUND).problems
    return {name: one.message % dict(one.values) for name, one in problems.items()}


def value(field: Field, **sent: Any) -> Any:
    typed = {name.replace("__", "."): text for name, text in sent.items()}
    reading = read([field], typed, ground=GROUND)
    assert reading.problems == {}
    return reading.values[field.name]


@pytest.mark.parametrize("kind", [Line, Text, WebAddress, Translated])
def test_words_without_a_limit_cannot_be_declared(kind: type[Field]) -> None:
    with pytest.raises(TypeError, match="most"):
        kind("x")


def test_a_field_that_is_required_says_what_is_missing() -> None:
    with pytest.raises(TypeError, match="neither a label nor words"):
        Line("x", most=9, required=True)


def test_what_is_missing_is_named_in_the_language_of_whoever_reads_it() -> None:
    (problem,) = read([Line("name", "Name", most=9, required=True)], {}).problems.values()
    for tag, name in (("cy", "Enw"), ("ur", "نام"), ("ar", "الاسم"), ("en", "Name")):
        i18n.speak(tag)
        assert name in i18n.gettext_markup(problem.message, **problem.values)


@pytest.mark.parametrize(
    ("field", "text", "message"),
    [
        (Line("x", most=3), "four", "Write at most 3 characters."),
        (Prose("x", most=99, words=2), "one two  three", "Write at most 2 words. There are 3 now."),
        (Text("x", most=9, least=3), "ab", "Write at least 3 characters."),
        (Line("x", "Why?", most=9, required=True), " \r\n ", "Fill in: Why?"),
        (Line("x", most=9, required=True, missing="Say it."), "", "Say it."),
        (Line("x", most=9, accepts=str.islower, wrong="Small ones."), "A", "Small ones."),
        (Line("x", most=9, accepts=str.islower), "A", "Write this in the form that is asked for."),
        (Email("x"), "ann@council", "Write an email address, such as name@example.org."),
        (Email("x"), "a@b.c, d@e.f", "Write an email address, such as name@example.org."),
        (Email("x"), "a" * 255, "Write at most 254 characters."),
        (Telephone("x"), "call me", "Write a telephone number in digits and spaces."),
        (WebAddress("x", most=99), "http://a.b", "Write a full address that begins with https://"),
        (Number("x", least=1, most=90), "many", "Write a whole number."),
        (Number("x", least=1, most=90), "½5", "Write a whole number."),
        (Number("x", least=1, most=90), "1²", "Write a whole number."),
        (Number("x", least=1, most=90), "①", "Write a whole number."),
        (Telephone("x"), "01632 96012³", "Write a telephone number in digits and spaces."),
        (
            Days("x", most=99),
            "25 12 2026\n25 12 2026 Christmas",
            "Line 2: write a real date from the year 2000 on, such as 25 12 2026.",
        ),
        (Days("x", most=9), "25 12 2026", "Write at most 9 characters."),
        (Number("x", least=1, most=90), "1.5", "Write a whole number."),
        (Number("x", least=1, most=90, decimal=True), "1.5.5", "Write a number."),
        (Number("x", least=1, most=90), "nan", "Write a whole number."),
        (Number("x", least=1, most=90), "0", "Write 1 or more."),
        (Number("x", least=1, most=1_000_000), "1,000,001", "Write 1000000 or less."),
        (Number("x", least=1, most=9, wrong="%(least)s to %(most)s"), "10", "1 to 9"),
        (Choice("x", options=COLOURS), "green", "Choose one of the answers listed."),
        (Tick("x", required=True, missing="Agree."), "", "Agree."),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_beside_the_field(field: Field, text: str, message: str) -> None:
    assert refused(field, x=text) == {"x": message}


@pytest.mark.parametrize(
    ("day", "month", "year", "message"),
    [
        ("31", "2", "2026", "Write a real date."),
        ("", "2", "2026", "Write a real date."),
        ("1", "May", "2026", "Write a real date."),
        ("1", "2", "26", "Write the year with four digits."),
        ("1", "2", "20266", "Write the year with four digits."),
        ("1", "2", "9" * 400, "Write the year with four digits."),
    ],
)
def test_a_day_that_is_none(day: str, month: str, year: str, message: str) -> None:
    assert refused(Day("x"), x__day=day, x__month=month, x__year=year) == {"x": message}


def test_a_day_that_is_needed() -> None:
    assert refused(Day("x", "By when?", required=True)) == {"x": "Fill in: By when?"}


def test_a_moment_without_a_time() -> None:
    sent = {"x__day": "1", "x__month": "2", "x__year": "2026", "x_time": "noon"}
    assert refused(Moment("x"), **sent) == {"x_time": "Write a time such as 09:00 or 17:30."}


@pytest.mark.parametrize(("hour", "is_there"), [("00:59", True), ("01:30", False), ("02:00", True)])
def test_a_time_that_the_clocks_skip_is_refused(hour: str, is_there: bool) -> None:
    parts = {"opens.day": "28", "opens.month": "3", "opens.year": "2027", "opens_time": hour}
    assert ("opens_time" not in refused(Moment("opens"), **parts)) is is_there


@pytest.mark.parametrize("sign", "\u200b\u2060\ufeff\u202a\u202b\u202c\u202d\u202e\u2066\u2069")
def test_one_line_holds_no_sign_that_turns_words_round_or_that_nobody_sees(sign: str) -> None:
    typed = f"{sign}Street{sign} lights{sign}"
    for field in (Line("title", most=20), Translated("title", most=20)):
        box = "title" if field.kind == "line" else "title.en"
        reading = read([field], {box: typed}, ground=GROUND)
        assert not reading.problems
        assert reading.values["title"] in ("Street lights", {"en": "Street lights"})
    assert "title" in refused(Line("title", "Title", most=20, required=True), title=sign * 3)


def test_joiners_without_which_words_are_not_written_stay_on_a_line() -> None:
    for word in ("می\u200cخواهم", "क्\u200dष", "عدد \u200f(5)", "👩\u200d🌾"):
        assert read([Line("title", most=20)], {"title": word}).values["title"] == word


def test_an_answer_that_is_not_listed_among_several() -> None:
    field = Several("x", "Which?", options=COLOURS, required=True)
    assert refused(field, x=["red", "green"]) == {"x": "Choose one of the answers listed."}
    assert refused(field, x=[]) == {"x": "Fill in: Which?"}


def test_a_text_too_long_in_one_of_its_languages() -> None:
    field = Translated("x", "Name", most=3, required=True)
    assert refused(field, x__ur="four") == {
        "x.ur": "Write at most 3 characters.",
        "x.en": "Fill in: Name",
    }


def test_a_file_is_no_text() -> None:
    assert value(Line("x", most=9), x=object()) == ""


@pytest.mark.parametrize(
    ("field", "sent", "read_as"),
    [
        (Line("x", most=9), " a\r\nb\0 ", "a b"),
        (Text("x", most=9), " a\r\nb\rc\ud800 ", "a\nb\nc"),
        (Number("x", least=-5, most=90), "٣٠", 30),
        (Number("x", least=-5, most=90), "-5.0", -5),
        (Number("x", least=0, most=9, decimal=True), "۱٫۵", 1.5),
        (Number("x", least=0, most=9999), "1,000", 1000),
        (Number("x", least=0, most=9), "", None),
        (Telephone("x"), "+٤٤ ١٢٣٤", "+44 1234"),
        (Email("x"), "ann@example.org", "ann@example.org"),
        (Choice("x", options=COLOURS), "red", "red"),
        (Tick("x"), "yes", True),
        (Several("x", options=COLOURS), ["blue", "red"], ["red", "blue"]),
        (Several("x", options=COLOURS), "blue", ["blue"]),
    ],
)
def test_what_is_read(field: Field, sent: Any, read_as: Any) -> None:
    assert value(field, x=sent) == read_as


def test_several_answers_are_read_from_a_form_that_repeats_a_name() -> None:
    form = FormData([("x", "blue"), ("x", "red"), ("x", "")])
    assert read([Several("x", options=COLOURS)], form).values == {"x": ["red", "blue"]}


def test_a_moment_is_that_of_the_councils_clocks_in_any_digits() -> None:
    sent = {"x__day": "١", "x__month": "۷", "x__year": "২০২৬", "x_time": "٥.٣٠pm"}
    assert value(Moment("x"), **sent) == datetime(2026, 7, 1, 16, 30, tzinfo=UTC)
    assert value(Day("x"), **sent) == date(2026, 7, 1)


def test_a_moment_that_was_not_touched_keeps_its_second_and_its_side_of_the_change() -> None:
    kept = datetime(2026, 10, 25, 1, 30, 7, tzinfo=UTC)  # the second half past one that night
    field = Moment("x")
    reading = read([field], field.show(kept, GROUND), {"x": kept}, GROUND)
    assert reading.values == {"x": kept}


def test_words_in_a_language_that_the_form_does_not_show_are_kept() -> None:
    kept = {"x": {"en": "One", "pl": "Jeden", "ur": "ایک"}}
    reading = read([Translated("x", most=9)], {"x.en": "Two", "x.ur": ""}, kept, GROUND)
    assert reading.values == {"x": {"pl": "Jeden", "en": "Two"}}


def test_half_a_million_letters_cost_little() -> None:
    fields = [
        Line("line", most=9),
        Text("text", most=9),
        Email("email"),
        Telephone("telephone"),
        WebAddress("web", most=99),
        Number("number", least=0, most=9),
        Day("day"),
        Moment("moment"),
        Choice("choice", options=COLOURS),
        Several("several", options=COLOURS),
        Translated("translated", most=9),
    ]
    for letters in ("9", "٣", "a.", "\r\n", "0 ", "@"):
        long = letters * (500_000 // len(letters))
        names = [name for field in fields for name in (field.name, *field.inputs(GROUND))]
        started = time.process_time()
        problems = read(fields, dict.fromkeys(names, long), ground=GROUND).problems
        assert all(isinstance(problem, Problem) for problem in problems.values())
        assert time.process_time() - started < 2
