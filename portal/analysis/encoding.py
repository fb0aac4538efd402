"""Answers as they are stored, turned into the small integers of a snapshot."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import DTypeLike

from portal.analysis.queries import Answered
from portal.analysis.rules import NOTHING, STATES, Values
from portal.categories.options import options_of
from portal.categories.rules import Characteristic, State, state_of
from portal.questions.questionnaire import Kind, Question, Questionnaire

Places = Mapping[str, int]

LEFT_OUT = "left out:"
"""The column that marks for each question who was not asked it by whoever brought their answers."""


@dataclass(frozen=True)
class Shape:
    """What the columns are made of: an edition, and the equality questions of a nation."""

    edition: int
    questionnaire: Questionnaire
    characteristics: tuple[Characteristic, ...]


@dataclass(frozen=True)
class Reader:
    """How one column is read from a response; `width` is 0 for one number each."""

    read: Callable[[Answered], float | list[int]]
    dtype: DTypeLike = np.int16
    width: int = 0


def readers(shape: Shape) -> dict[str, Reader]:
    """Name every column, and say how it is read."""
    places = _places([one.code for one in shape.questionnaire.questions])
    made = {LEFT_OUT: Reader(partial(_left_out, places), np.bool_, len(places))}
    for question in shape.questionnaire.questions:
        made |= _of_question(question)
    for characteristic in shape.characteristics:
        made |= _of_characteristic(characteristic)
    return made


def encode(reading: Mapping[str, Reader], rows: Sequence[Answered]) -> dict[str, Values]:
    """Read rows into columns, each as long as there are rows."""
    return {name: _column(reader, rows) for name, reader in reading.items()}


def _column(reader: Reader, rows: Sequence[Answered]) -> Values:
    values = np.array([reader.read(row) for row in rows], reader.dtype)
    return values.reshape(len(rows), reader.width) if reader.width else values


def _of_question(question: Question) -> dict[str, Reader]:
    code, places = question.code, _places([option.code for option in question.options])
    if question.kind is Kind.PANEL:
        return {}
    if question.kind is Kind.MATRIX:
        lines = {row.code: partial(_in_line, code, row.code, places) for row in question.rows}
        return {f"{code}.{line}": Reader(read) for line, read in lines.items()}
    if question.kind in (Kind.MULTIPLE, Kind.RANKING):
        read = _marked if question.kind is Kind.MULTIPLE else _ranked
        return {code: Reader(partial(read, code, places), width=len(places))}
    return {code: _of_one(question, places)}


def _of_one(question: Question, places: Places) -> Reader:
    code = question.code
    return {
        Kind.SINGLE: Reader(partial(_chosen, code, places)),
        Kind.SCALE: Reader(partial(_stepped, code, question.steps[0])),
        Kind.NUMBER: Reader(partial(_number, code), np.float64),
        Kind.DATE: Reader(partial(_month, code), np.int32),
        Kind.SHORT: Reader(partial(_worded, code), np.int8),
        Kind.LONG: Reader(partial(_worded, code), np.int8),
    }[question.kind]


def _of_characteristic(characteristic: Characteristic) -> dict[str, Reader]:
    code, places = characteristic.code, _places(options_of(characteristic))
    several = characteristic.kind == "multiple"
    told = partial(_told_several if several else _told_one, code, places)
    return {
        f"told:{code}": Reader(told, np.int16, len(places) if several else 0),
        f"state:{code}": Reader(partial(_state, code), np.int8),
    }


def _places(codes: Sequence[str]) -> Places:
    return {code: place for place, code in enumerate(codes)}


def _chosen(code: str, places: Places, row: Answered) -> int:
    return places[row.answers[code]] if code in row.answers else NOTHING


def _marked(code: str, places: Places, row: Answered) -> list[int]:
    marks = [0] * len(places)
    for chosen in row.answers.get(code, ()):
        marks[places[chosen]] = 1
    return marks


def _ranked(code: str, places: Places, row: Answered) -> list[int]:
    ranks = [0] * len(places)
    for rank, chosen in enumerate(row.answers.get(code, ()), start=1):
        ranks[places[chosen]] = rank
    return ranks


def _stepped(code: str, lowest: int, row: Answered) -> int:
    return int(row.answers[code]) - lowest if code in row.answers else NOTHING


def _number(code: str, row: Answered) -> float:
    return float(row.answers.get(code, np.nan))


def _worded(code: str, row: Answered) -> int:
    return 0 if code in row.texts else NOTHING


def _month(code: str, row: Answered) -> int:
    if code not in row.answers:
        return NOTHING
    year, month = row.answers[code].split("-")[:2]
    return int(year) * 12 + int(month) - 1


def _in_line(code: str, line: str, places: Places, row: Answered) -> int:
    chosen = row.answers.get(code, {}).get(line)
    return NOTHING if chosen is None else places[chosen]


def _told(code: str, row: Answered) -> Sequence[str]:
    given: Mapping[str, Any] = (row.equality or {}).get(code, {})
    return given.get("codes", ()) if given.get("state") == State.ANSWERED else ()


def _told_one(code: str, places: Places, row: Answered) -> int:
    # A code of another nation's list, kept from before the council changed it, has no place here.
    return next((places.get(told, NOTHING) for told in _told(code, row)), NOTHING)


def _told_several(code: str, places: Places, row: Answered) -> list[int]:
    told = _told(code, row)
    return [int(option in told) for option in places]


def _left_out(places: Places, row: Answered) -> list[int]:
    marks = [0] * len(places)
    for code in row.not_asked:
        marks[places[code]] = 1
    return marks


def _state(code: str, row: Answered) -> int:
    return STATES.index(state_of(row.equality or {}, code))
