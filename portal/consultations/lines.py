"""Questions and answers written for reading: before sending, and on the receipt."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.consultations import languages
from portal.consultations.answers import Answers, Sent, is_written, read_question
from portal.consultations.drafts import Work
from portal.consultations.questionnaire import Kind, Question, Questionnaire
from portal.i18n import Picked, day, gettext, pick, picked
from portal.problems import Problem, Problems
from portal.text_languages import written


@dataclass(frozen=True)
class Labelled:
    """The council's words, and what was said about them: another of its words, or one's own."""

    label: Any
    said: str


@dataclass(frozen=True)
class Line:
    """One question on the page where answers are checked."""

    label: Any
    value: Any
    change: str
    problem: Problem | None = None


def lines(
    questions: list[Question], given: Answers, problems: Problems, address: str
) -> list[Line]:
    """Write a section's questions and answers, each with the way to change it."""
    return [
        Line(
            label=question.label,
            value=shown_answer(question, given),
            change=f"{address}#{question.code}" if address else "",
            problem=problems.get(question.code),
        )
        for question in questions
        if question.kind is not Kind.PANEL
    ]


def shown_answer(question: Question, given: Answers) -> Any:
    """Write an answer in the reader's language: one or a list of what is said, or nothing."""
    answer = given.get(question.code)
    if answer is None:
        return None
    write = _WRITERS.get(question.kind)
    return write(question, answer, given) if write else answer


def shown_versions(questions: Iterable[Question], work: Work) -> dict[str, list[Any]]:
    """Write what else was answered in another tab, by question; nothing where nothing was."""
    return {
        question.code: [
            _shown_as_typed(question, sent or {}, tag)
            for sent, tag in languages.versions(work, question.code)
        ]
        for question in questions
        if question.code in work.versions
    }


def dropped(questionnaire: Questionnaire, work: Work) -> list[tuple[Question, list[Any]]]:
    """Write which questions no longer apply, with what another tab answered to them."""
    questions = [question for code in work.dropped if (question := questionnaire.question(code))]
    words = shown_versions(questions, work)
    return [(question, words.get(question.code, [])) for question in questions]


def labels(questionnaire: Questionnaire, names: Sequence[str]) -> list[Any]:
    """Write of which questions the answers changed; all about the organisation is one."""
    found = [questionnaire.question(name) for name in names]
    organisation = [gettext("Organisation or group")] if None in found else []
    return organisation + [question.label for question in found if question]


def _shown_as_typed(question: Question, sent: Sent, tag: str) -> Any:
    given, _ = read_question(question, sent)
    if not given:
        return [written(text, tag) for values in sent.values() for text in values]
    own = {name: text for name, text in given.items() if is_written(question, name)}
    return shown_answer(question, given | {name: written(own[name], tag) for name in own})


def _label(question: Question, code: str) -> Picked:
    option = question.option(code)
    return pick(option.label) if option else picked(code, "")


def _matrix(question: Question, answer: dict[str, str], _given: Answers) -> list[Labelled]:
    rows = [(row, answer[row.code]) for row in question.rows if row.code in answer]
    return [Labelled(pick(row.label), _label(question, code)) for row, code in rows]


def _ranking(question: Question, answer: list[str], _given: Answers) -> list[Picked]:
    labels = [_label(question, code) for code in answer]
    return [picked(f"{n}. {label}", label.language) for n, label in enumerate(labels, 1)]


def _multiple(question: Question, answer: list[str], given: Answers) -> list[Picked | Labelled]:
    return [_single(question, code, given) for code in answer]


def _single(question: Question, code: str, given: Answers) -> Picked | Labelled:
    option = question.option(code)
    text = given.get(f"{question.code}.other")
    if option is None or not option.other or not text:
        return _label(question, code)
    return Labelled(_label(question, code), text)


def _date(_question: Question, answer: str, _given: Answers) -> str:
    return day(date.fromisoformat(answer))


_WRITERS: dict[Kind, Callable[[Question, Any, Answers], Any]] = {
    Kind.SINGLE: _single,
    Kind.MULTIPLE: _multiple,
    Kind.MATRIX: _matrix,
    Kind.RANKING: _ranking,
    Kind.DATE: _date,
}
