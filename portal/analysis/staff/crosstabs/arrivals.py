"""How responses came in: over time, by channel and by language."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from portal.analysis.queries import Arrivals
from portal.consultations.rules import Respondent
from portal.languages.i18n import number, percent

Kind = TypeVar("Kind")

WIDE, HIGH = 600.0, 120.0
"""The size of the chart, in units of its own."""


@dataclass(frozen=True)
class Counted:
    """How many people and how many organisations."""

    people: int = 0
    organisations: int = 0

    def plus(self, row: Arrivals) -> "Counted":
        """Add some responses that arrived together."""
        if row.respondent is Respondent.ORGANISATION:
            return Counted(self.people, self.organisations + row.number)
        return Counted(self.people + row.number, self.organisations)


@dataclass(frozen=True)
class Bar:
    """One day of the chart."""

    x: float
    y: float
    width: float
    height: float


def by(rows: Iterable[Arrivals], kind: Callable[[Arrivals], Kind]) -> dict[Kind, Counted]:
    """Add up the responses of each kind, in the order in which the kinds first occur."""
    counted: dict[Kind, Counted] = {}
    for row in rows:
        counted[kind(row)] = counted.get(kind(row), Counted()).plus(row)
    return counted


def altogether(rows: Iterable[Arrivals]) -> Counted:
    """Add up all responses."""
    return by(rows, lambda _row: True).get(True, Counted())


def largest_first(counted: Mapping[str, Counted]) -> dict[str, Counted]:
    """Put what most people did first."""
    return dict(sorted(counted.items(), key=lambda item: (-item[1].people, item[0])))


def by_day(rows: Sequence[Arrivals]) -> list[tuple[date, Counted]]:
    """Add up the responses of each day from the first to the last, quiet days included."""
    if not rows:
        return []
    counted = by(rows, lambda row: row.day)
    first, last = min(counted), max(counted)
    days = (first + timedelta(days=after) for after in range((last - first).days + 1))
    return [(day, counted.get(day, Counted())) for day in days]


def rows_of(counted: Mapping[str, Counted], people: int) -> list[tuple[str, str, str, str]]:
    """Write rows of a table: name, people, their share of all people, organisations."""
    return [
        (
            name,
            number(one.people),
            percent(one.people / people) if people else "",
            number(one.organisations),
        )
        for name, one in counted.items()
    ]


def bars(days: Sequence[tuple[date, Counted]], *, mirrored: bool) -> list[Bar]:
    """Draw a bar for each day, from the side on which the page begins."""
    totals = [counted.people + counted.organisations for _, counted in days]
    step, most = WIDE / max(len(days), 12), max(totals, default=1)
    drawn = []
    for place, total in enumerate(totals):
        height = round(HIGH * total / most, 1)
        left = WIDE - (place + 1) * step if mirrored else place * step
        drawn.append(Bar(round(left, 1), round(HIGH - height, 1), round(step * 0.85, 1), height))
    return drawn
