"""What was answered is read again in the words of its question: a table, then whatever is sent."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given

from portal.questions import answers, questionnaire
from portal.questions.questionnaire import Kind, Option, Question, Row
from portal.questions.shown import Part, parts
from tests.questions.test_answers import EVERY_KIND, SENT

YES, NO, ROW = {"en": "Yes"}, {"en": "No", "cy": "Na"}, {"en": "In the park"}
OTHER = {"en": "Something else"}
OPTIONS = (Option("yes", YES), Option("no", NO), Option("o", OTHER, other=True))

READ: list[tuple[Kind, dict[str, Any], list[Part]]] = [
    (Kind.SINGLE, {}, []),
    (Kind.PANEL, {}, []),
    (Kind.SINGLE, {"q": "no"}, [Part(NO)]),
    (Kind.SINGLE, {"q": "gone"}, [Part("gone")]),
    (Kind.SINGLE, {"q": "o", "q.other": "A bus"}, [Part(OTHER, own="A bus")]),
    (Kind.SINGLE, {"q": "no", "q.other": "A bus"}, [Part(NO)]),
    (Kind.MULTIPLE, {"q": ["yes", "o"]}, [Part(YES), Part(OTHER)]),
    (Kind.RANKING, {"q": ["no", "yes"]}, [Part(NO, 1), Part(YES, 2)]),
    (Kind.MATRIX, {"q": {"r": "yes"}}, [Part(YES, ROW)]),
    (Kind.MATRIX, {"q": {"left": "yes"}}, []),
    (Kind.DATE, {"q": "2026-12-04"}, [Part(date(2026, 12, 4))]),
    (Kind.NUMBER, {"q": 2.5}, [Part(2.5)]),
    (Kind.NUMBER, {"q": 0}, [Part(0)]),
    (Kind.SCALE, {"q": 3}, [Part(3)]),
    (Kind.SHORT, {"q": "Slowly"}, [Part("Slowly")]),
    (Kind.LONG, {"q": "Two\nlines"}, [Part("Two\nlines")]),
]


@pytest.mark.parametrize(("kind", "given_answers", "read"), READ)
def test_an_answer_is_read_in_the_words_of_its_question(
    kind: Kind, given_answers: dict[str, Any], read: list[Part]
) -> None:
    question = Question("q", kind, {"en": "Q"}, options=OPTIONS, rows=(Row("r", ROW),))
    assert parts(question, given_answers) == read


@given(SENT)
def test_whatever_was_answered_can_be_read_and_nothing_else(sent: answers.Sent) -> None:
    read, _ = answers.read(EVERY_KIND, sent)
    for question in EVERY_KIND.questions:
        shown = parts(question, read)
        assert bool(shown) == (question.code in read)
        known = [*questionnaire.labels(question.options).values(), *read.values()]
        assert all(one.answer in known or isinstance(one.answer, date) for one in shown)


def test_the_codes_and_the_words_of_a_list_are_in_its_order() -> None:
    assert list(questionnaire.labels(OPTIONS)) == ["yes", "no", "o"]
    assert questionnaire.labels(OPTIONS)["no"] == NO
    assert questionnaire.codes(OPTIONS) == {"yes", "no", "o"}
