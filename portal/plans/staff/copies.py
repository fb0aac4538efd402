"""A plan is copied for another year: its form, and what of it was not done, each with its past."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlmodel import Session

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
