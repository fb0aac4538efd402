"""Which questions of a consultation a helper asked people: the others are no columns. Pure."""

from collections.abc import Container, Iterable
from dataclasses import replace

from portal.group_responses.batches import rules
from portal.questions.answers import Sent
from portal.questions.questionnaire import Question, Questionnaire, Section


def choosable(questionnaire: Questionnaire) -> list[Question]:
    """List the questions that may be left out: a column each, and none that must be answered."""
    return [one for one in rules.closed_questions(questionnaire) if not one.required]


def left_out(questionnaire: Questionnaire, ticked: Iterable[str]) -> list[str]:
    """Say what is left out where these are asked; what decides whether one is asked is not."""
    asked = set(ticked)
    # A question is decided by an earlier one, so going backwards finds those before it, too.
    for section in reversed(questionnaire.sections):
        for question in reversed(section.questions):
            if question.code in asked:
                asked.update(_deciding(section, question))
    return [one.code for one in choosable(questionnaire) if one.code not in asked]


def narrowed(questionnaire: Questionnaire, without: Container[str]) -> Questionnaire:
    """Give a questionnaire without some questions, and without what is asked only after them."""
    stays: set[str] = set()
    sections = []
    for section in questionnaire.sections:
        kept = []
        for question in section.questions:
            if question.code not in without and stays.issuperset(_deciding(section, question)):
                kept.append(question)
                stays.add(question.code)
        sections.append(replace(section, questions=tuple(kept)))
    return replace(questionnaire, sections=tuple(sections))


def missing(whole: Questionnaire, asked: Questionnaire) -> list[str]:
    """List what is not in a questionnaire that was narrowed."""
    remaining = {one.code for one in asked.questions}
    return [one.code for one in whole.questions if one.code not in remaining]


def answered(filled: rules.Filled, codes: Iterable[str]) -> list[tuple[int, str]]:
    """Find to which of some questions a row has something, each with the first such person."""
    found = []
    for code in codes:
        people = (number for number, row in enumerate(filled.rows, 1) if _has(row, code))
        if person := next(people, 0):
            found.append((person, code))
    return found


def _has(row: Sent, code: str) -> bool:
    return any(name.partition(".")[0] == code for name in row)


def _deciding(section: Section, question: Question) -> set[str]:
    return {one.question for one in (section.show_if, question.show_if) if one}
