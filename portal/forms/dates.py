"""Days and times as people type them, in the digits of any script. Pure."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, time

from portal.languages.numerals import plain_digits, whole
from portal.problems import Problem, mark

PARTS = ("day", "month", "year")
"""The boxes in which a day is typed."""

FIRST_YEAR, LAST_YEAR = 1000, 2999
"""A year of fewer digits was meant to be another one, and one of more was a slip.

No calendar holds what is some months after the year 9999, so the last year is an earlier one.
"""

# 17:30, 17.30, 1730 and 5.30pm; an hour alone only with its half of the day: 5pm.
_CLOCK = re.compile(r"(\d{1,2}?)(?:[:.h]?(\d\d))?([^\d\W]*)")
_AFTERNOON = {
    "": None,
    **dict.fromkeys(("am", "yb", "ص"), False),
    **dict.fromkeys(("pm", "yp", "yh", "م"), True),
}
_LONGEST_CLOCK = 20
# Three numbers and what is written between them; marks of direction come along with a copy.
_AROUND = " \t\r\u061c\u200e\u200f.,،"
_BETWEEN = r"[-\s\u061c\u200e\u200f./,،\u2013]+"
_LINE = re.compile(rf"(\d+){_BETWEEN}(\d+){_BETWEEN}(\d+)")
_FIRST_LISTED = 2000
_NO_DAY = mark("Line %(line)s: write a real date from the year 2000 on, such as 25 12 2026.")


def read_day(parts: Sequence[str]) -> date | Problem:
    """Read a day from its day, month and year, of which one at least was typed."""
    day, month, year = (whole(part) for part in parts)
    try:
        read = date(min(max(year, FIRST_YEAR), LAST_YEAR), month, day)
    except ValueError:
        return Problem(mark("Write a real date."))
    if read.year != year:
        return Problem(mark("Write the year with four digits."))
    return read


def read_days(text: str) -> tuple[date, ...] | Problem:
    """Read a day from each line that is not empty, or say on which of them is none."""
    days: set[date] = set()
    for number, line in enumerate(text.split("\n"), 1):
        day = _read_line(line) if line.strip() else None
        if day is not None:
            days.add(day)
        elif line.strip():
            return Problem(_NO_DAY, {"line": number})
    return tuple(sorted(days))


def show_days(days: Iterable[date]) -> str:
    """Write days as they are read, each on a line of its own: 25 12 2026."""
    return "\n".join(f"{day.day} {day.month} {day.year}" for day in days)


def read_clock(typed: str) -> time | None:
    """Read a time as people write it: 17:30, 1730, 5.30pm, 5 p.m."""
    plain = "".join(plain_digits(typed[:_LONGEST_CLOCK]).split()).casefold()
    match = _CLOCK.fullmatch(re.sub(r"([ap])\.?m\.?$", r"\1m", plain))
    if match is None or match[3] not in _AFTERNOON:
        return None
    hour, minute, afternoon = int(match[1]), match[2], _AFTERNOON[match[3]]
    if afternoon is None:
        return _time(hour, int(minute)) if minute else None
    return _time(hour % 12 + 12 * afternoon, int(minute or 0)) if 1 <= hour <= 12 else None


def _read_line(line: str) -> date | None:
    match = _LINE.fullmatch(plain_digits(line).strip(_AROUND))
    if match is None:
        return None
    is_year_first = len(match[1]) == len(str(FIRST_YEAR))
    day = read_day(match.groups()[::-1] if is_year_first else match.groups())
    return None if isinstance(day, Problem) or day.year < _FIRST_LISTED else day


def _time(hour: int, minute: int) -> time | None:
    return time(hour, minute) if hour < 24 and minute < 60 else None
