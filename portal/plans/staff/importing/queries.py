"""Everything that is asked of the database about documents on their way into plans."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import ColumnElement
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, delete, func, select

from portal.plans.models import Plan, PlanItem
from portal.plans.staff.importing.models import ImportDraft, PlanImport
from portal.store import tables


def draft(session: Session, plan: Plan, account: int, now: datetime) -> ImportDraft | None:
    """Find what an officer is bringing into a plan."""
    query = select(ImportDraft).where(ImportDraft.plan_id == plan.id)
    query = query.where(ImportDraft.account_id == account, col(ImportDraft.expires) > now)
    return session.exec(query.execution_options(populate_existing=True)).one_or_none()


def forget_of(session: Session, account: int) -> None:
    """Forget whatever an officer was bringing in."""
    session.exec(delete(ImportDraft).where(col(ImportDraft.account_id) == account))


def forget_expired(session: Session, now: datetime) -> None:
    """Forget what was sent a day ago or more."""
    session.exec(delete(ImportDraft).where(col(ImportDraft.expires) <= now))


def taken(session: Session, plan: Plan) -> Sequence[PlanImport]:
    """List what was taken into a plan, the latest first."""
    query = select(PlanImport).where(PlanImport.plan_id == plan.id)
    return session.exec(query.order_by(col(PlanImport.number).desc())).all()


def taken_as(session: Session, name: str) -> PlanImport | None:
    """Find what became of a draft that was taken."""
    return session.get(PlanImport, name)


def revisions(session: Session, plan: int, number: int) -> int:
    """Add up the revisions of the items of an import."""
    whole = func.coalesce(func.sum(sa.cast(PlanItem.revision, sa.BigInteger)), 0)
    return int(session.exec(select(whole).where(*_of(plan, number))).one())


def changed_since(session: Session, one: PlanImport) -> bool:
    """Tell whether an item was changed since it was taken in, or something stands below it."""
    above = aliased(PlanItem)
    below = select(func.count()).select_from(PlanItem)
    below = below.join(above, col(PlanItem.parent_id) == col(above.id))
    below = below.where(col(above.plan_id) == one.plan_id, col(above.of_import) == one.number)
    below = below.where(col(PlanItem.of_import).is_distinct_from(one.number))
    is_changed = revisions(session, one.plan_id, one.number) != one.revisions
    return is_changed or session.exec(below).one() > 0


def hanging_on(session: Session, one: PlanImport) -> bool:
    """Tell whether anything hangs on an item: progress, a link, whatever a table ties to it."""
    own = select(PlanItem.id).where(*_of(one.plan_id, one.number))
    for kind, column in tables.belonging_to(str(PlanItem.__tablename__)):
        tied = getattr(kind, column)
        query = select(tied).where(tied.in_(own)).limit(1)
        if kind is not PlanItem and session.exec(query).first():
            return True
    return False


def undo(session: Session, one: PlanImport) -> None:
    """Delete every item that was taken in."""
    session.exec(delete(PlanItem).where(*_of(one.plan_id, one.number)))
    session.delete(one)


def _of(plan: int, number: int) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return col(PlanItem.plan_id) == plan, col(PlanItem.of_import) == number
