"""What a resident sent, read as answers: skip logic, limits and problems. Pure functions.

`Sent` keeps the fields as they were typed, so that nothing is ever lost; answers are read
from it again whenever they are needed. A question's fields are its code, and names that
begin with its code and a dot.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence

from portal.languages.normal_form import normalised
from portal.problems import Problems
from portal.questions import field_limits
from portal.questions.kinds import Answers, Sent, chosen, read_question
from portal.questions.questionnaire import (
    WRITTEN,
    Condition,
    Kind,
    Question,
    Questionnaire,
    Section,
)

__all__ = ["Answers", "Sent", "read_question"]


_UNSEEN = frozenset({"Cf", "Mn", "Zs", "Zl", "Zp", "Cc"})
_KEPT_CONTROLS = "\n\t"
# Marks that turn the direction of text around; a name written with them can imitate another.
_DIRECTION_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def read(
    asked: Questionnaire | Section, sent: Mapping[str, Sequence[str]]
) -> tuple[Answers, Problems]:
    """Read the answers to every question that applies, and say what is wrong with the rest."""
    answers: Answers = {}
    problems: Problems = {}
    for question in applying(asked, sent):
        given, wrong = read_question(question, sent)
        answers |= given
        problems |= wrong
    return answers, problems


def applying(
    asked: Questionnaire | Section, sent: Mapping[str, Sequence[str]]
) -> Iterator[Question]:
    """Go through the questions that apply, given the choices made in those before them."""
    choices: dict[str, Sequence[str]] = {}
    for section in asked.sections:
        if not _holds(section.show_if, choices):
            continue
        for question in section.questions:
            if _holds(question.show_if, choices):
                choices[question.code] = _choices(question, sent)
                yield question


def shown_sections(
    questionnaire: Questionnaire, sent: Mapping[str, Sequence[str]]
) -> list[tuple[Section, list[Question]]]:
    """List the sections that have something to show, each with the questions that apply."""
    codes = {question.code for question in applying(questionnaire, sent)}
    shown = [(s, [q for q in s.questions if q.code in codes]) for s in questionnaire.sections]
    return [(section, questions) for section, questions in shown if questions]


def typed(section: Section, posted: Mapping[str, Sequence[str]]) -> Sent:
    """Read what a section's page sent: what is filled in, as a draft keeps it."""
    return {
        name: filled
        for name, values in field_limits.fields_of(section, posted).items()
        if (filled := [text for value in values if (text := clean(value))])
    }


def differ(section: Section, posted: Mapping[str, Sequence[str]], kept: Answers) -> bool:
    """Tell whether a section's page brought something else than the answers that are kept."""
    brought: Answers = {}
    for question in section.questions:
        given, problems = read_question(question, typed(section, posted))
        if problems and is_answered(question, posted):
            return True
        brought |= given
    return brought != {name: kept[name] for name in kept if _of(section.questions, name)}


def by_question(questions: Iterable[Question], sent: Sent) -> dict[str, Sent]:
    """Put together what was sent for each question; its "other, please say" belongs to it."""
    found: dict[str, Sent] = {question.code: {} for question in questions}
    for name, values in sent.items():
        if (code := name.partition(".")[0]) in found:
            found[code][name] = values
    return found


def without(questions: Sequence[Question], sent: Sent) -> Sent:
    """Leave out what was sent for some questions."""
    return {name: values for name, values in sent.items() if not _of(questions, name)}


def drop_inapplicable(questionnaire: Questionnaire, sent: Sent) -> tuple[Sent, list[str]]:
    """Forget what was sent for questions that no longer apply, and name those questions."""
    codes = {question.code for question in applying(questionnaire, sent)}
    gone = [q for q in questionnaire.questions if q.code not in codes]
    dropped = [q.code for q in gone if any(_of((q,), name) for name in sent)]
    return without(gone, sent), dropped


def is_answered(question: Question, sent: Mapping[str, Sequence[str]]) -> bool:
    """Tell whether anything was sent for a question."""
    return any(_of((question,), name) for name in sent)


def is_answered_at(name: str, sent: Mapping[str, Sequence[str]]) -> bool:
    """Tell whether anything was sent for the question to which a field belongs."""
    code = name.partition(".")[0]
    return any(one.partition(".")[0] == code for one in sent)


def clean(text: str) -> str:
    """Keep what a person writes: composed letters and line breaks, but no control characters.

    Where nothing can be seen, nothing was written.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = (c for c in lines if c in _KEPT_CONTROLS or unicodedata.category(c) not in ("Cc", "Cs"))
    text = normalised("".join(c for c in kept if c not in _DIRECTION_CONTROLS), "NFC").strip()
    return text if any(unicodedata.category(c) not in _UNSEEN for c in text) else ""


def written(questionnaire: Questionnaire, answers: Answers) -> dict[str, str]:
    """Pick the answers in the resident's own words, those to "other, please say" included."""
    names = written_fields(questionnaire)
    return {name: text for name, text in answers.items() if name in names}


def written_fields(questionnaire: Questionnaire) -> frozenset[str]:
    """Name the fields that hold the resident's own words."""
    asked = list(questionnaire.questions)
    texts = {question.code for question in asked if question.kind in WRITTEN}
    others = {f"{q.code}.other" for q in asked if any(option.other for option in q.options)}
    return frozenset(texts | others)


def is_written(question: Question, name: str) -> bool:
    """Tell whether a field of a question holds the resident's own words."""
    return question.kind in WRITTEN or name == f"{question.code}.other"


def _holds(condition: Condition | None, choices: Mapping[str, Sequence[str]]) -> bool:
    return condition is None or bool(
        set(condition.options) & set(choices.get(condition.question, ()))
    )


def _choices(question: Question, sent: Mapping[str, Sequence[str]]) -> Sequence[str]:
    return chosen(question, sent) if question.kind in (Kind.SINGLE, Kind.MULTIPLE) else ()


def _of(questions: Sequence[Question], name: str) -> bool:
    code = name.partition(".")[0]
    return any(question.code == code for question in questions)
