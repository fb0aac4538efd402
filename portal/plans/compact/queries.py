"""Everything that is asked of the database about compacts."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from portal.bodies.models import Body
from portal.groups.models import Group
from portal.plans.compact.models import Compact, CompactMark
from portal.plans.compact.rules import Duty, Mark
from portal.plans.models import Plan, PlanItem

MOST = 200
"""How many compacts one list shows."""

Listed = tuple[Compact, Plan]


def one(session: Session, name: str, *, hold: bool = False) -> Compact | None:
    """Find a compact; one that is held nobody else changes before this transaction ends."""
    query = select(Compact).where(Compact.id == name)
    query = query.with_for_update() if hold else query
    return session.exec(query.execution_options(populate_existing=True)).one_or_none()


def of_plan(session: Session, plan: Plan, *, published: bool = False) -> Sequence[Compact]:
    """List the compacts that are drawn from a plan, those of the latest year first."""
    query = select(Compact).where(Compact.plan_id == plan.id)
    if published:
        shown = select(Group.id).where(col(Group.shown).is_(True))
        named = col(Compact.body_id).is_not(None) | col(Compact.group_id).in_(shown)
        query = query.where(col(Compact.published).is_not(None), named)
    return session.exec(query.order_by(col(Compact.year).desc(), col(Compact.id)).limit(MOST)).all()


def of_group(session: Session, group: Group) -> list[Listed]:
    """List the compacts of a group, those of the latest year first."""
    query = select(Compact, Plan).join(Plan).where(Compact.group_id == group.id)
    order = col(Compact.year).desc(), col(Compact.id)
    return [*session.exec(query.order_by(*order).limit(MOST))]


def of_body(session: Session, body: Body) -> list[Listed]:
    """List the compacts of a body, those of the latest year first."""
    query = select(Compact, Plan).join(Plan).where(Compact.body_id == body.id)
    order = col(Compact.year).desc(), col(Compact.id)
    return [*session.exec(query.order_by(*order).limit(MOST))]


def same(session: Session, made: Compact) -> Compact | None:
    """Find the compact of the same group or body and year that a plan has already."""
    query = select(Compact).where(Compact.plan_id == made.plan_id, Compact.year == made.year)
    query = query.where(col(Compact.group_id).is_not_distinct_from(made.group_id))
    query = query.where(col(Compact.body_id).is_not_distinct_from(made.body_id))
    return session.exec(query).first()


def plan(session: Session, compact: Compact) -> Plan:
    """Read the plan from which a compact is drawn."""
    return session.get_one(Plan, compact.plan_id)


def sections(session: Session, plan_: Plan) -> Sequence[PlanItem]:
    """List what stands at the top of a plan."""
    query = select(PlanItem).where(PlanItem.plan_id == plan_.id, col(PlanItem.parent_id).is_(None))
    return session.exec(query.order_by(col(PlanItem.place), col(PlanItem.id))).all()


def section(session: Session, item: int) -> PlanItem:
    """Read a section."""
    return session.get_one(PlanItem, item)


def duties(session: Session, section_: int) -> list[Duty]:
    """List the duties of a section in their order."""
    query = select(PlanItem).where(PlanItem.parent_id == section_)
    rows = session.exec(query.order_by(col(PlanItem.place), col(PlanItem.id)))
    return [Duty(row.id or 0, row.number, row.text) for row in rows]


def marks(session: Session, compact: Compact) -> dict[int, Mark]:
    """Read what both sides say of their duties, by the numbers of these."""
    query = select(CompactMark).where(CompactMark.compact_id == compact.id)
    rows = session.exec(query.execution_options(populate_existing=True))
    return {row.item_id: Mark(row.assessment, row.comment, row.language) for row in rows}


def mark(session: Session, compact: Compact, duty: int) -> CompactMark | None:
    """Find what is said of one duty."""
    return session.get(CompactMark, (compact.id, duty))


def group(session: Session, compact: Compact) -> Group | None:
    """Find the group of a compact, if it is one of a group."""
    return session.get(Group, compact.group_id) if compact.group_id else None


def body(session: Session, compact: Compact) -> Body | None:
    """Find the body of a compact, if it is one of a body."""
    return session.get(Body, compact.body_id) if compact.body_id else None
