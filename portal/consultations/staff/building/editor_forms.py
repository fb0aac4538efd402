"""The forms in which staff build a consultation, as flat names and texts.

What is stored is shown as the very form that a browser would send back, so that two editors'
versions can be laid side by side field by field.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from portal.languages.calendar import Calendar
from portal.languages.numerals import plain_digits, plain_number
from portal.problems import Problem, Problems, mark

Shown = dict[str, str]
"""A form: the name of each field and what stands in it."""

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
# 17:30, 17.30, 1730 and 5.30pm; an hour alone only with its half of the day: 5pm.
_CLOCK = re.compile(r"(\d{1,2}?)(?:[:.h]?(\d\d))?([^\d\W]*)")
_AFTERNOON = {
    "": None,
    **dict.fromkeys(("am", "yb", "ص"), False),
    **dict.fromkeys(("pm", "yp", "yh", "م"), True),
}
_LONGEST_CLOCK = 20
_PARTS = ("day", "month", "year")
_FIXED = "_fixed"
_FIRST_YEAR = 2000
_LAST_YEAR = 2999


@dataclass(frozen=True)
class Reading:
    """What a form says to store, and what is wrong with it; with a problem nothing is stored."""

    values: dict[str, Any]
    problems: Problems


@dataclass(frozen=True)
class Difference:
    """A field that somebody else changed meanwhile: what they wrote, and what is being sent."""

    field: str
    theirs: str
    mine: str

    @property
    def part(self) -> str:
        """Name the field without its language."""
        return self.field.split(".")[0]

    @property
    def detail(self) -> str:
        """Give what comes after the name: a language, an option, a part of a date."""
        return self.field.partition(".")[2]


def flat(form: Mapping[str, Any]) -> Shown:
    """Read a sent form; line ends become plain and characters that no text holds are dropped."""
    return {name: _clean(value) for name, value in form.items() if isinstance(value, str)}


def differences(theirs: Shown, mine: Shown) -> list[Difference]:
    """List the fields in which two versions of a form differ."""
    names = [*theirs, *(name for name in mine if name not in theirs)]
    pairs = [(name, theirs.get(name, ""), mine.get(name, "")) for name in names]
    return [
        Difference(*pair) for pair in pairs if pair[1] != pair[2] and not pair[0].startswith("_")
    ]


def completed(sent: Shown, stored: Shown, words: Shown) -> Shown:
    """Add what a form for words only did not show, so that it empties none of it.

    `stored` is the whole form, and `words` what of it such a form shows.
    """
    if _FIXED not in sent:
        return sent
    return {name: value for name, value in stored.items() if name not in words} | sent


def show_text(name: str, text: Mapping[str, str], languages: Sequence[str]) -> Shown:
    """Show a text as one field for each language."""
    return {f"{name}.{tag}": text.get(tag, "") for tag in languages}


def read_text(
    sent: Shown, name: str, languages: Sequence[str], kept: Mapping[str, str]
) -> dict[str, str]:
    """Read a text; what is written in a language that the form does not show is kept."""
    others = {tag: words for tag, words in kept.items() if tag not in languages}
    written = {tag: sent.get(f"{name}.{tag}", "") for tag in languages}
    return others | {tag: words for tag, words in written.items() if words}


def show_date(name: str, day: date | None) -> Shown:
    """Show a day as three boxes."""
    return {f"{name}.{part}": str(getattr(day, part)) if day else "" for part in _PARTS}


def read_date(sent: Shown, name: str, problems: Problems) -> date | None:
    """Read a day from three boxes, all of which may be empty."""
    parts = [sent.get(f"{name}.{part}", "") for part in _PARTS]
    if not any(parts):
        return None
    try:
        day, month, year = (int(part) for part in parts)
        read = date(min(max(year, _FIRST_YEAR), _LAST_YEAR), month, day)
    except (ValueError, OverflowError):
        problems[name] = Problem(mark("Write a real date."))
        return None
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        problems[name] = Problem(mark("Write the year with four digits."))
    return read


def show_moment(name: str, moment: datetime | None, zone: str, otherwise: str) -> Shown:
    """Show a moment as a day and the time on the council's clocks."""
    local = Calendar(zone).local(moment) if moment else None
    clock = f"{local:%H:%M}" if local else otherwise
    return show_date(name, local.date() if local else None) | {f"{name}_time": clock}


def read_moment(sent: Shown, name: str, zone: str, problems: Problems) -> datetime | None:
    """Read a day and a time on the council's clocks."""
    day = read_date(sent, name, problems)
    if day is None:
        return None
    clock = read_clock(sent.get(f"{name}_time", ""))
    if clock is None:
        problems[f"{name}_time"] = Problem(mark("Write a time such as 09:00 or 17:30."))
        return None
    return Calendar(zone).moment(day, clock)


def read_clock(typed: str) -> time | None:
    """Read a time as people write it, with any script's digits: 17:30, 1730, 5.30pm, 5 p.m."""
    plain = "".join(plain_digits(typed[:_LONGEST_CLOCK]).split()).casefold()
    match = _CLOCK.fullmatch(re.sub(r"([ap])\.?m\.?$", r"\1m", plain))
    if match is None or match[3] not in _AFTERNOON:
        return None
    hour, minute, afternoon = int(match[1]), match[2], _AFTERNOON[match[3]]
    if afternoon is None:
        return _time(hour, int(minute)) if minute else None
    return _time(hour % 12 + 12 * afternoon, int(minute or 0)) if 1 <= hour <= 12 else None


def show_number(number: float | None) -> str:
    """Show a number without a needless decimal point."""
    return "" if number is None else f"{number:.15g}"


def read_number(
    sent: Shown, name: str, problems: Problems, most: float = 1_000_000_000
) -> float | None:
    """Read a number, or nothing."""
    if not (typed := sent.get(name, "")):
        return None
    try:
        number = float(plain_number(typed))
    except ValueError:
        number = most + 1
    if not abs(number) <= most:
        problems[name] = Problem(mark("Write a number."))
        return None
    return number


def chosen(sent: Shown, name: str, offered: Sequence[str]) -> list[str]:
    """List which of the boxes called name.value are ticked, in the order they are offered."""
    return [value for value in offered if sent.get(f"{name}.{value}")]


def _time(hour: int, minute: int) -> time | None:
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _clean(value: str) -> str:
    return _CONTROLS.sub("", value.replace("\r\n", "\n").replace("\r", "\n")).strip()
