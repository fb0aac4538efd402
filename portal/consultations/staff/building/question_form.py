"""A section or a question as a form: its texts, options, rows, limits and condition."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from portal import lengths
from portal.consultations.models import QuestionDraft, SectionDraft
from portal.consultations.staff.building.composition import code_from
from portal.consultations.staff.publishing.checklist import LONGEST_SCALE
from portal.forms import form
from portal.forms.boxes import Translated
from portal.forms.field import Field, Ground
from portal.forms.fields import Number, Tick
from portal.forms.form import Reading
from portal.forms.words import Shown
from portal.languages.normal_form import is_blank
from portal.problems import Problem, Problems, mark, too_long
from portal.questions.questionnaire import CHOSEN, Kind

_FARTHEST = 1_000_000_000
_SECTION = (Translated("title", most=lengths.HEADING), Translated("intro", most=lengths.TEXT))
_LABEL = Translated("label", most=lengths.HEADING)
_HINT = Translated("hint", most=lengths.TEXT)
_CONTEXT = Translated("context", most=lengths.TEXT)
_ENDS = (Translated("low", most=lengths.HEADING), Translated("high", most=lengths.HEADING))
_REQUIRED = Tick("required")
_LIMITS = tuple(
    Number(name, least=-_FARTHEST, most=_FARTHEST, decimal=True, wrong=mark("Write a number."))
    for name in ("minimum", "maximum")
)
_LIMITED = frozenset({Kind.SCALE, Kind.NUMBER})
_LISTED = re.compile(r"(options|rows)\.([a-z][a-z0-9_]*)\.label\..+")
_MOVES = {"up": -1, "down": 1}

Items = list[dict[str, Any]]


def show_section(section: SectionDraft, languages: Sequence[str], *, fixed: bool) -> Shown:
    """Show a section as a form."""
    shown = form.show(_SECTION, form.held(_SECTION, section), Ground(languages))
    return shown if fixed else shown | _show_condition(section.show_if)


def read_section(
    sent: Shown, section: SectionDraft, languages: Sequence[str], *, fixed: bool
) -> Reading:
    """Read a section; once published only its texts."""
    reading = form.read(_SECTION, sent, form.held(_SECTION, section), Ground(languages))
    problems = _named(reading, "title", languages, mark("Write a title."))
    conditions = {} if fixed else {"show_if": _read_condition(sent, problems)}
    return Reading(reading.values | conditions, problems)


def show_question(question: QuestionDraft, languages: Sequence[str], *, fixed: bool) -> Shown:
    """Show a question as a form."""
    words, ground = _texts(question.kind), Ground(languages)
    shown = {"kind": question.kind.value} | form.show(words, form.held(words, question), ground)
    for name in lists_of(question.kind):
        for item in getattr(question, name):
            shown |= _show_item(name, item, ground, fixed=fixed)
    if fixed:
        return shown
    rest = _rest(question.kind)
    shown |= {"section": str(question.section_id)} | form.show(rest, form.held(rest, question))
    return shown | _show_condition(question.show_if)


def read_question(
    sent: Shown, question: QuestionDraft, languages: Sequence[str], *, fixed: bool
) -> Reading:
    """Read a question; once published only its texts."""
    kind, ground = question.kind, Ground(languages)
    fields = [*_texts(kind), *(() if fixed else _rest(kind))]
    reading = form.read(fields, sent, form.held(fields, question), ground)
    values = reading.values
    problems = _named(reading, "label", languages, mark("Write the question."))
    for name in lists_of(kind):
        kept = {item["code"]: item for item in getattr(question, name)}
        values[name] = _read_items(sent, name, ground, kept, problems, fixed=fixed)
    if not fixed:
        values["required"] &= kind is not Kind.PANEL
        if kind in _LIMITED:
            _check_limits(kind, values["minimum"], values["maximum"], problems)
        values["show_if"] = _read_condition(sent, problems)
    return Reading(values, problems)


def with_order(form: Shown) -> Shown:
    """Add the order in which a form lists options and rows, to compare it with another's."""
    listed = {name: ", ".join(_codes(form, name)) for name in ("options", "rows")}
    return form | {f"{name}.order": codes for name, codes in listed.items() if codes}


def items(form: Shown, kind: Kind) -> dict[str, list[str]]:
    """Name the options and rows that a form lists, in its order, for the lists of a kind."""
    return {name: _codes(form, name) for name in lists_of(kind)}


def texts_of(kind: Kind) -> list[str]:
    """Name the texts that a kind of question has."""
    return [field.name for field in _texts(kind)]


def lists_of(kind: Kind) -> tuple[str, ...]:
    """Name the lists that a kind of question has."""
    return ("options", "rows") if kind is Kind.MATRIX else ("options",) if kind in CHOSEN else ()


