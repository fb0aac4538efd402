"""One response read back: each question, whether it was asked, and what was answered."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.consultations.models import Response, WrittenAnswer
from portal.languages.i18n import day, number
from portal.questions import answers as reading
from portal.questions import shown
from portal.questions.questionnaire import Kind, Question, Questionnaire, Translated

Words = Translated | str


@dataclass(frozen=True)
class Given:
    """What became of one question; `choices` are pairs of a line or rank, and what stands there."""

    question: Question
    asked: bool
    choices: Sequence[tuple[Words, Words]]
    texts: Sequence[WrittenAnswer]

    @property
    def answered(self) -> bool:
        """Tell whether there is any answer."""
        return bool(self.choices or self.texts)


def asked(questionnaire: Questionnaire, one: Response) -> frozenset[str]:
    """Name the questions that were put to somebody who chose as they did."""
    chosen = {
        code: [answer] if isinstance(answer, str) else answer
        for code, answer in one.answers.items()
        if isinstance(answer, str | list)
    }
    put = {question.code for question in reading.applying(questionnaire, chosen)}
    return frozenset(put.difference(one.not_asked))


def read(
    questionnaire: Questionnaire, response: Response, texts: Iterable[WrittenAnswer]
) -> list[Given]:
    """Put a response beside its questions, those included that have no answer."""
    put = asked(questionnaire, response)
    words: dict[str, list[WrittenAnswer]] = {}
    for text in texts:
        words.setdefault(text.question.partition(".")[0], []).append(text)
    return [
        Given(one, one.code in put, _choices(one, response.answers), words.get(one.code, ()))
        for one in questionnaire.questions
        if one.kind is not Kind.PANEL
    ]


def _choices(question: Question, answers: Mapping[str, Any]) -> list[tuple[Words, Words]]:
    said = shown.parts(question, answers)
    return [("" if one.beside is None else _said(one.beside), _said(one.answer)) for one in said]


def _said(value: Words | float | date) -> Words:
    if isinstance(value, date):
        return day(value)
    return number(value) if isinstance(value, int | float) else value
