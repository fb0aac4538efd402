"""Questions that are declared in the code are read and drawn as those that staff write."""

import html5lib
import pytest

from portal.languages import i18n
from portal.languages.locales import LANGUAGES
from portal.languages.messages import Message
from portal.problems import Problem, Problems
from portal.questions import answers
from portal.questions.questionnaire import Condition, Kind, Option, Question, Section
from portal.web import rendering

YES, NO = Option("yes", Message("Yes")), Option("no", Message("No"))
OWN = Option("own", {"en": "Our own", "ur": "ہمارا اپنا"})
ASKED = Section(
    "s",
    Message("When and where"),
    (
        Question("told", Kind.SINGLE, Message("Do the police know of it?"), options=(YES, NO, OWN)),
        Question(
            "number",
            Kind.SHORT,
            Message("The number that the police gave to it"),
            maximum=5,
            ltr=True,
            show_if=Condition("told", ("yes",)),
        ),
        Question("more", Kind.LONG, {"en": "More", "ur": "مزید"}, maximum=10, lines=3),
    ),
)
TOO_LONG = "Write at most %(limit)s characters."
PAGE = """{% import "questions/fields.html" as fields with context %}
<!DOCTYPE html><html lang="en"><title>Asked</title><form>
{% for one in section.questions %}
{{ fields.question(one, sent, problems, {}, optional) }}
{% endfor %}
</form></html>"""


def drawn(tag: str, sent: answers.Sent, optional: bool | None = None) -> str:
    """Draw the questions in a language, with what was sent and what is wrong with it."""
    _, problems = answers.read(ASKED, sent)
    i18n.speak(tag)
    try:
        page = rendering.environment().from_string(PAGE)
        return page.render(section=ASKED, sent=sent, problems=problems, optional=optional)
    finally:
        i18n.speak("en")


@pytest.mark.parametrize(
    ("sent", "problems"),
    [
        ({"told": ["perhaps"]}, {"told": "Choose one of the answers listed."}),
        (
            {"told": ["yes"], "number": ["123456"]},
            {"number": "Write at most %(limit)s characters."},
        ),
        ({"more": ["12345678901"]}, {"more": "Write at most %(limit)s characters."}),
    ],
)
def test_what_does_not_fit_is_refused(sent: answers.Sent, problems: dict[str, str]) -> None:
    read, wrong = answers.read(ASKED, sent)
    assert {name: problem.message for name, problem in wrong.items()} == problems
    assert not set(read) & set(wrong)


def test_a_condition_holds_within_one_section() -> None:
    assert answers.read(ASKED, {"told": ["no"], "number": ["1"]}) == ({"told": "no"}, {})
    sent = {"told": ["yes"], "number": [" 1 "], "admin": ["x"]}
    assert answers.read(ASKED, sent) == ({"told": "yes", "number": "1"}, {})


def test_nothing_has_to_be_answered_that_is_not_required() -> None:
    assert answers.read(ASKED, {}) == ({}, {})


@pytest.mark.parametrize("tag", LANGUAGES)
def test_our_words_and_the_councils_are_drawn_in_the_language_of_the_page(tag: str) -> None:
    html5lib.HTMLParser(strict=True).parse(text := drawn(tag, {"told": ["no"]}))
    for words in (ASKED.questions[0].label, YES.label, OWN.label):
        assert words.get(tag, words["en"]) in text.replace("&#39;", "'")


def test_a_problem_stands_beside_its_question_with_what_was_typed() -> None:
    text = drawn("en", {"more": ["<b>12345678901"], "told": ["yes"]})
    assert "&lt;b&gt;12345678901</textarea>" in text
    assert "Write at most 10 characters." in text
    assert 'value="yes" checked' in text


def test_a_page_may_say_once_that_nothing_has_to_be_answered() -> None:
    assert drawn("en", {}).count("(optional)") == len(ASKED.questions)
    assert "(optional)" not in drawn("en", {}, optional=False)


def test_what_reads_from_left_to_right_does_so_in_every_language() -> None:
    text = drawn("ur", {})
    field = text[text.index('name="number"') :]
    assert 'dir="ltr"' in field[: field.index(">")]
    assert 'rows="3"' in text


def test_a_message_is_a_text_in_each_language_and_in_no_other() -> None:
    words = Message("Yes")
    assert dict(words) == {tag: i18n.translation(tag, "Yes") for tag in LANGUAGES}
    assert words["en"] == "Yes"
    assert len(words) == len(LANGUAGES)
    assert words.get("tlh") is None
    assert words == Message("Yes") != Message("No")


def test_problems_name_fields_of_the_question() -> None:
    problems: Problems = answers.read(ASKED, {"told": ["perhaps", "yes"]})[1]
    assert problems == {"told": Problem("Choose one of the answers listed.")}
