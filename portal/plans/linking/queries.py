"""Everything that is asked of the database about what items came of."""

from collections.abc import Collection, Sequence

from sqlmodel import Session, col, delete, select

from portal.plans.linking.models import ItemLink
from portal.plans.models import Plan, PlanItem
from portal.plans.rules import Standing

MOST = 50
"""How much one item can be said to have come of, and how many items of one thing are shown."""


def of_item(session: Session, item: PlanItem) -> Sequence[ItemLink]:
    """List what an item came of, in the order in which it was said."""
    query = select(ItemLink).where(ItemLink.item_id == item.id).order_by(col(ItemLink.id))
    return session.exec(query.limit(MOST)).all()


def came_of(session: Session, key: str) -> list[tuple[PlanItem, Plan]]:
    """List the items of public plans that came of something, those of the newest plan first."""
    query = select(PlanItem, Plan).join(Plan).join(ItemLink, col(ItemLink.item_id) == PlanItem.id)
    query = query.where(ItemLink.key == key, Plan.standing == Standing.PUBLIC)
    order = col(Plan.id).desc(), col(PlanItem.id)
    return [*session.exec(query.order_by(*order).limit(MOST))]


def came_of_each(session: Session, keys: Collection[str]) -> dict[str, list[tuple[PlanItem, Plan]]]:
    """List the items of public plans that came of several things, by the key of each."""
    query = select(ItemLink.key, PlanItem, Plan).select_from(ItemLink)
    query = query.join(PlanItem, col(PlanItem.id) == ItemLink.item_id).join(Plan)
    query = query.where(col(ItemLink.key).in_(keys), Plan.standing == Standing.PUBLIC)
    found: dict[str, list[tuple[PlanItem, Plan]]] = {}
    for key, item, plan in session.exec(query.order_by(col(Plan.id).desc(), col(PlanItem.id))):
        found.setdefault(key, []).append((item, plan))
    return found


def remove(session: Session, item: PlanItem, key: str) -> bool:
    """Say no more that an item came of something; tell whether it was said."""
    gone = delete(ItemLink).where(col(ItemLink.item_id) == item.id, col(ItemLink.key) == key)
    return session.exec(gone).rowcount == 1
