"""How schools answered a checklist: counted for each question, and each by itself."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from portal.plans import queries as plans
from portal.plans import rules as of_plans
from portal.plans import tree
from portal.plans.history import Period
from portal.plans.leading import queries
from portal.plans.leading.models import ChecklistAnswer, Lead
from portal.plans.models import Plan


@dataclass(frozen=True)
class Row:
    """A question, how often each answer was given, and by whom; "" counts who did not answer."""

    item: int
    numbers: Counter[str]
    given: Mapping[int, ChecklistAnswer]


@dataclass(frozen=True)
class Table:
    """The questions of a checklist, and who is asked them."""

    asked: Sequence[Lead]
    rows: Sequence[Row]


def of_all(session: Session, plan: Plan, quarter: Period) -> Table:
    """Count how everybody answered a checklist in a quarter who is asked."""
    asked = [one for one in queries.everybody(session) if plan.id in one.checklists]
    numbers, given = {one.id for one in asked}, dict[int, dict[int, ChecklistAnswer]]()
    for one in queries.answered(session, plan, quarter.since):
        if one.lead_id in numbers:
            given.setdefault(one.item_id, {})[one.lead_id] = one
    level = of_plans.assessed_level(plan.levels)
    nodes = tree.in_order(plans.nodes(session, plan))
    rows = [
        _row(node.id, given.get(node.id, {}), len(asked)) for node in nodes if node.level == level
    ]
    return Table(asked, rows)


def _row(item: int, given: Mapping[int, ChecklistAnswer], asked: int) -> Row:
    numbers = Counter[str](one.answer for one in given.values() if one.answer)
    numbers[""] = asked - numbers.total()
    return Row(item, numbers, given)