def _texts(kind: Kind) -> list[Translated]:
    if kind is Kind.PANEL:
        return [_LABEL, _CONTEXT]
    return [_LABEL, _HINT, _CONTEXT, *(_ENDS if kind is Kind.SCALE else ())]


def _rest(kind: Kind) -> list[Field]:
    return [_REQUIRED, *(_LIMITS if kind in _LIMITED else ())]


def _named(reading: Reading, name: str, languages: Sequence[str], message: str) -> Problems:
    """Say first of all when what it is called is missing in every language."""
    missing = {} if reading.values[name] else {f"{name}.{languages[0]}": Problem(message)}
    return missing | reading.problems


def _item(name: str, code: str, *, fixed: bool) -> list[Field]:
    flags = ("other", "exclusive") if name == "options" and not fixed else ()
    label = Translated(f"{name}.{code}.label", most=lengths.HEADING)
    return [label, *(Tick(f"{name}.{code}.{flag}") for flag in flags)]


def _show_item(name: str, item: Mapping[str, Any], ground: Ground, *, fixed: bool) -> Shown:
    stored = {f"{name}.{item['code']}.{part}": value for part, value in item.items()}
    return form.show(_item(name, item["code"], fixed=fixed), stored, ground)


def _read_items(
    sent: Shown,
    name: str,
    ground: Ground,
    kept: Mapping[str, dict[str, Any]],
    problems: Problems,
    *,
    fixed: bool,
) -> Items:
    codes = list(kept) if fixed else _codes(sent, name)
    items = []
    for code in codes:
        item = kept.get(code, {"code": code})
        stored = {f"{name}.{code}.label": item.get("label", {})}
        reading = form.read(_item(name, code, fixed=fixed), sent, stored, ground)
        problems |= reading.problems
        items.append(item | {key.split(".")[2]: one for key, one in reading.values.items()})
    if fixed:
        return items
    items += _added(sent, name, codes, ground, problems)
    return _moved(items, sent.get("_do", ""), name)


def _codes(sent: Shown, name: str) -> list[str]:
    matches = [match for field in sent if (match := _LISTED.fullmatch(field))]
    return list(dict.fromkeys(match[2] for match in matches if match[1] == name))


def _added(
    sent: Shown, name: str, codes: Sequence[str], ground: Ground, problems: Problems
) -> Items:
    items, taken = [], set(codes)
    flags = {"other": False, "exclusive": False} if name == "options" else {}
    for line in sent.get(f"{name}.new", "").splitlines():
        if len(label := line.strip()) > lengths.HEADING:
            problems[f"{name}.new"] = too_long(lengths.HEADING)
        if not is_blank(label):
            code = code_from({"en": label}, taken, "option" if name == "options" else "row")
            taken.add(code)
            items.append({"code": code} | flags | {"label": {ground.languages[0]: label}})
    return items


def _moved(items: Items, command: str, name: str) -> Items:
    """Do what one of the buttons beside an item asks for: options.up.code, rows.delete.code."""
    listed, _, rest = command.partition(".")
    action, _, code = rest.partition(".")
    place = next((i for i, item in enumerate(items) if item["code"] == code), None)
    if listed != name or place is None:
        return items
    others = items[:place] + items[place + 1 :]
    if action in _MOVES:
        others.insert(max(place + _MOVES[action], 0), items[place])
        return others
    return others if action == "delete" else items


def _check_limits(kind: Kind, low: float | None, high: float | None, problems: Problems) -> None:
    if kind is Kind.SCALE and not _makes_scale(low, high):
        problems["maximum"] = Problem(
            mark("A scale needs two whole numbers, at most 10 apart, the larger one here.")
        )
    elif low is not None and high is not None and low > high:
        problems["maximum"] = Problem(mark("The largest number is smaller than the smallest."))


def _makes_scale(low: float | None, high: float | None) -> bool:
    low, high = 1 if low is None else low, 5 if high is None else high
    return low == int(low) and high == int(high) and 1 <= high - low < LONGEST_SCALE


def _show_condition(condition: Mapping[str, Any]) -> Shown:
    options = condition.get("options", ())
    return {f"show_if.{condition['question']}.{option}": "yes" for option in options}


def _read_condition(sent: Shown, problems: Problems) -> dict[str, Any]:
    ticked = [n.split(".")[1:] for n, value in sent.items() if value and n.startswith("show_if.")]
    questions = {parts[0] for parts in ticked}
    if len(questions) > 1:
        problems["show_if"] = Problem(mark("Choose answers of one question only."))
    if len(questions) != 1:
        return {}
    return {"question": questions.pop(), "options": [parts[1] for parts in ticked]}
