"""A section or a question as a form: its texts, options, rows, limits and condition."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from portal.consultations.models import QuestionDraft, SectionDraft
from portal.consultations.staff.building.composition import code_from
from portal.consultations.staff.building.editor_forms import (
    Reading,
    Shown,
    read_number,
    read_text,
    show_number,
    show_text,
)
from portal.consultations.staff.publishing.checklist import LONGEST_SCALE
from portal.languages.normal_form import is_blank
from portal.problems import Problem, Problems, mark
from portal.questions.questionnaire import CHOSEN, Kind

SECTION_TEXTS = ("title", "intro")
TEXTS = ("label", "hint", "context", "low", "high")
_LIMITED = frozenset({Kind.SCALE, Kind.NUMBER})
_LISTED = re.compile(r"(options|rows)\.([a-z][a-z0-9_]*)\.label\..+")
_MOVES = {"up": -1, "down": 1}

Items = list[dict[str, Any]]


def show_section(section: SectionDraft, languages: Sequence[str], *, fixed: bool) -> Shown:
    """Show a section as a form."""
    shown: Shown = {}
    for name in SECTION_TEXTS:
        shown |= show_text(name, getattr(section, name), languages)
    return shown if fixed else shown | _show_condition(section.show_if)


def read_section(
    sent: Shown, section: SectionDraft, languages: Sequence[str], *, fixed: bool
) -> Reading:
    """Read a section; once published only its texts."""
    problems: Problems = {}
    values: dict[str, Any] = {
        name: read_text(sent, name, languages, getattr(section, name)) for name in SECTION_TEXTS
    }
    if not values["title"]:
        problems[f"title.{languages[0]}"] = Problem(mark("Write a title."))
    if not fixed:
        values["show_if"] = _read_condition(sent, problems)
    return Reading(values, problems)


def show_question(question: QuestionDraft, languages: Sequence[str], *, fixed: bool) -> Shown:
    """Show a question as a form."""
    shown: Shown = {"kind": question.kind.value}
    for name in texts_of(question.kind):
        shown |= show_text(name, getattr(question, name), languages)
    for name in lists_of(question.kind):
        for item in getattr(question, name):
            shown |= _show_item(name, item, languages, fixed=fixed)
    if fixed:
        return shown
    shown["section"] = str(question.section_id)
    shown["required"] = "yes" if question.required else ""
    if question.kind in _LIMITED:
        shown["minimum"] = show_number(question.minimum)
        shown["maximum"] = show_number(question.maximum)
    return shown | _show_condition(question.show_if)


def read_question(
    sent: Shown, question: QuestionDraft, languages: Sequence[str], *, fixed: bool
) -> Reading:
    """Read a question; once published only its texts."""
    problems: Problems = {}
    values: dict[str, Any] = {
        name: read_text(sent, name, languages, getattr(question, name))
        for name in texts_of(question.kind)
    }
    if not values["label"]:
        problems[f"label.{languages[0]}"] = Problem(mark("Write the question."))
    for name in lists_of(question.kind):
        kept = {item["code"]: item for item in getattr(question, name)}
        read = _reworded if fixed else _read_items
        values[name] = read(sent, name, languages, kept)
    if not fixed:
        values["required"] = bool(sent.get("required")) and question.kind is not Kind.PANEL
        values |= _limits(sent, question.kind, problems)
        values["show_if"] = _read_condition(sent, problems)
    return Reading(values, problems)


def with_order(form: Shown) -> Shown:
    """Add the order in which a form lists options and rows, to compare it with another's."""
    listed = {name: ", ".join(_codes(form, name)) for name in ("options", "rows")}
    return form | {f"{name}.order": codes for name, codes in listed.items() if codes}


def items(form: Shown, kind: Kind) -> dict[str, list[str]]:
    """Name the options and rows that a form lists, in its order, for the lists of a kind."""
    return {name: _codes(form, name) for name in lists_of(kind)}


def texts_of(kind: Kind) -> tuple[str, ...]:
    """Name the texts that a kind of question has."""
    ends = ("low", "high") if kind is Kind.SCALE else ()
    return ("label", "context") if kind is Kind.PANEL else ("label", "hint", "context", *ends)


def lists_of(kind: Kind) -> tuple[str, ...]:
    """Name the lists that a kind of question has."""
    return ("options", "rows") if kind is Kind.MATRIX else ("options",) if kind in CHOSEN else ()


def _show_item(
    name: str, item: Mapping[str, Any], languages: Sequence[str], *, fixed: bool
) -> Shown:
    shown = show_text(f"{name}.{item['code']}.label", item["label"], languages)
    flags = ("other", "exclusive") if name == "options" and not fixed else ()
    return shown | {f"{name}.{item['code']}.{flag}": "yes" for flag in flags if item.get(flag)}


def _reworded(sent: Shown, name: str, languages: Sequence[str], kept: Mapping[str, Any]) -> Items:
    return [
        item | {"label": read_text(sent, f"{name}.{code}.label", languages, item["label"])}
        for code, item in kept.items()
    ]


def _read_items(sent: Shown, name: str, languages: Sequence[str], kept: Mapping[str, Any]) -> Items:
    codes = _codes(sent, name)
    items = [_item(sent, name, code, languages, kept) for code in codes]
    taken = set(codes)
    for line in sent.get(f"{name}.new", "").splitlines():
        if not is_blank(label := line.strip()):
            code = code_from({"en": label}, taken, "option" if name == "options" else "row")
            taken.add(code)
            items.append(_blank(name, code) | {"label": {languages[0]: label}})
    return _moved(items, sent.get("_do", ""), name)


def _codes(sent: Shown, name: str) -> list[str]:
    matches = [match for field in sent if (match := _LISTED.fullmatch(field))]
    return list(dict.fromkeys(match[2] for match in matches if match[1] == name))


def _item(
    sent: Shown, name: str, code: str, languages: Sequence[str], kept: Mapping[str, Any]
) -> dict[str, Any]:
    before = kept[code]["label"] if code in kept else {}
    item = _blank(name, code)
    flags = {flag: bool(sent.get(f"{name}.{code}.{flag}")) for flag in item if flag != "code"}
    label = read_text(sent, f"{name}.{code}.label", languages, before)
    return item | flags | {"label": label}


def _blank(name: str, code: str) -> dict[str, Any]:
    flags = {"other": False, "exclusive": False} if name == "options" else {}
    return {"code": code} | flags


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


def _limits(sent: Shown, kind: Kind, problems: Problems) -> dict[str, float | None]:
    if kind not in _LIMITED:
        return {}
    low, high = (read_number(sent, name, problems) for name in ("minimum", "maximum"))
    if kind is Kind.SCALE and not _makes_scale(low, high):
        problems["maximum"] = Problem(
            mark("A scale needs two whole numbers, at most 10 apart, the larger one here.")
        )
    elif low is not None and high is not None and low > high:
        problems["maximum"] = Problem(mark("The largest number is smaller than the smallest."))
    return {"minimum": low, "maximum": high}


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
