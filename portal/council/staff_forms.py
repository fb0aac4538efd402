"""Stored settings as a form: what its fields show, and what was sent as settings or as problems."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from portal.council.staff_fields import Field, Kind, Section
from portal.problems import Problem, Problems, mark
from portal.store import saving

Stored = dict[str, Any]

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_TELEPHONE = re.compile(r"\+?[0-9][0-9 ()\-]{1,24}")
_ADDRESS = re.compile(r"https://[^\s/]+\S*")
_DATE_PARTS = ("day", "month", "year")


def values(section: Section, stored: Stored, languages: Sequence[str]) -> dict[str, str]:
    """Give what the fields of a page show, by the names under which they are sent."""
    shown: dict[str, str] = {}
    for field in section.fields:
        for name, _tag in field.inputs(languages):
            shown |= _split(field, name, str(_at(stored, name)))
    return shown


def version(section: Section, stored: Stored, languages: Sequence[str]) -> str:
    """Name what a page shows, so that it is seen when somebody else changed it."""
    shown = values(section, stored, languages) if section.groups else list(languages)
    return saving.version_of(shown)


def typed(section: Section, sent: Mapping[str, Any], languages: Sequence[str]) -> dict[str, str]:
    """Give what somebody typed into the fields of a page, so that none of it is lost."""
    names = [
        part
        for field in section.fields
        for name, _tag in field.inputs(languages)
        for part in _split(field, name, "")
    ]
    return {name: _text(sent, name) for name in names}


def read(
    section: Section, sent: Mapping[str, Any], stored: Stored, languages: Sequence[str]
) -> Problems:
    """Write a sent page into the settings; what the page does not show stays as it is.

    The settings are changed in place, and are of no use if there are problems.
    """
    problems: Problems = {}
    for field in section.fields:
        for name, tag in field.inputs(languages):
            needed = field.required and tag in ("", languages[0])
            value = _checked(field, _joined(field, sent, name), needed=needed)
            if isinstance(value, Problem):
                problems[name] = value
            else:
                _put(stored, name, value, drop=bool(tag) and not value)
    return problems


def changed(old: Mapping[str, str], new: Mapping[str, str]) -> list[str]:
    """Name the fields that differ, for the audit log."""
    return [name for name in new if old.get(name) != new[name]]


def _checked(field: Field, text: str, *, needed: bool) -> Any:
    """Read one text as the value of a field, or say what is wrong with it."""
    if not text:
        return Problem(mark("Fill in this field.")) if needed else ""
    if field.kind in _READERS:
        return _READERS[field.kind](field, text)
    if len(text) > field.most:
        return Problem(mark("Write at most %(most)s characters."), {"most": field.most})
    return text


def _number(field: Field, text: str) -> int | Problem:
    if text.isascii() and text.isdigit() and field.least <= int(text[:9]) <= field.most:
        return int(text)
    limits = {"least": field.least, "most": field.most}
    return Problem(mark("Write a whole number from %(least)s to %(most)s."), limits)


def _date(_field: Field, text: str) -> str | Problem:
    try:
        year, month, day = (int(part) for part in text.split("-"))
        written = date(year, month, day)
    except (ValueError, OverflowError):
        written = date.min
    wrong = Problem(mark("Write a real date, such as 27 3 2026."))
    return written.isoformat() if written.year >= 2000 else wrong


def _choice(field: Field, text: str) -> str | Problem:
    known = any(text == code for code, _label in field.choices)
    return text if known else Problem(mark("Choose one of the answers listed."))


def _email(_field: Field, text: str) -> str | Problem:
    good = len(text) <= 254 and _EMAIL.fullmatch(text)
    return text if good else Problem(mark("Write an email address, such as name@example.org."))


def _telephone(_field: Field, text: str) -> str | Problem:
    good = _TELEPHONE.fullmatch(text)
    return text if good else Problem(mark("Write a telephone number in digits and spaces."))


def _address(field: Field, text: str) -> str | Problem:
    good = len(text) <= field.most and _ADDRESS.fullmatch(text)
    return text if good else Problem(mark("Write a full address that begins with https://"))


_READERS: dict[Kind, Callable[[Field, str], Any]] = {
    Kind.NUMBER: _number,
    Kind.DATE: _date,
    Kind.CHOICE: _choice,
    Kind.EMAIL: _email,
    Kind.TELEPHONE: _telephone,
    Kind.ADDRESS: _address,
}


def _split(field: Field, name: str, value: str) -> dict[str, str]:
    """Give a value by the names of its inputs: one, or three for a date."""
    if field.kind is not Kind.DATE:
        return {name: value}
    year, month, day = value.split("-") if value else ("", "", "")
    return {
        f"{name}.{part}": text.lstrip("0")
        for part, text in zip(_DATE_PARTS, (day, month, year), strict=True)
    }


def _joined(field: Field, sent: Mapping[str, Any], name: str) -> str:
    if field.kind is not Kind.DATE:
        return _text(sent, name)
    day, month, year = (_text(sent, f"{name}.{part}") for part in _DATE_PARTS)
    return f"{year}-{month}-{day}" if day or month or year else ""


def _text(sent: Mapping[str, Any], name: str) -> str:
    value = sent.get(name, "")
    return value.strip().replace("\r\n", "\n") if isinstance(value, str) else ""


def _steps(name: str) -> Iterator[str]:
    yield from name.split(".")


def _at(stored: Stored, name: str) -> Any:
    value: Any = stored
    for step in _steps(name):
        value = value.get(step, "") if isinstance(value, dict) else ""
    return value


def _put(stored: Stored, name: str, value: Any, *, drop: bool) -> None:
    *above, last = _steps(name)
    for step in above:
        stored = stored.setdefault(step, {})
    stored[last] = value
    if drop:
        del stored[last]
