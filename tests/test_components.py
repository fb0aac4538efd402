"""What every component promises to the pages that use it."""

import gzip
import hashlib
import re
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import html5lib
import pytest
from markupsafe import Markup

from portal.consultations.answering.answers_shown import Labelled
from portal.languages import i18n
from portal.problems import Problem
from portal.settings import resource
from portal.web import rendering
from portal.web.lists import Pages

OPTIONS = [
    {"code": "bus", "label": {"en": "Buses", "ur": "بسیں"}},
    {"code": "else", "label": {"en": "Something else"}, "other": True},
    {"code": "none", "label": {"en": "None of these"}, "exclusive": True},
]
WRONG = Problem("Enter a number below %(most)s.", {"most": "<b>9</b>"})


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    i18n.speak("en")
    yield
    i18n.speak("en")


def drawn(name: str, *values: Any, **options: Any) -> str:
    return " ".join(str(component(name)(*values, **options)).split())


def component(name: str) -> Any:
    return getattr(rendering.environment().globals["ui"], name)


FIELDS = [
    ("text_input", ("a.b", "Name")),
    ("text_area", ("a.b", "Words")),
    ("number", ("a.b", "People")),
    ("select", ("a.b", "Ward", [("n", "North")])),
    ("file_upload", ("a.b", "Minutes")),
    ("radios", ("a.b", "Which?", OPTIONS)),
    ("checkboxes", ("a.b", "Which?", OPTIONS)),
    ("date_input", ("a.b", "When?")),
    ("ranking", ("a.b", "In which order?", OPTIONS)),
    ("matrix", ("a.b", "How far?", [("row", "Row")], [("yes", "Yes")])),
    ("scale", ("a.b", "How much?", 1, 5)),
]
"""Every field that can have a problem, called a.b."""


@pytest.mark.parametrize(("name", "values"), FIELDS)
def test_a_problem_stands_beside_its_field_and_is_escaped(
    name: str, values: tuple[Any, ...]
) -> None:
    html = drawn(name, *values, problem=WRONG)
    assert 'id="a-b-problem"' in html
    assert "Enter a number below &lt;b&gt;9&lt;/b&gt;." in html
    assert re.search(r'aria-describedby="[^"]*a-b-problem', html)


@pytest.mark.parametrize(("name", "values"), FIELDS)
def test_the_summary_leads_to_something_on_the_page(name: str, values: tuple[Any, ...]) -> None:
    assert 'href="#a-b"' in drawn("error_summary", {"a.b": WRONG})
    assert 'id="a-b"' in drawn(name, *values, problem=WRONG)


@pytest.mark.parametrize(("name", "values"), FIELDS)
def test_a_field_says_when_it_may_be_left_out(name: str, values: tuple[Any, ...]) -> None:
    assert f"{values[1]} (optional)" in drawn(name, *values, optional=True)
    assert "optional" not in drawn(name, *values)
    assert "*" not in drawn(name, *values)


@pytest.mark.parametrize(("name", "values"), FIELDS)
def test_an_id_is_never_given_twice(name: str, values: tuple[Any, ...]) -> None:
    html = drawn(name, *values, problem=WRONG, hint="Help", context="More")
    ids = re.findall(r' id="([^"]*)"', html)
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(("name", "values"), FIELDS)
def test_every_description_exists(name: str, values: tuple[Any, ...]) -> None:
    html = drawn(name, *values, problem=WRONG, hint="Help")
    described = " ".join(re.findall(r'aria-describedby="([^"]*)"', html)).split()
    assert set(described) <= set(re.findall(r' id="([^"]*)"', html))


@pytest.mark.parametrize(("name", "values"), FIELDS)
def test_a_field_can_be_the_heading_of_its_page(name: str, values: tuple[Any, ...]) -> None:
    assert drawn(name, *values, heading=True).count("<h1") == 1


def test_an_empty_hint_leaves_no_trace() -> None:
    assert "-hint" not in drawn("text_input", "name", "Name", hint={"en": ""})
    assert "-hint" not in drawn("radios", "q", "Which?", OPTIONS, hint={"en": ""})


def test_what_was_typed_is_kept_and_escaped() -> None:
    html = drawn("text_input", "name", "Name", '"><script>')
    assert 'value="&#34;&gt;&lt;script&gt;"' in html


def test_a_text_area_keeps_the_first_empty_line() -> None:
    area = str(component("text_area")("w", "Words", "\nafter an empty line"))
    element = html5lib.parseFragment(area, namespaceHTMLElements=False).find(".//textarea")
    assert element.text == "\nafter an empty line"


def test_words_that_fell_back_say_their_language() -> None:
    i18n.speak("ar")
    words = drawn("words", {"en": "Buses & trams"})
    assert words == '<bdi lang="en" dir="ltr">Buses &amp; trams</bdi>'


