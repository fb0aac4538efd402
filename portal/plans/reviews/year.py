"""A report on a plan between any two days, drawn from the plan, its reviews and its progress."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session

from portal.plans import rules
from portal.plans.history import Period
from portal.plans.models import Plan
from portal.plans.reviews import drawing, queries, shown
from portal.plans.reviews.drawing import Row
from portal.plans.reviews.models import Review
from portal.plans.rules import Glance

MOST_REVIEWS = 20


@dataclass(frozen=True)
class Section:
    """A part of a plan: what it is called, how deep it lies, and the items right below it."""

    heading: Row | None
    depth: int
    rows: Sequence[Row]


@dataclass(frozen=True)
class Report:
    """What a report says: in numbers before and at the end, the reviews, and part by part."""

    plan: Plan
    period: Period
    tables: Sequence[shown.Table]
    now: Glance
    before: Glance
    reviews: Sequence[Review]
    sections: Sequence[Section]

    @property
    def late(self) -> list[Row]:
        """List what is late at the end."""
        return [row for section in self.sections for row in section.rows if row.when == "late"]


def draw(session: Session, plan: Plan, period: Period, today: date) -> Report:
    """Draw a report on a plan between two days."""
    told = drawing.draw(session, plan, period, today)
    signed = queries.signed(session, plan, MOST_REVIEWS)
    return Report(
        plan,
        period,
        list(shown.compared(plan, told.before, told.now)),
        told.now,
        told.before,
        [one for one in reversed(signed) if period.holds(one.until)],
        list(_sections(plan, told.rows)),
    )


def item(row: Row) -> Mapping[str, Any]:
    """Give an item as it stood at the end, as pages show one."""
    names = ("number", "language", "leads", "timescale")
    own = {name: getattr(row.item, name) for name in names}
    return {**own, **row.stands, "when": row.when}


def _sections(plan: Plan, rows: Sequence[Row]) -> Iterator[Section]:
    """Divide a plan: what has something below it heads a part, and stands in it if it tells."""
    counted = {rules.done_level(plan.levels), rules.assessed_level(plan.levels)}
    heading: Row | None = None
    below: list[Row] = []
    for row in rows:
        is_counted = row.item.level in counted
        if not is_counted and row.item.level < len(plan.levels) - 1:
            if heading or below:
                yield _section(heading, below)
            heading, below = row, [row] if row.reports or row.when == "late" else []
        else:
            below.append(row)
    if heading or below:
        yield _section(heading, below)


def _section(heading: Row | None, rows: Sequence[Row]) -> Section:
    return Section(heading, heading.item.level if heading else 0, rows)
