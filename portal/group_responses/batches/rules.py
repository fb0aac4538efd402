"""A batch as a helper fills it in: rows of people, and what the meeting said together. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from portal.problems import Problem, Problems, mark
from portal.questions import answers, field_limits
from portal.questions.answers import Answers, Sent
from portal.questions.questionnaire import WRITTEN, Kind, Question, Questionnaire, Section

MOST_PEOPLE = 30
"""How many rows one page holds."""
USUAL_PEOPLE = 12
MOST_ACROSS = 5
"""So many questions stand beside each other in a row; of more a person is a card."""
MOST_DRAFTS = 5
"""How many batches one helper has under way in a group."""
TOGETHER = "together"
"""Begins the names of fields for what was said by all; those of a row begin with its number."""

_NOT_ASKED = mark(
    "This is not asked after the answer to an earlier question. "
    "Leave it empty, or change the earlier answer."
)

Rows = list[Sent]


class Read(NamedTuple):
    """What a person answered, and what is wrong with it."""

    answers: Answers
    problems: Problems


@dataclass(frozen=True)
class Filled:
    """What stands in a batch: the rows as they were typed, and the words of all together."""

    rows: Rows
    together: Sent

    @property
    def people(self) -> list[int]:
        """Number those of whom anything was entered, from 1."""
        return [number for number, row in enumerate(self.rows, 1) if row]

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing was entered."""
        return not (self.people or self.together)


def row_name(number: int) -> str:
    """Name a row, as the names of its fields begin."""
    return f"p{number}"


def asked_of_person(questionnaire: Questionnaire) -> Questionnaire:
    """Ask a person nothing in their own words that must be answered: a meeting may say it."""
    sections = tuple(
        replace(one, questions=tuple(_free(question) for question in one.questions))
        for one in questionnaire.sections
    )
    return replace(questionnaire, sections=sections)


def written_questions(questionnaire: Questionnaire) -> list[Question]:
    """List the questions that are answered in one's own words."""
    return [question for question in questionnaire.questions if question.kind in WRITTEN]


def closed_questions(questionnaire: Questionnaire) -> list[Question]:
    """List the questions that are a column each."""
    closed = (one for one in questionnaire.questions if one.kind is not Kind.PANEL)
    return [question for question in closed if question.kind not in WRITTEN]


def numbers(questionnaire: Questionnaire) -> dict[str, int]:
    """Give each question its number, as on everything that is printed."""
    codes = [one.code for one in questionnaire.questions if one.kind is not Kind.PANEL]
    return {code: number for number, code in enumerate(codes, 1)}


def deciding(questionnaire: Questionnaire) -> dict[str, int]:
    """Give for each question that only some are asked the number of that which decides."""
    numbered = numbers(questionnaire)
    found = {}
    for section in questionnaire.sections:
        for question in section.questions:
            if condition := question.show_if or section.show_if:
                found[question.code] = numbered[condition.question]
    return found


class Place(NamedTuple):
    """A question of a row in which something is wrong; number 0 is that of all together."""

    person: int
    question: int
    field: str
    problem: Problem


def places(questionnaire: Questionnaire, problems: Problems) -> list[Place]:
    """Say of each problem in which row and question it is."""
    numbered = numbers(questionnaire)
    found = []
    for name, problem in problems.items():
        row, code, *_ = name.split(".")
        person = 0 if row == TOGETHER else int(row.removeprefix("p"))
        found.append(Place(person, numbered[code], name, problem))
    return found


def read_together(questionnaire: Questionnaire, sent: Sent) -> Read:
    """Read what a meeting said together: only in its own words, and to any question."""
    given: Answers = {}
    problems: Problems = {}
    for question in written_questions(asked_of_person(questionnaire)):
        one, wrong = answers.read_question(question, sent)
        given |= one
        problems |= wrong
    return Read(given, problems)


def read_person(questionnaire: Questionnaire, sent: Sent, *, whole: bool) -> Read:
    """Read a row; what has to be answered may be missing unless it is to be `whole`.

    What is not asked after an earlier answer is no answer, and has to go.
    """
    kept, dropped = answers.drop_inapplicable(questionnaire, sent)
    given, wrong = answers.read(asked_of_person(questionnaire), kept)
    if not whole:
        wrong = {name: one for name, one in wrong.items() if answers.is_answered_at(name, kept)}
    return Read(given, wrong | dict.fromkeys(dropped, Problem(_NOT_ASKED)))


def typed(
    questionnaire: Questionnaire, form: Mapping[str, Sequence[str]], people: int
) -> tuple[Filled, Problems]:
    """Read a whole form as a draft keeps it, and say what of it is far too long to be kept."""
    names = [*(row_name(number) for number in range(1, people + 1)), TOGETHER]
    found: list[Sent] = []
    problems: Problems = {}
    for name in names:
        posted = _under(name, form)
        found.append(_fields(questionnaire.sections, posted))
        for section in questionnaire.sections:
            problems |= _located(name, field_limits.overlong(section, posted))
    written = {question.code for question in written_questions(questionnaire)}
    together = {name: values for name, values in found.pop().items() if name in written}
    return Filled(found, together), problems


def shortened(entered: Filled, before: Filled, overlong: Problems) -> Filled:
    """Leave what stood before wherever words are far too long to be kept."""
    kept = {TOGETHER: (dict(entered.together), before.together)}
    for number, pair in enumerate(zip(entered.rows, before.rows, strict=True), 1):
        kept[row_name(number)] = (dict(pair[0]), pair[1])
    for field in overlong:
        name, _, code = field.partition(".")
        row, earlier = kept[name]
        for one in [one for one in {*row, *earlier} if f"{one}.".startswith(f"{code}.")]:
            row.pop(one, None)
            row |= {one: earlier[one]} if one in earlier else {}
    together, _ = kept.pop(TOGETHER)
    return Filled([row for row, _ in kept.values()], together)


def problems_of(questionnaire: Questionnaire, filled: Filled, *, whole: bool) -> Problems:
    """Say what is wrong in each row, by the names of the fields."""
    problems: Problems = {}
    for number in filled.people:
        read = read_person(questionnaire, filled.rows[number - 1], whole=whole)
        problems |= _located(row_name(number), read.problems)
    return problems | _located(TOGETHER, read_together(questionnaire, filled.together).problems)


def _free(question: Question) -> Question:
    return replace(question, required=False) if question.kind in WRITTEN else question


def _under(name: str, form: Mapping[str, Sequence[str]]) -> Sent:
    start = f"{name}."
    return {
        key.removeprefix(start): list(values)
        for key, values in form.items()
        if key.startswith(start)
    }


def _fields(sections: Sequence[Section], posted: Sent) -> Sent:
    found: Sent = {}
    for section in sections:
        found |= answers.typed(section, posted)
    return found


def _located(name: str, problems: Problems) -> Problems:
    return {f"{name}.{field}": problem for field, problem in problems.items()}
