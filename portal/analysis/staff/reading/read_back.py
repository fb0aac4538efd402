"""One response read back: each question, whether it was asked, and what was answered."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.consultations.models import WrittenAnswer
from portal.languages.i18n import day, number
from portal.questions import answers as reading
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


def asked(questionnaire: Questionnaire, answers: Mapping[str, Any]) -> frozenset[str]:
    """Name the questions that were put to somebody who chose as they did."""
    chosen = {
        code: [answer] if isinstance(answer, str) else answer
        for code, answer in answers.items()
        if isinstance(answer, str | list)
    }
    return frozenset(question.code for question in reading.applying(questionnaire, chosen))


def read(
    questionnaire: Questionnaire, answers: Mapping[str, Any], texts: Iterable[WrittenAnswer]
) -> list[Given]:
    """Put a response beside its questions, those included that have no answer."""
    put = asked(questionnaire, answers)
    words: dict[str, list[WrittenAnswer]] = {}
    for text in texts:
        words.setdefault(text.question.partition(".")[0], []).append(text)
    return [
        Given(one, one.code in put, _choices(one, answers), words.get(one.code, ()))
        for one in questionnaire.questions
        if one.kind is not Kind.PANEL
    ]


def _choices(question: Question, answers: Mapping[str, Any]) -> list[tuple[Words, Words]]:
    answer = answers.get(question.code)
    if answer is None:
        return []
    if question.kind is Kind.MATRIX:
        lines = [row for row in question.rows if row.code in answer]
        return [(row.label, _label(question, answer[row.code])) for row in lines]
    if question.kind is Kind.RANKING:
        return [(number(place), _label(question, code)) for place, code in enumerate(answer, 1)]
    if question.options:
        chosen = [answer] if isinstance(answer, str) else answer
        return [("", _label(question, code)) for code in chosen]
    shown = day(date.fromisoformat(answer)) if question.kind is Kind.DATE else number(answer)
    return [("", shown)]


def _label(question: Question, code: str) -> Words:
    option = question.option(code)
    return option.label if option else code
