"""How the answer to each kind of question is read from the fields that were sent. Pure."""

from collections.abc import Mapping, Sequence
from math import inf
from typing import Any

from portal.forms.dates import PARTS, read_day
from portal.forms.field import Ground
from portal.forms.fields import LISTED, Number
from portal.languages.numerals import plain_digits, whole
from portal.problems import Problem, Problems, mark, too_long
from portal.questions.questionnaire import Kind, Question

Sent = dict[str, list[str]]
Answers = dict[str, Any]

SHORT_LIMIT = 300
LONG_LIMIT = 5000
OTHER_LIMIT = 200


def read_question(
    question: Question, sent: Mapping[str, Sequence[str]]
) -> tuple[Answers, Problems]:
    """Read one question's answer and its "other, please say" text."""
    if question.kind is Kind.PANEL:
        return {}, {}
    answer = _READERS[question.kind](question, sent)
    if isinstance(answer, Problem):
        return {}, {question.code: answer}
    if answer in (None, "", [], {}):
        missing = Problem(mark("Answer this question."))
        return {}, {question.code: missing} if question.required else {}
    return _with_other(question, answer, sent)


def chosen(question: Question, sent: Mapping[str, Sequence[str]]) -> Sequence[str]:
    """Give the codes that were chosen; whoever only wrote what "other" is has chosen that."""
    codes = sent.get(question.code, ())
    if any(codes) or not _one(sent, f"{question.code}.other"):
        return codes
    return [option.code for option in question.options if option.other][:1]


def _with_other(
    question: Question, answer: Any, sent: Mapping[str, Sequence[str]]
) -> tuple[Answers, Problems]:
    given = {question.code: answer}
    codes = [answer] if isinstance(answer, str) else answer
    asks = question.kind in (Kind.SINGLE, Kind.MULTIPLE) and any(
        option.other and option.code in codes for option in question.options
    )
    name = f"{question.code}.other"
    if not asks or not (text := _one(sent, name)):
        return given, {}
    if len(text) > OTHER_LIMIT:
        return given, {name: too_long(OTHER_LIMIT)}
    return given | {name: text}, {}


def _single(question: Question, sent: Mapping[str, Sequence[str]]) -> str | Problem | None:
    code = next(iter(chosen(question, sent)), "").strip()
    if code and question.option(code) is None:
        return Problem(LISTED)
    return code or None


def _multiple(question: Question, sent: Mapping[str, Sequence[str]]) -> list[str] | Problem:
    codes = set(chosen(question, sent))
    options = [option for option in question.options if option.code in codes]
    if len(options) < len(codes):
        return Problem(LISTED)
    if len(options) > 1 and any(option.exclusive for option in options):
        return Problem(mark("One of the answers you chose cannot be combined with others."))
    if question.maximum is not None and len(options) > question.maximum:
        return Problem(mark("Choose at most %(limit)s answers."), {"limit": int(question.maximum)})
    return [option.code for option in options]


def _scale(question: Question, sent: Mapping[str, Sequence[str]]) -> int | Problem | None:
    text = plain_digits(_one(sent, question.code))
    if not text:
        return None
    step = next((step for step in question.steps if str(step) == text), None)
    return Problem(LISTED) if step is None else step


def _ranking(question: Question, sent: Mapping[str, Sequence[str]]) -> list[str] | Problem:
    places: dict[int, str] = {}
    count = len(question.options)
    for option in question.options:
        text = _one(sent, f"{question.code}.{option.code}")
        if not text:
            continue
        place = whole(text)
        if not 1 <= place <= count:
            return Problem(mark("Write a number from 1 to %(count)s."), {"count": count})
        if place in places:
            return Problem(mark("Give each answer a different number."))
        places[place] = option.code
    return [places[place] for place in sorted(places)]


def _number(question: Question, sent: Mapping[str, Sequence[str]]) -> float | Problem | None:
    least = -inf if question.minimum is None else question.minimum
    most = inf if question.maximum is None else question.maximum
    box, problems = Number(question.code, "", least=least, most=most, decimal=True), Problems()
    value: float | None = box.read({box.name: _one(sent, box.name)}, Ground(), None, problems)
    return problems.get(box.name, value)


def _date(question: Question, sent: Mapping[str, Sequence[str]]) -> str | Problem | None:
    parts = [_one(sent, f"{question.code}.{part}") for part in PARTS]
    if not any(parts):
        return None
    day = read_day(parts)
    if isinstance(day, Problem):
        return Problem(mark("Write a real date with day, month and year."))
    return day.isoformat()


def _text(question: Question, sent: Mapping[str, Sequence[str]]) -> str | Problem:
    text, limit = _one(sent, question.code), text_limit(question)
    return text if len(text) <= limit else too_long(limit)


def _matrix(question: Question, sent: Mapping[str, Sequence[str]]) -> dict[str, str] | Problem:
    answer = {}
    for row in question.rows:
        code = _one(sent, f"{question.code}.{row.code}")
        if code and question.option(code) is None:
            return Problem(LISTED)
        if code:
            answer[row.code] = code
    if question.required and 0 < len(answer) < len(question.rows):
        return Problem(mark("Choose an answer in every line."))
    return answer


_READERS = {
    Kind.SINGLE: _single,
    Kind.MULTIPLE: _multiple,
    Kind.SCALE: _scale,
    Kind.RANKING: _ranking,
    Kind.NUMBER: _number,
    Kind.DATE: _date,
    Kind.SHORT: _text,
    Kind.LONG: _text,
    Kind.MATRIX: _matrix,
}


def text_limit(question: Question) -> int:
    """Say how many characters fit into a written answer."""
    limit = LONG_LIMIT if question.kind is Kind.LONG else SHORT_LIMIT
    return limit if question.maximum is None else int(question.maximum)


def _one(sent: Mapping[str, Sequence[str]], name: str) -> str:
    values = sent.get(name) or ("",)
    return values[0].strip()
