"""Synthetic people fill in the same forms as everybody: what a form would refuse, raises.

What is made up is written as a browser would send it, read as it is read from residents, and
has to come out as it went in. So the demonstration cannot hold what nobody could have sent.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from starlette.datastructures import FormData

from portal.categories import rules as equality
from portal.categories.rules import PREFER_NOT, Characteristic, State
from portal.consultations.answering.forms import organisation_of
from portal.problems import Problems
from portal.questions import answers as reading
from portal.questions.questionnaire import Kind, Question, Questionnaire


def taken(problems: Problems, read: Any = (), made: Any = ()) -> None:
    """Insist that a form takes what was made up, all of it and as it is."""
    if problems or read != made:
        raise ValueError(f"No form takes this: {made!r} {problems or read!r}")


def answers(questionnaire: Questionnaire, made: Mapping[str, Any]) -> dict[str, Any]:
    """Read made-up answers as the pages of a consultation would."""
    sent = dict(_fields(questionnaire, made))
    read, problems = reading.read(questionnaire, sent)
    taken(problems, read, dict(made))
    return read


def organisation(made: Mapping[str, Any] | None) -> dict[str, Any]:
    """Read on whose behalf somebody made up answers."""
    read = organisation_of({name: str(value) for name, value in (made or {}).items()})
    taken({}, read, dict(made or {}))
    return read or {}


def about_themselves(
    asked: Sequence[Characteristic], made: Mapping[str, equality.Answer]
) -> dict[str, equality.Answer]:
    """Read what somebody made up tells about themselves."""
    sent = FormData([pair for one in asked if one.code in made for pair in _told(one, made)])
    read, problems = equality.read_answers(asked, sent)
    taken(problems, read, dict(made))
    return read


def _fields(
    questionnaire: Questionnaire, made: Mapping[str, Any]
) -> Iterator[tuple[str, list[str]]]:
    for name, answer in made.items():
        question = questionnaire.question(name)
        written = {name: [answer]} if question is None else _field(question, answer)
        for field, values in written.items():
            yield field, [reading.clean(str(value)) for value in values]


def _field(question: Question, answer: Any) -> Mapping[str, Iterable[Any]]:
    code = question.code
    match question.kind:
        case Kind.RANKING:
            return {f"{code}.{option}": [place] for place, option in enumerate(answer, 1)}
        case Kind.MATRIX:
            return {f"{code}.{row}": [option] for row, option in answer.items()}
        case Kind.DATE:
            parts = zip(("year", "month", "day"), answer.split("-"), strict=True)
            return {f"{code}.{part}": [text] for part, text in parts}
        case Kind.MULTIPLE:
            return {code: answer}
        case _:
            return {code: [answer]}


def _told(one: Characteristic, made: Mapping[str, equality.Answer]) -> Iterator[tuple[str, str]]:
    answer = made[one.code]
    if answer["state"] == State.PREFER_NOT.value:
        yield one.code, PREFER_NOT
    steps = [equality.path(one, code) for code in answer["codes"]]
    for step in steps:
        yield one.code, step[0]
        yield from [(f"{one.code}.detail", code) for code in step[1:]]
    if "write_in" in answer:
        yield one.write_in_field, answer["write_in"]
