"""Answers as they are read: what was chosen in the words of the question. Pure."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from portal.questions.questionnaire import CHOSEN, Kind, Question, Translated


class Part(NamedTuple):
    """A part of an answer: the words, number or day, and what they stand beside.

    That is a line of a matrix or a place in a ranking; `own` are the words that say what
    somebody meant by "other".
    """

    answer: Translated | str | float | date
    beside: Translated | int | None = None
    own: str = ""


def parts(question: Question, answers: Mapping[str, Any]) -> list[Part]:
    """Write out what was answered, in the order of the question; nothing if nothing was."""
    answer = answers.get(question.code)
    if answer is None:
        return []
    if question.kind is Kind.MATRIX:
        lines = [row for row in question.rows if row.code in answer]
        return [Part(_words(question, answer[row.code]), row.label) for row in lines]
    if question.kind is Kind.RANKING:
        return [Part(_words(question, code), place) for place, code in enumerate(answer, 1)]
    if question.kind in CHOSEN:
        codes = [answer] if isinstance(answer, str) else answer
        return [Part(_words(question, code), own=_own(question, code, answers)) for code in codes]
    return [Part(date.fromisoformat(answer) if question.kind is Kind.DATE else answer)]


def _words(question: Question, code: str) -> Translated | str:
    option = question.option(code)
    return option.label if option else code


def _own(question: Question, code: str, answers: Mapping[str, Any]) -> str:
    option = question.option(code)
    own: str = answers.get(f"{question.code}.other", "")
    return own if option and option.other else ""
