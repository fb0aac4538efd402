"""Which sums of closed cases can be shown, and for which quarters: no number under ten comes out.

Whoever reads the sums knows how many cases there were, and this rule. A number is hidden where it
is under ten, and where a hidden one could be worked out from those beside it. No quarter is added
up twice, so there is never a sum from which another could be taken away.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

LEAST = 10
"""The smallest number that is shown."""

QUARTER = re.compile(r"\d{4}-Q[1-4]", re.ASCII)
"""How a quarter is named: 2026-Q4. Names sort as quarters follow each other."""

_MONTHS = 3


@dataclass(frozen=True)
class Sums:
    """What is shown of a table: numbers by code, and how many cases fall into all other rows.

    `rest` is None where nothing is hidden, and where a case can stand in several rows.
    """

    shown: Mapping[str, int]
    rest: int | None = None


def apart(counts: Mapping[str, int], least: int = LEAST) -> Sums:
    """Show what can be shown of rows of which each case stands in exactly one.

    Those below `least` are hidden, and then the smallest of the others, until nobody can tell a
    hidden one from how many cases the hidden ones have together.
    """
    hidden = {code for code, number in counts.items() if number < least}
    while hidden and hidden < set(counts) and not _is_safe([counts[one] for one in hidden], least):
        smallest = min(number for code, number in counts.items() if code not in hidden)
        # All that are alike: which of them was taken would tell something.
        hidden |= {code for code, number in counts.items() if number == smallest}
    shown = {code: number for code, number in counts.items() if code not in hidden}
    return Sums(shown, sum(counts[code] for code in hidden) if hidden else None)


def overlapping(counts: Mapping[str, int], cases: int, least: int = LEAST) -> Sums:
    """Show what can be shown of rows of which a case can stand in several, or in none.

    Each row is beside all other cases, of which there must be enough as well.
    """
    enough = range(least, cases - least + 1)
    return Sums({code: number for code, number in counts.items() if number in enough})


def _is_safe(hidden: Collection[int], least: int) -> bool:
    """Tell whether hidden numbers can be neither told apart nor told from their sum.

    As long as only numbers below `least` are hidden, they must not all be as high as they can be.
    """
    together = sum(hidden)
    full = max(hidden) < least and together == len(hidden) * (least - 1)
    return len(hidden) > 1 and together >= least and not full


def quarter(day: date) -> str:
    """Name the quarter of a day."""
    return f"{day.year}-Q{(day.month - 1) // _MONTHS + 1}"


def first_day(of: str) -> date:
    """Give the day on which a quarter begins."""
    return date(int(of[:4]), int(of[-1]) * _MONTHS - 2, 1)


def last_day(of: str) -> date:
    """Give the day on which a quarter ends."""
    return first_day(following(of)) - timedelta(days=1)


def following(of: str) -> str:
    """Name the quarter after one."""
    return quarter(first_day(of) + timedelta(days=_MONTHS * 31))


def over(first: str, today: date) -> list[str]:
    """List the quarters from one on that are over."""
    return list(_until(first, quarter(today)))


def enough(waiting: Iterable[str], first: str, today: date, least: int = LEAST) -> list[str]:
    """List up to which quarters there are cases enough for sums, beginning with one.

    `waiting` holds the quarter of each case that was not added up yet.
    """
    cases = list(waiting)
    return [one for one in over(first, today) if sum(of <= one for of in cases) >= least]


def _until(first: str, end: str) -> Iterator[str]:
    while first < end:
        yield first
        first = following(first)
