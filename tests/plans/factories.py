"""Plans for tests: each test says only what matters to it."""

from datetime import timedelta
from typing import Any, TypeVar

from sqlmodel import Session, SQLModel

from portal.languages.i18n import today
from portal.plans.leading import links
from portal.plans.leading import rules as leading
from portal.plans.leading.models import Lead, LeadLink
from portal.plans.models import Plan, PlanItem, Progress
from portal.plans.reviews import drawing
from portal.plans.reviews.models import Review
from portal.plans.reviews.rules import Kind as Reviewed
from portal.plans.rules import Kind, Level, Standing
from portal.store.db import now

Row = TypeVar("Row", bound=SQLModel)

SLUG = "race-equality-plan"
ROLE = "Head of housing"
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


def many(session: Session, of: Plan, number: int) -> None:
    """Keep so many actions below one objective of a plan."""
    first = action(session, of)
    values: dict[str, Any] = {"plan_id": of.id, "parent_id": first.parent_id, "level": 2}
    session.add_all(
        PlanItem(place=place, text={"en": f"Action {place} of many"}, language="en", **values)
        for place in range(1, number)
    )
    session.commit()


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


def reviewed(session: Session, of: Plan, **changes: Any) -> Review:
    """Keep a review of the last quarter of a year, drawn today."""
    values: dict[str, Any] = {
        "plan_id": of.id,
        "kind": Reviewed.HALF_YEARLY,
        "since": today() - timedelta(days=90),
        "until": today(),
        "words": {"en": "Half of it is done."},
        "drawn": today(),
    }
    one = kept(session, Review(**(values | changes)))
    drawing.keep(session, of, one, today())
    return kept(session, one)


def lead(session: Session, **changes: Any) -> Lead:
    """Keep somebody who leads something, with an address outside the council."""
    values: dict[str, Any] = {"name": ROLE, "email": "housing@partner.example", "language": "en"}
    said = values | changes
    return kept(session, Lead(**said, spelled=leading.spelled(said["name"])))


def linked(session: Session, one: Lead, **changes: Any) -> LeadLink:
    """Keep the link of this quarter of somebody who leads something."""
    made = links.make(session, one, leading.quarter_of(today()), today())
    for name, value in changes.items():
        setattr(made, name, value)
    return kept(session, made)


def token(session: Session, made: LeadLink) -> str:
    """Write the signed word of a link."""
    return links.token(session.info["settings"], made)


def kept(session: Session, row: Row) -> Row:
    """Keep a row, and read it as it is kept."""
    session.add(row)
    session.commit()
    session.refresh(row)
    session.commit()
    return row