def test_words_in_the_language_of_the_page_stand_alone() -> None:
    i18n.speak("ur")
    assert drawn("words", {"en": "Buses", "ur": "بسیں"}) == "بسیں"


def test_words_that_read_the_other_way_cannot_turn_their_line() -> None:
    assert drawn("words", "Covid کے بعد ہماری گلی") == '<bdi dir="rtl">Covid کے بعد ہماری گلی</bdi>'
    assert drawn("words", "Covid") == "Covid"


ARABIC_TITLE = "NHS: مواعيد"
READ = [
    # The council's words are read as their language is, whatever they begin with.
    ("ar", {"ar": ARABIC_TITLE}, "", f'<bdi dir="rtl">{ARABIC_TITLE}</bdi>'),
    ("en", {"ar": ARABIC_TITLE}, "", f'<bdi lang="ar" dir="rtl">{ARABIC_TITLE}</bdi>'),
    ("ar", Markup("GP &amp; NHS"), "", '<bdi dir="rtl">GP &amp; NHS</bdi>'),
    # A person's are read as most of their letters are, else as their language is.
    ("en", "Covid کے بعد اندھیرا", "", '<bdi dir="rtl">Covid کے بعد اندھیرا</bdi>'),
    ("en", "Covid کے بعد", "ur", '<bdi lang="ur" dir="rtl">Covid کے بعد</bdi>'),
    ("ur", "Main roz bus se", "ur", '<bdi lang="ur" dir="ltr">Main roz bus se</bdi>'),
    ("en", "– 2026", "ckb", '<bdi lang="ckb" dir="rtl">– 2026</bdi>'),
    ("en", "<b>\nہم", "", '<bdi dir="ltr">&lt;b&gt;</bdi><br><bdi dir="rtl">ہم</bdi>'),
]


@pytest.mark.parametrize(("page", "words", "lang", "expected"), READ)
def test_words_inside_a_line_say_their_direction(
    page: str, words: Any, lang: str, expected: str
) -> None:
    i18n.speak(page)
    assert drawn("isolate", words, lang) == expected


def test_each_paragraph_of_what_somebody_wrote_says_its_direction() -> None:
    assert drawn("user_text", "Covid کے بعد\nہماری گلی", "ur") == (
        '<div class="govuk-body user-text" dir="rtl" lang="ur">Covid کے بعد ہماری گلی</div>'
    )
    assert '<bdi dir="ltr">01632 960005</bdi>' in drawn("user_text", "01632 960005", "ur")
    html = str(component("user_text")("Dark & wet.\n\nہماری گلی", "ur"))
    assert '<div dir="ltr">Dark &amp; wet.</div><div dir="rtl">\nہماری گلی</div>' in html


@pytest.mark.parametrize("name", ["text_input", "text_area"])
@pytest.mark.parametrize("typed", ["", "Covid کے بعد"])
def test_a_field_stays_as_its_page_is_or_follows_what_is_typed(name: str, typed: str) -> None:
    assert 'dir="auto"' in drawn(name, "a", "A", typed)
    i18n.speak("ur")
    assert "dir=" not in drawn(name, "a", {"ur": "ا"}, typed)
    assert 'lang="ckb" dir="rtl"' in drawn(name, "a", {"ur": "ا"}, typed, lang="ckb")
    assert 'lang="pl" dir="ltr"' in drawn(name, "a", {"ur": "ا"}, typed, lang="pl")


@pytest.mark.parametrize("name", ["text_input", "text_area"])
def test_words_of_another_direction_keep_theirs_on_a_page_from_right_to_left(name: str) -> None:
    i18n.speak("ur")
    label, words = {"ur": "ا"}, "What is missing?"
    assert 'dir="ltr" lang="en"' in drawn(name, "a", label, words, written_in="en")
    for value, tag in (("کیا رہ گیا؟", "en"), ("کیا رہ گیا؟", "?"), ("", "en"), (words, "")):
        assert "dir=" not in drawn(name, "a", label, value, written_in=tag), (value, tag)


@pytest.mark.parametrize("kind", ["email", "url", "tel", "password"])
def test_addresses_and_numbers_are_typed_from_left_to_right(kind: str) -> None:
    i18n.speak("ar")
    assert 'dir="ltr"' in drawn("text_input", "a", {"ar": "ا"}, kind=kind)
    assert 'dir="ltr"' in drawn("number", "a", {"ar": "ا"})


def test_a_line_to_choose_says_its_direction() -> None:
    options = [
        ("ar", i18n.endonym("ar")),
        ("ckb", i18n.endonym("ckb")),
        ("a", "مسجد"),
        ("b", "Ann"),
    ]
    html = drawn("select", "q", "Which?", options)
    assert '<option value="ar" lang="ar" dir="rtl">العربية</option>' in html
    assert '<option value="ckb" lang="ckb" dir="rtl">' in html
    assert '<option value="a" dir="rtl">مسجد</option> <option value="b">Ann</option>' in html


