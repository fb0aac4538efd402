"""Who leads what in the made-up council's plan, what they reported, and the plan reviewed."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlmodel import Session, select

from portal.bodies import queries as bodies
from portal.demo import content
from portal.plans import queries, reporting, tree
from portal.plans.leading import rules as leading
from portal.plans.leading.models import ChecklistAnswer, Lead, LeadLink
from portal.plans.models import Plan, PlanItem, Progress
from portal.plans.reviews import drawing
from portal.plans.reviews.models import Review, ReviewItem

_APART = frozenset({"days", "number"})


def seed(session: Session, today: date) -> None:
    """Let some who lead something report, and review the plan twice."""
    told = content.reviews()
    plan = queries.by_slug(session, told["plan"])
    assert plan  # noqa: S101 - the demonstration has just made it
    for made in told["leads"]:
        _lead(session, made, told["answers"], today)
    for made in told["reports"]:
        said = {name: value for name, value in made.items() if name not in _APART}
        item, day = _numbered(session, plan, made["number"]), today - timedelta(days=made["days"])
        own = {"item_id": item.id, "on": day, "by_lead": True}
        reporting.keep(session, item, Progress.model_validate({**said, **own}))
    for made in told["reviews"]:
        _review(session, plan, told["body"], made, today)


def _lead(
    session: Session, made: Mapping[str, Any], answers: Sequence[Mapping[str, Any]], today: date
) -> None:
    checklist = queries.by_slug(session, made["checklist"]) if "checklist" in made else None
    own = {name: made[name] for name in ("name", "email", "language")}
    numbers = [checklist.id or 0] if checklist else []
    lead = Lead(**own, spelled=leading.spelled(made["name"]), checklists=numbers)
    session.add(lead)
    session.flush()
    quarter = leading.quarter_of(today)
    if "sent" in made:
        day = {name: _ago(made, name, today) for name in ("sent", "reported")}
        days = {**day, "quarter": quarter.since, "until": leading.until(quarter)}
        session.add(LeadLink.model_validate({**days, "lead_id": lead.id, "email": lead.email}))
    if checklist and "reported" in made:
        ordered = tree.in_order(queries.nodes(session, checklist))
        for node, answer in zip(ordered, answers, strict=False):
            where = {"lead_id": lead.id, "item_id": node.id, "quarter": quarter.since}
            one = {**answer, **where, "on": _ago(made, "reported", today)}
            session.add(ChecklistAnswer.model_validate(one))


def _review(session: Session, plan: Plan, body: str, made: Mapping[str, Any], today: date) -> None:
    named = ("since", "until", "opened", "read", "signed")
    days = {name: _ago(made, name, today) for name in named}
    read_by = bodies.by_slug(session, body)
    own = {"plan_id": plan.id, "body_id": read_by.id if read_by else None, "drawn": days["opened"]}
    chair = made.get("chair", {"words": "", "language": ""})
    said = {"chair_words": chair["words"], "chair_language": chair["language"]}
    told = {"kind": made["kind"], "words": made["words"], **days, **own, **said}
    review = Review.model_validate(told)
    session.add(review)
    session.flush()
    drawing.keep(session, plan, review, review.drawn)
    for line in made.get("lines", ()):
        item = _numbered(session, plan, line["number"])
        query = select(ReviewItem).where(ReviewItem.review_id == review.id)
        row = session.exec(query.where(ReviewItem.item_id == item.id)).one()
        row.chair_words, row.chair_language = line["words"], line["language"]
        session.add(row)


def _ago(made: Mapping[str, Any], name: str, today: date) -> date | None:
    return today - timedelta(days=made[name]) if name in made else None


def _numbered(session: Session, plan: Plan, number: str) -> PlanItem:
    query = select(PlanItem).where(PlanItem.plan_id == plan.id, PlanItem.number == number)
    return session.exec(query).one()
