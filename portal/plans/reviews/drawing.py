"""A plan between two days, drawn from what is recorded: how it stood, and what changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlmodel import Session

from portal.plans import history, queries, rules, tree
from portal.plans.history import Period
from portal.plans.models import Plan, PlanItem, Progress
from portal.plans.reviews import queries as reviews
from portal.plans.reviews.models import Review
from portal.plans.rules import Alike, Glance
from portal.plans.tree import Node, When

_REPORTED = ("by_role", "words", "language", "status", "assessment", "evidence", "by_lead")


@dataclass(frozen=True)
class Row:
    """An item on the last of some days, what of it was otherwise before, and what was reported."""

    item: PlanItem
    stands: Mapping[str, Any]
    was: Mapping[str, Any]
    when: str
    reports: Sequence[Progress]


@dataclass(frozen=True)
class Drawing:
    """A plan on the last of some days, and in numbers how it stood before the first."""

    rows: Sequence[Row]
    now: Glance
    before: Glance


def draw(session: Session, plan: Plan, period: Period, today: date) -> Drawing:
    """Draw all items of a plan between two days, in order."""
    nodes, words = tree.in_order(queries.nodes(session, plan)), reviews.words_of(session, plan)
    changes = reviews.changes(session, plan, period.since)
    reports = reviews.reports(session, plan, period)
    after, last = period.until + timedelta(days=1), min(period.until, today)
    first = period.since - timedelta(days=1)
    now, before, rows = [], [], []
    for node in nodes:
        says = {name: getattr(words[node.id], name) for name in history.TOLD}
        made = changes.get(node.id, ())
        stands = history.as_it_stood(says, made, after)
        stood = history.as_it_stood(says, made, period.since)
        now.append(_counted(plan, node, stands, last))
        before.append(_counted(plan, node, stood, first))
        was, when = history.differing(stood, stands), _when(plan, node, stands, last)
        rows.append(Row(words[node.id], stands, was, when, reports.get(node.id, ())))
    return Drawing(rows, rules.glance(plan.levels, now), rules.glance(plan.levels, before))


def keep(session: Session, plan: Plan, review: Review, today: date) -> None:
    """Draw a review anew; a line that a chair wrote stays, and the item beside which it stands."""
    drawing, lines = draw(session, plan, review.period, today), reviews.lines(session, review)
    counted = {rules.done_level(plan.levels), rules.assessed_level(plan.levels)}
    told = [
        row
        for row in drawing.rows
        if _tells(row) or row.item.level in counted or row.item.id in lines
    ]
    kept = [_kept(plan, review, place, row) for place, row in enumerate(told)]
    for one in kept:
        one["chair_words"], one["chair_language"] = lines.get(one["item_id"], ("", ""))
    reviews.replace_items(session, review, kept)
    numbers = {"now": drawing.now, "before": drawing.before}
    review.counts = {name: _in_numbers(told) for name, told in numbers.items()}
    review.drawn = today
    session.add(review)


def glance_of(numbers: Mapping[str, Any]) -> Glance:
    """Read how a plan stood in numbers, as a review keeps it."""
    told = Glance(late=numbers["late"], undated=numbers["undated"])
    told.statuses.update(numbers["statuses"])
    told.assessments.update(numbers["assessments"])
    return told


def _in_numbers(told: Glance) -> dict[str, Any]:
    return {
        "statuses": dict(told.statuses),
        "assessments": dict(told.assessments),
        "late": told.late,
        "undated": told.undated,
    }


def _tells(row: Row) -> bool:
    return bool(row.reports or row.was or row.when == When.LATE)


def _kept(plan: Plan, review: Review, place: int, row: Row) -> dict[str, Any]:
    return {
        "review_id": review.id,
        "item_id": row.item.id or 0,
        "place": place,
        "reported": bool(row.reports),
        "changed": bool(row.was),
        "late": row.when == When.LATE,
        "undated": row.when == When.UNDATED,
        "content": {
            "number": row.item.number,
            "level": plan.levels[row.item.level],
            "language": row.item.language,
            "leads": list(row.item.leads),
            "timescale": row.item.timescale,
            "when": row.when,
            "was": _written(row.was),
            "reports": [_report(one) for one in row.reports],
            **_written(row.stands),
        },
    }


def _report(one: Progress) -> dict[str, Any]:
    return {"on": one.on.isoformat(), **{name: getattr(one, name) for name in _REPORTED}}


def _written(said: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in said.items()
    }


def _node(node: Node, said: Mapping[str, Any]) -> Node:
    told = {name: said[name] for name in ("status", "assessment", "due")}
    return node._replace(**told)


def _when(plan: Plan, node: Node, said: Mapping[str, Any], day: date) -> str:
    return tree.when(_node(node, said), rules.done_level(plan.levels), day) or ""


def _counted(plan: Plan, node: Node, said: Mapping[str, Any], day: date) -> Alike:
    when = _when(plan, node, said, day)
    told = (node.level, said["status"], said["assessment"])
    return Alike(*told, when == When.LATE, said["due"] is None and when == When.UNDATED, 1)