def test_a_telephone_number_never_turns_round() -> None:
    html = drawn("telephone", "020 7946 0000")
    assert 'href="tel:02079460000"' in html
    assert '<bdi dir="ltr">020 7946 0000</bdi>' in html


def test_the_chosen_option_is_kept() -> None:
    html = drawn("radios", "q", "Which?", OPTIONS, "else", other="Trams")
    assert html.count(" checked") == 1
    assert re.search(r'value="else" checked', html)
    assert 'name="q.other" type="text" value="Trams"' in html


def test_an_option_called_other_does_not_take_the_id_of_the_other_text() -> None:
    options = [("a", "A"), {"code": "other", "label": "Other", "other": True}]
    html = drawn("checkboxes", "q", "Which?", options)
    ids = re.findall(r' id="([^"]*)"', html)
    assert len(ids) == len(set(ids))


def test_each_cell_of_a_matrix_names_its_row_and_its_column() -> None:
    html = drawn("matrix", "m", "How?", [("r", "Row")], [("y", "Yes"), ("n", "No")], {"r": "n"})
    assert 'aria-labelledby="m-r-label m-r--y-label"' in html
    assert re.search(r'name="m.r" type="radio" value="n" checked', html)


@pytest.mark.parametrize("empty", ["", None, []])
def test_an_empty_answer_is_said_to_be_empty(empty: object) -> None:
    assert "Not answered" in drawn("summary_list", [("Ward", empty)])


def test_an_answer_cannot_turn_the_line_it_stands_in() -> None:
    def shown(value: object) -> str:
        return drawn("summary_list", [("Where", value, "/change")])

    assert '<bdi dir="rtl">NHS کی مسجد</bdi>' in shown("NHS کی مسجد")
    assert '<bdi dir="ltr">-5</bdi>' in shown(-5)
    own = Labelled({"en": "Other", "ur": "اور"}, "مسجد")
    assert '<li><bdi dir="ltr">Other</bdi>: <bdi dir="rtl">مسجد</bdi></li>' in shown([own])
    assert '<div dir="ltr">A</div><div dir="rtl">مسجد</div>' in shown("A\nمسجد")


def test_a_change_link_says_what_it_changes() -> None:
    html = drawn("summary_list", [("Ward", "North", "/change")])
    assert 'Change<span class="govuk-visually-hidden"> Ward</span>' in html


def test_a_chart_is_a_table_whose_bars_nobody_needs_to_see() -> None:
    rows = [("Buses", 40, "40"), ("Trams", None, "fewer than 10")]
    html = drawn("bar_chart", "What first?", rows, "Answers", "Choice")
    assert "<caption" in html
    assert 'class="bar__value" width="100.0"' in html
    assert 'class="bar__value" width="0.0"' in html
    assert "style=" not in html


def test_one_page_needs_no_pagination() -> None:
    assert drawn("pages", Pages("", "", "")) == ""
    beside = drawn("pages", Pages("?", "?before=2", "?after=3"))
    assert 'href="?after=3" rel="next"' in beside
    assert 'href="?before=2" rel="prev"' in beside


def test_pressing_enter_does_not_switch_the_language() -> None:
    html = drawn("language_switch", ("en", "ur"), "en", "answers")
    assert html.index('tabindex="-1"') < html.index('name="_switch"')
    assert 'name="_switch" value="ur" lang="ur"' in html


def test_help_leads_to_a_person() -> None:
    phone = SimpleNamespace(number="020 7946 0000", hours={"en": "Weekdays"})
    html = drawn("help_line", phone, "/en/help")
    assert "tel:02079460000" in html
    assert "Weekdays" in html
    assert 'href="/en/help"' in drawn("help_line", None, "/en/help")


def test_markup_of_a_component_is_not_escaped_in_another() -> None:
    tag = component("tag")("Open", "good")
    assert str(tag) in drawn("table", "Things", ["Name", "State"], [["One", tag]])


@pytest.mark.parametrize("name", ["site.ltr.css", "site.rtl.css"])
def test_styles_stay_small_and_fetch_nothing(name: str) -> None:
    styles = (resource("static") / name).read_bytes()
    assert len(gzip.compress(styles, 9)) <= 13 * 1024
    assert b"url(" not in styles
    assert b"@font-face" not in styles
    assert b"GDS Transport" not in styles


def test_htmx_is_the_file_that_was_reviewed() -> None:
    digest = hashlib.sha256((resource("static") / "htmx.min.js").read_bytes()).hexdigest()
    assert digest in (resource("static") / "THIRD-PARTY.md").read_text()
