"""Everything that is asked of the database about who leads what, and their links."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, delete, select

from portal.plans.history import Period
from portal.plans.leading.models import ChecklistAnswer, Lead, LeadLink
from portal.plans.models import Plan, PlanItem, Progress
from portal.plans.reviews.models import Review
from portal.plans.rules import Standing


def public_plans(session: Session) -> Sequence[Plan]:
    """List the plans that everybody reads, the newest first."""
    query = select(Plan).where(Plan.standing == Standing.PUBLIC)
    return session.exec(query.order_by(col(Plan.id).desc())).all()


def signed(session: Session, plans: Collection[int]) -> dict[int, list[Period]]:
    """List which days reviews that were signed off looked at, by the number of the plan."""
    query = select(Review).where(col(Review.plan_id).in_(plans), col(Review.signed).is_not(None))
    found: dict[int, list[Period]] = {}
    for one in session.exec(query):
        found.setdefault(one.plan_id, []).append(one.period)
    return found


def led(session: Session, plans: Collection[int]) -> Sequence[tuple[int, int, Sequence[str]]]:
    """List the items of plans with who leads them: the plan, the item, the roles."""
    columns: Any = (PlanItem.plan_id, PlanItem.id, PlanItem.leads)
    query = sa.select(*columns).where(col(PlanItem.plan_id).in_(plans))
    return [(plan, item, leads) for plan, item, leads in session.execute(query) if leads]


def everybody(session: Session) -> Sequence[Lead]:
    """List whoever leads something or answers a checklist, by name."""
    return session.exec(select(Lead).order_by(Lead.name, col(Lead.id))).all()


def lead(session: Session, number: str | int, *, hold: bool = False) -> Lead | None:
    """Find a lead; one that is held nobody else changes meanwhile."""
    text = str(number)
    known = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
    query = select(Lead).where(Lead.id == known)
    if hold:
        query = query.with_for_update().execution_options(populate_existing=True)
    return session.exec(query).one_or_none()


def alike(session: Session, spelled: str) -> Lead | None:
    """Find a lead by how it is spelled."""
    return session.exec(select(Lead).where(Lead.spelled == spelled)).one_or_none()


def links(session: Session, quarter: date) -> dict[int, LeadLink]:
    """Read the link of each lead for a quarter that was not revoked, by the lead's number."""
    query = select(LeadLink).where(LeadLink.quarter == quarter, col(LeadLink.revoked).is_(None))
    return {one.lead_id: one for one in session.exec(query.order_by(LeadLink.id))}


def unreported(session: Session, first: date, last: date) -> Sequence[tuple[LeadLink, Lead]]:
    """List the links that end within some days, by which nothing was reported, nobody reminded."""
    query = select(LeadLink, Lead).join(Lead).where(col(LeadLink.until).between(first, last))
    unset = (LeadLink.reported, LeadLink.reminded, LeadLink.revoked)
    return session.exec(query.where(*(col(day).is_(None) for day in unset))).all()


def forget_links(session: Session, until: date) -> None:
    """Forget the links that ended before a day."""
    session.exec(delete(LeadLink).where(col(LeadLink.until) < until))


def reports(session: Session, items: Collection[int], period: Period) -> dict[int, list[Progress]]:
    """List what leads reported of some items within a time, the latest first."""
    query = select(Progress).where(col(Progress.item_id).in_(items), col(Progress.by_lead))
    query = query.where(col(Progress.on).between(*period)).order_by(col(Progress.id).desc())
    found: dict[int, list[Progress]] = {}
    for one in session.exec(query):
        found.setdefault(one.item_id, []).append(one)
    return found


def answers(session: Session, lead: Lead, quarter: date) -> dict[int, ChecklistAnswer]:
    """Read how a school answered in a quarter, by the number of the question."""
    query = select(ChecklistAnswer).where(
        ChecklistAnswer.lead_id == lead.id, ChecklistAnswer.quarter == quarter
    )
    return {one.item_id: one for one in session.exec(query)}


def answered(session: Session, plan: Plan, quarter: date) -> Sequence[ChecklistAnswer]:
    """List how all schools answered a checklist in a quarter."""
    query = select(ChecklistAnswer).join(PlanItem).where(PlanItem.plan_id == plan.id)
    query = query.where(ChecklistAnswer.quarter == quarter).order_by(col(ChecklistAnswer.id))
    return session.exec(query).all()
