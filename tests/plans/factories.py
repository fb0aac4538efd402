"""Plans for tests: each test says only what matters to it."""

from typing import Any, TypeVar

from sqlmodel import Session, SQLModel

from portal.languages.i18n import today
from portal.plans.models import Plan, PlanItem, Progress
from portal.plans.rules import Kind, Level, Standing
from portal.store.db import now

Row = TypeVar("Row", bound=SQLModel)

SLUG = "race-equality-plan"
PUBLIC, STAFF = f"/en/plans/{SLUG}", f"/en/staff/plans/{SLUG}"
LEVELS = [Level.AIM.value, Level.OBJECTIVE.value, Level.ACTION.value]


def plan(session: Session, **changes: Any) -> Plan:
    """Keep a plan of aims, objectives and actions, which everybody reads."""
    values: dict[str, Any] = {
        "slug": SLUG,
        "kind": Kind.ACTION_PLAN,
        "title": {"en": "Race equality plan"},
        "language": "en",
        "standing": Standing.PUBLIC,
        "levels": LEVELS,
        "published": now(),
    }
    return kept(session, Plan(**(values | changes)))


def item(session: Session, of: Plan, below: PlanItem | None = None, **changes: Any) -> PlanItem:
    """Keep an item below another, or at the top."""
    values: dict[str, Any] = {
        "plan_id": of.id,
        "parent_id": below.id if below else None,
        "level": below.level + 1 if below else 0,
        "text": {"en": "Train every school"},
        "language": "en",
    }
    return kept(session, PlanItem(**(values | changes)))


def action(session: Session, of: Plan, **changes: Any) -> PlanItem:
    """Keep an action with the aim and the objective that it stands below."""
    aim = item(session, of, text={"en": "Lead the agenda"}, number="1")
    objective = item(session, of, aim, text={"en": "Every service knows its duty"}, number="1.1")
    return item(session, of, objective, **({"number": "1.1.1"} | changes))


def reported(session: Session, of: PlanItem, **changes: Any) -> Progress:
    """Keep what was reported of an item."""
    values: dict[str, Any] = {
        "item_id": of.id,
        "on": today(),
        "by_role": "Head of schools",
        "words": "Half of them are trained.",
        "language": "en",
    }
    return kept(session, Progress(**(values | changes)))


def kept(session: Session, row: Row) -> Row:
    """Keep a row, and read it as it is kept."""
    session.add(row)
    session.commit()
    session.refresh(row)
    session.commit()
    return row
