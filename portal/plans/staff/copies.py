"""A plan is copied for another year: its form, and what of it was not done, each with its past."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlmodel import Session

from portal.languages.calendar import add_months
from portal.plans import queries, tree
from portal.plans.models import Plan, PlanItem
from portal.plans.rules import OVER, Status
from portal.plans.staff import keeping
from portal.plans.tree import Node

NOT_DONE, ALL = "not_done", "all"

_KEPT = (
    *("number", "level", "place", "text", "language", "reach", "leads", "resources"),
    *("timescale", "due", "measure", "outcome"),
)


_YEARS = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})(?:([/\u2013-])([0-9]{2})(?![0-9]))?(?![0-9])")


def usual(plan: Plan, today: date) -> dict[str, Any]:
    """Give what a copy says at first: the days that follow, and a title with their years."""
    starts, ends = _period_after(plan.starts, plan.ends)
    first = starts or add_months(today, 6)
    title = {tag: _title(words, plan.starts, first, ends) for tag, words in plan.title.items()}
    return {"title": title, "starts": starts, "ends": ends}


def _period_after(starts: date | None, ends: date | None) -> tuple[date | None, date | None]:
    """Give the days after the last, as many months as they were."""
    if not ends:
        return None, None
    after = ends + timedelta(days=1)
    months = (after.year - starts.year) * 12 + after.month - starts.month if starts else 0
    return after, add_months(after, months) - timedelta(days=1) if months else None


def _title(words: str, before: date | None, starts: date, ends: date | None) -> str:
    """Write a title with the years that come: those in it are moved on, or they are added."""
    found = [int(one[1]) for one in _YEARS.finditer(words)]
    if not words:
        return words
    if not found:
        last = f"\u2013{ends.year}" if ends and ends.year != starts.year else ""
        return f"{words} {starts.year}{last}"
    step = starts.year - before.year if before else max(found) - min(found)

    def later(one: re.Match[str]) -> str:
        year = int(one[1]) + max(step, 1)
        short = (int(one[3]) + max(step, 1)) % 100 if one[3] else 0
        return f"{year}{one[2]}{short:02}" if one[3] else str(year)

    return _YEARS.sub(later, words)


def copy(session: Session, plan: Plan, said: Mapping[str, Any], key: str) -> tuple[Plan, bool]:
    """Make the draft of a plan that follows another, once however often its form is sent."""
    form = {name: getattr(plan, name) for name in ("kind", "levels", "language", "source")}
    own = {name: said[name] for name in ("title", "starts", "ends")}
    made, is_new = keeping.make(session, {**form, **own, "follows_id": plan.id}, key)
    if is_new:
        _fill(session, plan, made, _chosen(session, plan, said["which"]))
    return made, is_new


def _chosen(session: Session, plan: Plan, which: str) -> Sequence[Node]:
    ordered = tree.in_order(queries.nodes(session, plan))
    return ordered if which == ALL else tree.not_done(ordered, plan.levels)


def _fill(session: Session, plan: Plan, made: Plan, nodes: Sequence[Node]) -> None:
    """Copy items level by level, so that what is below one knows its number."""
    items = queries.items(session, [node.id for node in nodes])
    copies: dict[int | None, PlanItem] = {}
    for level in range(len(plan.levels)):
        of_level = [node for node in nodes if node.level == level]
        for node in of_level:
            above = copies.get(node.parent)
            copies[node.id] = _copied(made, items[node.id], above.id if above else None)
        session.add_all(copies[node.id] for node in of_level)
        session.flush()


def _copied(made: Plan, item: PlanItem, parent: int | None) -> PlanItem:
    kept = {name: getattr(item, name) for name in _KEPT}
    status = Status.UNSAID if item.status in OVER else item.status
    own = {"plan_id": made.id, "parent_id": parent, "follows_id": item.id, "status": status}
    return PlanItem.model_validate({**kept, **own})
