"""The columns of the export: the same for every response, named by codes that never change."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count

from portal.analysis.staff.exports.line import DELETED, Line
from portal.categories.options import options_of
from portal.categories.rules import Characteristic, Level, State, option_of, roll_up
from portal.consultations import hidden_texts
from portal.consultations.answering.forms import WAYS_ASKED
from portal.languages.messages import Message
from portal.questions.questionnaire import WRITTEN, Kind, Question, Questionnaire, Translated


@dataclass(frozen=True)
class Field:
    """One column: its name, the question it answers, what its codes mean, and how it is read."""

    name: str
    about: Translated
    read: Callable[[Line], object]
    codes: Sequence[tuple[str, Translated]] = ()


def exported_id(number: str) -> str:
    """Write a response's id so that it needs no apostrophe and is the same in every file.

    Ids that were drawn long ago may begin with a dash.
    """
    return f"_{number[1:]}" if number.startswith("-") else number


def of_response() -> list[Field]:
    """List the columns about the response itself."""
    own = ("edition", "day", "channel", "language", "respondent", "state", "reason")
    about = [Field("id", {}, _id), *(Field(name, {}, _own(name)) for name in own)]
    group = {"name": "organisation", "asked": "organisation.asked", "how": "organisation.how"}
    about += [Field(column, {}, _organisation(name)) for name, column in group.items()]
    ways = [(code, Message(label)) for code, label in WAYS_ASKED.items()]
    about += [Field("organisation.ways", {}, _ways, ways), Field("group", {}, _brought)]
    return [*about, Field("may_quote", {}, _may_quote)]


def of_questions(questionnaire: Questionnaire, tag: str) -> Iterator[Field]:
    """List the columns of every question, with labels in one language."""
    for question in questionnaire.questions:
        if question.kind is not Kind.PANEL:
            yield Field(f"{question.code}.state", question.label, _state(question), _STATES)
            yield from _of_question(question, tag)
            if any(option.other for option in question.options):
                # Not ".other": the option itself often has that code, and a column of its own.
                name = f"{question.code}.other"
                yield Field(f"{name}.text", question.label, _words(name))


def of_characteristics(asked: Sequence[Characteristic], tag: str) -> Iterator[Field]:
    """List the columns of every equality question; the four states have one of their own."""
    for one in asked:
        name = f"equality.{one.code}"
        yield Field(f"{name}.state", one.label, _told_state(one.code), _STATES)
        yield from _of_several(one, name) if one.kind == "multiple" else _of_one(one, name, tag)
        if one.write_in_field:
            yield Field(f"{name}.write_in", one.label, _write_in(one.code))


def told_apart(columns: Iterable[Field]) -> list[Field]:
    """Give the later of two columns with one name a number, as a question "language" needs."""
    made: dict[str, Field] = {}
    for column in columns:
        names = (f"{column.name}_{number}" for number in count(2))
        name = column.name if column.name not in made else next(n for n in names if n not in made)
        made[name] = replace(column, name=name)
    return list(made.values())


def in_language(text: Translated, tag: str) -> str:
    """Choose one language's words, or those of the first language there is."""
    return text.get(tag) or next((words for words in text.values() if words), "")


_STATES = (
    *((state.value, {"en": state.value.replace("_", " ")}) for state in State),
    (DELETED, {"en": "deleted as promised, or never given"}),
)


def _of_question(question: Question, tag: str) -> Iterator[Field]:
    code, label = question.code, question.label
    codes = [(option.code, option.label) for option in question.options]
    if question.kind is Kind.MULTIPLE or question.kind is Kind.RANKING:
        read = _marked if question.kind is Kind.MULTIPLE else _ranked
        for option in question.options:
            yield Field(f"{code}.{option.code}", option.label, read(code, option.code))
    elif question.kind is Kind.MATRIX:
        for row in question.rows:
            chosen = _in_line(code, row.code)
            yield Field(f"{code}.{row.code}", row.label, chosen, codes)
            yield Field(f"{code}.{row.code}.label", row.label, _labelled(chosen, codes, tag))
    elif question.kind in WRITTEN:
        yield Field(code, label, _words(code))
    else:
        yield Field(code, label, _answer(code), codes)
        if codes:
            yield Field(f"{code}.label", label, _labelled(_answer(code), codes, tag))


def _of_one(one: Characteristic, name: str, tag: str) -> Iterator[Field]:
    codes = [(code, option_of(one, code).label) for code in options_of(one)]
    told = _told(one.code)
    yield Field(name, one.label, told, codes)
    yield Field(f"{name}.label", one.label, _labelled(told, codes, tag))
    if one.two_step:
        yield Field(f"{name}.group", one.label, _group(one), codes)


def _of_several(one: Characteristic, name: str) -> Iterator[Field]:
    for code in options_of(one):
        yield Field(f"{name}.{code}", option_of(one, code).label, _told_mark(one.code, code))


def _id(line: Line) -> object:
    return exported_id(line.response.id)


def _own(name: str) -> Callable[[Line], object]:
    return lambda line: getattr(line.response, name)


def _organisation(name: str) -> Callable[[Line], object]:
    hiding = hidden_texts.organisation(name)
    return lambda line: line.words(hiding, line.response.organisation.get(name))


def _ways(line: Line) -> object:
    return " ".join(line.response.organisation.get("ways", ()))


def _brought(line: Line) -> object:
    return line.words(hidden_texts.organisation("name"), line.group)


def _may_quote(line: Line) -> object:
    return int(line.response.may_quote)


def _state(question: Question) -> Callable[[Line], object]:
    return lambda line: line.state(question)


def _answer(code: str) -> Callable[[Line], object]:
    return lambda line: line.response.answers.get(code)


def _words(name: str) -> Callable[[Line], object]:
    return lambda line: line.words(name, line.text(name))


def _marked(code: str, option: str) -> Callable[[Line], object]:
    def read(line: Line) -> object:
        given = line.response.answers.get(code)
        return None if given is None else int(option in given)

    return read


def _ranked(code: str, option: str) -> Callable[[Line], object]:
    def read(line: Line) -> object:
        given = line.response.answers.get(code, [])
        return given.index(option) + 1 if option in given else None

    return read


def _in_line(code: str, row: str) -> Callable[[Line], object]:
    return lambda line: line.response.answers.get(code, {}).get(row)


def _labelled(
    read: Callable[[Line], object], codes: Sequence[tuple[str, Translated]], tag: str
) -> Callable[[Line], object]:
    labels = {code: in_language(label, tag) for code, label in codes}
    return lambda line: labels.get(str(read(line)), "")


def _told_state(code: str) -> Callable[[Line], object]:
    return lambda line: line.told(code)


def _codes(line: Line, code: str) -> Sequence[str]:
    codes: Sequence[str] = line.equality.get(code, {}).get("codes", ())
    return codes


def _told(code: str) -> Callable[[Line], object]:
    return lambda line: next(iter(_codes(line, code)), None)


def _told_mark(code: str, option: str) -> Callable[[Line], object]:
    def read(line: Line) -> object:
        told = _codes(line, code)
        return int(option in told) if told else None

    return read


def _group(one: Characteristic) -> Callable[[Line], object]:
    known = frozenset(options_of(one))

    def read(line: Line) -> object:
        told = next(iter(_codes(line, one.code)), "")
        return roll_up(one, told, Level.GROUP) if told in known else None

    return read


def _write_in(code: str) -> Callable[[Line], object]:
    hiding = hidden_texts.told(code)
    return lambda line: line.words(hiding, line.equality.get(code, {}).get("write_in"))
