"""Rows that were built from a document become items of a plan: all of them, or none."""

from collections.abc import Sequence

from sqlmodel import Session

from portal.plans import queries
from portal.plans.importing.rules import Built, Row
from portal.plans.models import Plan, PlanItem
from portal.plans.rules import MOST_ITEMS, Assessment, Status
from portal.problems import Problem, mark


def cannot_take(session: Session, plan: Plan, built: Built) -> Problem | None:
    """Say why rows cannot become items of a plan."""
    if not built.whole:
        return Problem(mark("Some rows cannot be taken in, or there are none. Nothing was taken."))
    if max(row.level for row in built.rows) >= len(plan.levels):
        return Problem(mark("The document has more levels than the plan."))
    if queries.count_items(session, plan) + len(built.rows) > MOST_ITEMS:
        return Problem(mark("The plan is full. Make another one for the rest."))
    return None


def count_there(session: Session, plan: Plan, built: Built) -> int:
    """Count the rows that stand in a plan word for word already, as where they are sent again."""
    there = queries.words(session, plan)
    rows = ((row.level, row.number, row.text) for row in built.rows)
    return sum(one in there for one in rows)


def take(session: Session, plan: Plan, built: Built) -> int:
    """Add rows behind what stands in a plan, and give the number of this import.

    What is above is written first, so that what stands below it knows its number.
    """
    number = queries.last_import(session, plan) + 1
    places: dict[int | None, int] = {None: queries.last_place(session, plan, None)}
    parents, made = parents_of(built.rows), list[PlanItem]()
    for row in built.rows:
        made.append(_item(plan, row, number))
    for level in range(len(plan.levels)):
        of_level = [n for n, row in enumerate(built.rows) if row.level == level]
        for n in of_level:
            above = parents[n]
            made[n].parent_id = made[above].id if above is not None else None
            made[n].place = places[above] = places.get(above, 0) + 1
        session.add_all(made[n] for n in of_level)
        session.flush()
    return number


def parents_of(rows: Sequence[Row]) -> list[int | None]:
    """Tell of each row which one it stands below: the last above it of a smaller level."""
    found: list[int | None] = []
    standing: list[int] = []
    for number, row in enumerate(rows):
        while standing and rows[standing[-1]].level >= row.level:
            standing.pop()
        found.append(standing[-1] if standing else None)
        standing.append(number)
    return found


def _item(plan: Plan, row: Row, number: int) -> PlanItem:
    return PlanItem(
        plan_id=plan.id or 0,
        level=row.level,
        number=row.number,
        text={plan.language: row.text},
        language=plan.language,
        leads=list(row.leads),
        resources=row.resources,
        timescale=row.timescale,
        due=row.due,
        measure=row.measure,
        outcome=row.outcome,
        status=Status(row.status),
        evidence=row.evidence,
        assessment=Assessment(row.assessment),
        comment=row.comment,
        review_on=row.review_on,
        of_import=number,
    )
