"""What somebody leads in all plans that count in a quarter, and the checklists that are theirs."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlmodel import Session

from portal.plans import queries as plans
from portal.plans import rules as of_plans
from portal.plans import tree
from portal.plans.history import Period
from portal.plans.leading import queries, rules
from portal.plans.leading.models import Lead
from portal.plans.models import Plan


class Asked(StrEnum):
    """What is asked about an item: how far it is, whether it is so, an answer, or words alone."""

    STATUS = "status"
    ASSESSMENT = "assessment"
    ANSWER = "answer"
    WORDS = "words"


@dataclass(frozen=True)
class Task:
    """An item about which somebody is asked; once its plan was reviewed it is `closed`."""

    plan: Plan
    item: int
    asked: Asked
    closed: bool


def current(session: Session, quarter: Period) -> list[Plan]:
    """List the plans that count in a quarter."""
    public = queries.public_plans(session)
    followed = {one.follows_id for one in public}
    return [
        one
        for one in public
        if rules.is_current(quarter, one.starts, one.ends, is_followed=one.id in followed)
    ]


def roles(session: Session, quarter: Period) -> dict[str, tuple[str, int]]:
    """Count what each role leads in the plans of a quarter, by how it is spelled.

    A role is shown as it is written first.
    """
    found: dict[str, tuple[str, int]] = {}
    for _, _, leads in queries.led(session, [one.id or 0 for one in current(session, quarter)]):
        for name in filter(rules.is_role, leads):
            known, number = found.get(rules.spelled(name), (name, 0))
            found[rules.spelled(name)] = (known, number + 1)
    return found


def tasks(session: Session, lead: Lead, quarter: Period) -> list[Task]:
    """List all about which somebody is asked in a quarter, plan by plan in the order of each."""
    counting = current(session, quarter)
    numbers = [one.id or 0 for one in counting]
    signed = queries.signed(session, numbers)
    mine = _mine(session, lead, numbers)
    return [
        task
        for one in counting
        for task in _of_plan(session, lead, one, mine.get(one.id or 0, set()), quarter, signed)
    ]


def _mine(session: Session, lead: Lead, numbers: Sequence[int]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    for plan, item, leads in queries.led(session, numbers):
        if lead.spelled in map(rules.spelled, leads):
            found.setdefault(plan, set()).add(item)
    return found


def _of_plan(
    session: Session,
    lead: Lead,
    plan: Plan,
    mine: set[int],
    quarter: Period,
    signed: Mapping[int, Sequence[Period]],
) -> Iterator[Task]:
    fills = plan.id in lead.checklists
    if not (mine or fills):
        return
    done, assessed = of_plans.done_level(plan.levels), of_plans.assessed_level(plan.levels)
    closed = rules.is_reviewed(quarter, signed.get(plan.id or 0, ()))
    for node in tree.in_order(plans.nodes(session, plan)):
        if fills and node.level == assessed:
            yield Task(plan, node.id, Asked.ANSWER, closed)
        elif node.id in mine:
            by_level = {done: Asked.STATUS, assessed: Asked.ASSESSMENT}
            yield Task(plan, node.id, by_level.get(node.level, Asked.WORDS), closed)
