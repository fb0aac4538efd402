"""What stands in public plans and is to be done, for others to name as what they do."""

from collections.abc import Collection, Iterator

from sqlmodel import Session

from portal.plans import queries, rules, vocabulary
from portal.plans.models import Plan, PlanItem
from portal.web.brought import Thing
from portal.web.links import link

_KEY = "plan-item/"
_MOST = 200


def key_of(item: PlanItem) -> str:
    """Write the key by which others point to an item of a plan."""
    return f"{_KEY}{item.key}"


def actions(session: Session, keys: Collection[str] | None) -> Iterator[Thing]:
    """List the items that have these keys, or what is still to do, the newest plan first."""
    if keys is not None:
        named = [one.removeprefix(_KEY) for one in keys if one.startswith(_KEY)]
        found = queries.public_items(session, named) if named else []
    else:
        found = [one for plan in queries.public(session, _MOST) for one in _open(session, plan)]
    for item, plan in found[:_MOST]:
        title = {tag: f"{item.number} {text}".strip() for tag, text in item.text.items()}
        href = link("plan_item", slug=plan.slug, item=item.id)
        yield Thing(key_of(item), title, href, vocabulary.LEVELS[plan.levels[item.level]], item.due)


def _open(session: Session, plan: Plan) -> list[tuple[PlanItem, Plan]]:
    level = rules.done_level(plan.levels)
    rows = queries.still_to_do(session, plan, level, _MOST) if level is not None else []
    return [(one, plan) for one in rows]
