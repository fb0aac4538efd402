"""Everything that is asked of the database about plans."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy import case, null
from sqlmodel import Session, and_, col, func, not_, select

from portal.plans.models import ItemVersion, Plan, PlanItem, PlanVersion, Progress
from portal.plans.rules import OVER, Alike, Assessment, Standing
from portal.plans.tree import Node
from portal.store import keyset
from portal.store.db import insert_once
from portal.store.keyset import Place, Slice

_NEWEST = keyset.Order([col(Plan.id)], newest_first=True)
_LATEST = keyset.Order([col(Progress.id)], newest_first=True, size=5)
_NODE = (
    *(PlanItem.id, PlanItem.parent_id, PlanItem.place, PlanItem.level),
    *(PlanItem.status, PlanItem.assessment, PlanItem.due, PlanItem.leads),
)


def by_slug(session: Session, slug: str, *, hold: bool = False) -> Plan | None:
    """Find a plan; one that is held nobody else changes before this transaction ends."""
    query = select(Plan).where(Plan.slug == slug)
    if hold:
        query = query.with_for_update().execution_options(populate_existing=True)
    return session.exec(query).one_or_none()


def public_by_slug(session: Session, slug: str) -> Plan | None:
    """Find a plan that everybody reads."""
    query = select(Plan).where(Plan.slug == slug, Plan.standing == Standing.PUBLIC)
    return session.exec(query).one_or_none()


def by_key(session: Session, key: str) -> Plan | None:
    """Find the plan that a form made."""
    return session.exec(select(Plan).where(Plan.key == key)).one_or_none()


def slugs(session: Session) -> set[str]:
    """List the addresses that are taken."""
    return set(session.exec(select(Plan.slug)))


def listed(session: Session, place: Place | None, standing: Standing | None = None) -> Slice[Plan]:
    """Read a page of the plans, the newest first; of all, or those of one standing."""
    query: Any = select(Plan)
    if standing:
        query = query.where(Plan.standing == standing)
    return keyset.read(session, query, _NEWEST, place).each(lambda row: row[0])


def public(session: Session, most: int) -> list[Plan]:
    """List the plans that everybody reads, the newest first."""
    query = select(Plan).where(Plan.standing == Standing.PUBLIC).order_by(col(Plan.id).desc())
    return list(session.exec(query.limit(most)))


def keep(session: Session, row: Plan | PlanItem | Progress) -> bool:
    """Keep what a form makes, once however often it is sent; tell whether it is new."""
    session.flush()
    made = {name: value for name, value in row.model_dump().items() if name != "id"}
    return insert_once(session, str(row.__tablename__), "key", made)


def nodes(session: Session, plan: Plan) -> list[Node]:
    """Read all items of a plan without their words."""
    columns: Any = _NODE
    rows = session.execute(sa.select(*columns).where(col(PlanItem.plan_id) == plan.id))
    return [Node(*row) for row in rows]


def alike(session: Session, plans: Collection[int], today: date) -> dict[int, list[Alike]]:
    """Count the items of plans that are alike in how they stand, by the number of the plan."""
    met = col(PlanItem.assessment) == Assessment.MET
    open_ = and_(col(PlanItem.status).not_in(OVER), not_(met))
    late = case((and_(open_, col(PlanItem.due) < today), 1), else_=0)
    undated = case((and_(open_, col(PlanItem.due).is_(null())), 1), else_=0)
    by = (PlanItem.plan_id, PlanItem.level, PlanItem.status, PlanItem.assessment, late, undated)
    columns: Any = by
    query = sa.select(*columns, func.count()).where(col(PlanItem.plan_id).in_(plans))
    found: dict[int, list[Alike]] = {}
    for plan, level, status, assessment, is_late, is_undated, number in session.execute(
        query.group_by(*columns)
    ):
        one = Alike(level, status, assessment, bool(is_late), bool(is_undated), number)
        found.setdefault(plan, []).append(one)
    return found


def count_items(session: Session, plan: Plan) -> int:
    """Count the items of a plan."""
    query = select(func.count()).select_from(PlanItem).where(PlanItem.plan_id == plan.id)
    return session.exec(query).one()


def deepest(session: Session, plan: Plan) -> int:
    """Tell on which level the lowest items of a plan stand; -1 without any."""
    query = select(func.max(PlanItem.level)).where(PlanItem.plan_id == plan.id)
    found: int | None = session.exec(query).one()
    return -1 if found is None else found


def items(session: Session, ids: Collection[int]) -> Mapping[int, PlanItem]:
    """Read items with their words, by their numbers."""
    rows = session.exec(select(PlanItem).where(col(PlanItem.id).in_(ids)))
    return {row.id or 0: row for row in rows}


def public_item(session: Session, key: str) -> tuple[Plan, PlanItem] | None:
    """Find an item that everybody reads by its key, and its plan."""
    query = select(Plan, PlanItem).join(PlanItem, col(PlanItem.plan_id) == Plan.id)
    query = query.where(PlanItem.key == key, Plan.standing == Standing.PUBLIC)
    return session.exec(query).one_or_none()


def item(session: Session, plan: Plan, number: str) -> PlanItem | None:
    """Find an item of a plan."""
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        return None
    query = select(PlanItem).where(PlanItem.plan_id == plan.id, PlanItem.id == int(number))
    return session.exec(query.execution_options(populate_existing=True)).one_or_none()


def siblings(session: Session, plan: Plan, parent: int | None) -> list[PlanItem]:
    """List what stands below an item, or at the top, in its order."""
    query = select(PlanItem).where(PlanItem.plan_id == plan.id)
    query = query.where(col(PlanItem.parent_id).is_not_distinct_from(parent))
    return list(session.exec(query.order_by(col(PlanItem.place), col(PlanItem.id))))


def words(session: Session, plan: Plan) -> set[tuple[int, str, str]]:
    """Read of each item of a plan its level, its number, and its words as they were written."""
    query = select(PlanItem.level, PlanItem.number, PlanItem.text, PlanItem.language)
    rows = session.exec(query.where(PlanItem.plan_id == plan.id))
    return {(level, number, text.get(tag, "")) for level, number, text, tag in rows}


def last_import(session: Session, plan: Plan) -> int:
    """Tell the number of the last import into a plan; 0 without any."""
    query = select(func.max(PlanItem.of_import)).where(PlanItem.plan_id == plan.id)
    found: int | None = session.exec(query).one()
    return found or 0


def has_below(session: Session, item: PlanItem) -> bool:
    """Tell whether anything stands below an item."""
    query = select(PlanItem.id).where(PlanItem.parent_id == item.id).limit(1)
    return session.exec(query).first() is not None


def last_place(session: Session, plan: Plan, parent: int | None) -> int:
    """Tell the place of the last of those; 0 without any."""
    query = select(func.max(PlanItem.place)).where(PlanItem.plan_id == plan.id)
    query = query.where(col(PlanItem.parent_id).is_not_distinct_from(parent))
    found: int | None = session.exec(query).one()
    return found or 0


def reported(session: Session, item: PlanItem, place: Place | None) -> Slice[Progress]:
    """Read a page of what was reported of an item, the latest first."""
    query: Any = select(Progress).where(Progress.item_id == item.id)
    return keyset.read(session, query, _LATEST, place).each(lambda row: row[0])


def versions(session: Session, item: PlanItem, most: int) -> list[ItemVersion]:
    """List what an item said before it was changed, the latest change first."""
    query = select(ItemVersion).where(ItemVersion.item_id == item.id)
    return list(session.exec(query.order_by(col(ItemVersion.id).desc()).limit(most)))


def public_items(session: Session, keys: Collection[str]) -> list[tuple[PlanItem, Plan]]:
    """Find the items with these keys whose plans everybody reads."""
    query = select(PlanItem, Plan).join(Plan, col(Plan.id) == PlanItem.plan_id)
    query = query.where(col(PlanItem.key).in_(keys), Plan.standing == Standing.PUBLIC)
    return [(item, plan) for item, plan in session.exec(query.order_by(col(PlanItem.id)))]


def still_to_do(session: Session, plan: Plan, level: int, most: int) -> list[PlanItem]:
    """List the items of a level that are not over, in the order in which they were written."""
    query = select(PlanItem).where(PlanItem.plan_id == plan.id, PlanItem.level == level)
    query = query.where(not_(col(PlanItem.status).in_(OVER))).order_by(col(PlanItem.id))
    return list(session.exec(query.limit(most)))


def before(session: Session, item: PlanItem) -> tuple[PlanItem, Plan] | None:
    """Find what an item was in the public plan from which it was copied."""
    query = select(PlanItem, Plan).join(Plan).where(PlanItem.id == item.follows_id)
    return session.exec(query.where(Plan.standing == Standing.PUBLIC)).one_or_none()


def after(session: Session, item: PlanItem) -> tuple[PlanItem, Plan] | None:
    """Find where an item goes on: the latest public plan to which it was copied."""
    query = select(PlanItem, Plan).join(Plan).where(PlanItem.follows_id == item.id)
    query = query.where(Plan.standing == Standing.PUBLIC).order_by(col(PlanItem.id).desc())
    return session.exec(query.limit(1)).one_or_none()


def late(
    session: Session, plans: Collection[int], today: date, most: int
) -> list[tuple[PlanItem, Plan]]:
    """List what is late in plans that have not ended: of the newest first, the longest first.

    Plans that come from elsewhere follow the council's own.
    """
    query = select(PlanItem, Plan).join(Plan).where(col(PlanItem.plan_id).in_(plans))
    query = query.where(sa.or_(col(Plan.ends).is_(None), col(Plan.ends) >= today))
    query = query.where(col(PlanItem.due) < today, col(PlanItem.status).not_in(OVER))
    query = query.where(PlanItem.assessment != Assessment.MET)
    own_first = sa.case((col(Plan.source) == "", 0), else_=1)
    order = (own_first, col(Plan.id).desc(), col(PlanItem.due), col(PlanItem.id))
    return list(session.exec(query.order_by(*order).limit(most)))


def plan_versions(session: Session, plan: Plan, most: int) -> list[PlanVersion]:
    """List what was said of a plan as a whole before it was changed, the latest change first."""
    query = select(PlanVersion).where(PlanVersion.plan_id == plan.id)
    return list(session.exec(query.order_by(col(PlanVersion.id).desc()).limit(most)))
