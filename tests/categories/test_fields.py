"""The equality questions as a resident sees them, without JavaScript.

The first page asks for a broad group, the second for the details of that group only, and what
was sent on the first page is carried on the second.
"""

import html5lib
import pytest
from starlette.datastructures import FormData

from portal.categories.rules import (
    carried,
    characteristics,
    first_page,
    read_answers,
    second_page,
)
from portal.languages import i18n
from portal.problems import Problems
from portal.web import rendering

WALES = characteristics("wales")
PAGE = """{% import "categories/fields.html" as equality %}
<!DOCTYPE html><html lang="en"><title>Equality</title><form>{{ equality.carried(pairs) }}
{% for one in questions %}{{ equality.fields(one, sent, problems) }}{% endfor %}</form></html>"""
HTML = "{http://www.w3.org/1999/xhtml}"


def drawn(fields: list[tuple[str, str]], *, page: int, problems: Problems | None = None) -> str:
    sent = FormData([*fields])
    first = first_page(WALES)
    return (
        rendering.environment()
        .from_string(PAGE)
        .render(
            questions=second_page(WALES, sent) if page == 2 else first,
            pairs=carried(first, sent) if page == 2 else (),
            sent=sent,
            problems=problems or {},
        )
    )


def inputs(text: str, name: str) -> dict[str, dict[str, str]]:
    tree = html5lib.HTMLParser(strict=True).parse(text)
    found = [item.attrib for item in tree.iter(f"{HTML}input") if item.get("name") == name]
    return {item["value"]: item for item in found}


def test_an_answer_that_was_not_offered_stands_beside_its_field_with_the_rest_kept() -> None:
    fields = [("religion", "jedi"), ("religion.other", "Jain"), ("sex", "female")]
    _, problems = read_answers(WALES, FormData([*fields]))
    text = drawn(fields, page=1, problems=problems)
    assert "Choose one of the answers listed." in text
    assert "checked" in inputs(text, "sex")["female"]
    assert "Jain" in inputs(text, "religion.other")


def test_the_first_page_asks_for_the_broad_group_only() -> None:
    text = drawn([], page=1)
    assert list(inputs(text, "ethnic_group")) == [
        "white", "mixed", "asian", "black", "other", "prefer_not_to_say",
    ]  # fmt: skip
    assert inputs(text, "ethnic_group.detail") == {}
    assert inputs(text, "disability_effect") == {}
    assert not any("checked" in one for one in inputs(text, "ethnic_group").values())


def test_the_second_page_asks_for_details_and_carries_the_first() -> None:
    text = drawn([("ethnic_group", "black"), ("national_identity", "welsh")], page=2)
    assert list(inputs(text, "ethnic_group.detail")) == [
        "caribbean", "african", "any_other_black", "prefer_not_to_say",
    ]  # fmt: skip
    assert inputs(text, "ethnic_group")["black"]["type"] == "hidden"
    assert inputs(text, "national_identity")["welsh"]["type"] == "hidden"
    assert len(inputs(text, "ethnic_group.other")) == 1


def test_several_answers_stay_ticked() -> None:
    text = drawn([("national_identity", "welsh"), ("national_identity", "british")], page=1)
    ticked = [code for code, one in inputs(text, "national_identity").items() if "checked" in one]
    assert ticked == ["welsh", "british"]


@pytest.mark.parametrize("tag", ["cy", "pl", "ur", "ar"])
def test_the_questions_speak_the_language_of_the_page(tag: str) -> None:
    i18n.speak(tag)
    text = drawn([], page=1)
    i18n.speak("en")
    question = next(one for one in WALES if one.code == "ethnic_group").label
    assert question[tag] in text
    assert question["en"] not in text


def test_no_two_fields_share_an_id() -> None:
    tree = html5lib.HTMLParser().parse(drawn([("ethnic_group", "white")], page=1))
    ids = [item.get("id") for item in tree.iter() if item.get("id")]
    assert len(ids) == len(set(ids))
