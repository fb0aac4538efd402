"""Questions and answers written for reading: before sending, and on the receipt."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from portal.consultations.answering import languages, versions
from portal.consultations.answering.drafts import Work
from portal.languages.i18n import Picked, day, gettext, pick, picked
from portal.languages.text_languages import written
from portal.problems import Problem, Problems
from portal.questions.answers import Answers, Sent, is_written, read_question
from portal.questions.questionnaire import Kind, Question, Questionnaire
from portal.questions.shown import Part, parts

_SEVERAL = frozenset({Kind.MULTIPLE, Kind.MATRIX, Kind.RANKING})


@dataclass(frozen=True)
class Labelled:
    """The council's words, and what was said about them: another of its words, or one's own."""

    label: Any
    said: str


class Version(NamedTuple):
    """What else was answered in another tab, and what the button says that takes it."""

    value: Any
    use: str


@dataclass(frozen=True)
class Line:
    """One question on the page where answers are checked."""

    label: Any
    value: Any
    change: str
    problem: Problem | None = None
    beside: Sequence["Version"] = ()


def lines(
    questions: list[Question],
    given: Answers,
    problems: Problems,
    address: str,
    beside: Mapping[str, Sequence[Version]] | None = None,
) -> list[Line]:
    """Write a section's questions and answers, each with the way to change it.

    Beside each stands what else was answered in another tab.
    """
    return [
        Line(
            label=question.label,
            value=shown_answer(question, given),
            change=f"{address}#{question.code}" if address else "",
            problem=problems.get(question.code),
            beside=(beside or {}).get(question.code, ()),
        )
        for question in questions
        if question.kind is not Kind.PANEL
    ]


def shown_answer(question: Question, given: Answers) -> Any:
    """Write an answer in the reader's language: one or a list of what is said, or nothing."""
    said = [_said(part) for part in parts(question, given)]
    if question.kind in _SEVERAL:
        return said or None
    return said[0] if said else None


def shown_versions(questions: Iterable[Question], work: Work) -> dict[str, list[Version]]:
    """Write what else was answered in another tab, by question; nothing where nothing was."""
    return {
        question.code: [
            Version(as_typed(question, sent or {}, tag), versions.use(question.code, sent))
            for sent, tag in languages.versions(work, question.code)
        ]
        for question in questions
        if question.code in work.versions
    }


def as_typed(question: Question, sent: Sent, tag: str) -> Any:
    """Write an answer as somebody typed it, in a language, whatever is wrong with it."""
    given, _ = read_question(question, sent)
    if not given:
        return [written(text, tag) for values in sent.values() for text in values]
    own = {name: text for name, text in given.items() if is_written(question, name)}
    return shown_answer(question, given | {name: written(own[name], tag) for name in own})


def dropped(questionnaire: Questionnaire, work: Work) -> list[tuple[Question, list[Version]]]:
    """Write which questions no longer apply, with what another tab answered to them."""
    questions = [question for code in work.dropped if (question := questionnaire.question(code))]
    words = shown_versions(questions, work)
    return [(question, words.get(question.code, [])) for question in questions]


def of_organisation(work: Work, told: Mapping[str, Any], address: str) -> list[Line]:
    """Write what is said of an organisation, and what another tab says of it."""
    beside = organisation_versions(work)
    labels = (
        ("name", gettext("Name")),
        ("asked", gettext("How many people were asked")),
        ("how", gettext("How they were asked")),
    )
    wrong = versions.problems(beside, beside, versions.CHOOSE)
    return [
        Line(label, told.get(name), address, wrong.get(name), beside.get(name, ()))
        for name, label in labels
        if told or beside
    ]


def organisation_versions(work: Work) -> dict[str, list[Version]]:
    """Write what else was said of an organisation in another tab, by field."""
    return {
        name: [
            Version(written(text or "", tag), versions.use(field, text))
            for text, tag in languages.versions(work, field)
        ]
        for name in versions.of_organisation(work)
        if (field := versions.ORGANISATION + name)
    }


def _said(part: Part) -> Any:
    if isinstance(part.answer, date):
        return day(part.answer)
    answer: Any = pick(part.answer) if isinstance(part.answer, Mapping) else part.answer
    if isinstance(part.beside, int):
        tag = answer.language if isinstance(answer, Picked) else ""
        return picked(f"{part.beside}. {answer}", tag)
    if part.beside is not None:
        return Labelled(pick(part.beside), answer)
    return Labelled(answer, part.own) if part.own else answer
