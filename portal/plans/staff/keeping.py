"""What officers do with a plan and its items, as it is kept; what was promised stays readable."""

import re
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from sqlmodel import Session

from portal import lengths
from portal.forms import form
from portal.forms.field import Ground
from portal.forms.words import Sent
from portal.languages.i18n import today
from portal.languages.searching import fold
from portal.plans import queries, reporting, rules
from portal.plans.models import ItemVersion, Plan, PlanItem, PlanVersion, Progress
from portal.plans.rules import Standing, Status
from portal.plans.staff import forms, reasons
from portal.problems import Problem, Problems, mark
from portal.store import saving
from portal.store.db import now

_APART = re.compile(r"[^a-z0-9]+")
_RESERVED = frozenset({"leads", "new"})


def slug_from(title: Mapping[str, str], taken: Collection[str]) -> str:
    """Make the last part of an address from a title."""
    latin = (_APART.sub("-", fold(text[: lengths.SLUG])).strip("-") for text in title.values())
    base = next((slug for slug in latin if slug), "plan")[: lengths.SLUG - 6].strip("-")
    numbered = (base if number == 1 else f"{base}-{number}" for number in range(1, 100_000))
    return next(slug for slug in numbered if slug not in {*taken, *_RESERVED})


def make(session: Session, said: Mapping[str, Any], key: str) -> tuple[Plan, bool]:
    """Make a draft of a plan, once however often its form is sent; tell whether it is new."""
    slug = slug_from(said["title"], queries.slugs(session))
    is_new = queries.keep(session, Plan.model_validate({**said, "key": key, "slug": slug}))
    made = queries.by_key(session, key)
    assert made  # noqa: S101 - one of the forms has just made it
    return made, is_new


def add(
    session: Session, plan: Plan, parent: PlanItem | None, said: Mapping[str, Any], key: str
) -> bool:
    """Add an item as the last below another, or at the top; tell whether it is new."""
    below = parent.id if parent else None
    where = {
        "plan_id": plan.id,
        "parent_id": below,
        "level": parent.level + 1 if parent else 0,
        "place": queries.last_place(session, plan, below) + 1,
        "language": plan.language,
    }
    made = PlanItem.model_validate({**said, **where, "key": key})
    return queries.keep(session, made)


def cannot_add(session: Session, plan: Plan, parent: PlanItem | None) -> Problem | None:
    """Say why nothing can be added below an item, or at the top."""
    if (parent.level + 1 if parent else 0) >= len(plan.levels):
        return Problem(mark("Nothing stands below the lowest level of the plan."))
    if queries.count_items(session, plan) >= rules.MOST_ITEMS:
        return Problem(mark("The plan is full. Make another one for the rest."))
    return None


def change_plan(
    session: Session, by: int, plan: Plan, sent: Sent, ground: Ground
) -> saving.Refusal | None:
    """Change what is said of a plan; what everybody could read before stays with its day."""
    fields = forms.plan(ground.languages)
    held = form.held(fields, plan)
    reading = form.read(fields, sent, held, ground)
    problems = forms.plan_problems(reading, queries.deepest(session, plan))
    before, typed = form.show(fields, held, ground), form.typed(fields, sent, ground)
    change = saving.Change(by, "plan.changed", plan.slug)
    told = form.Reading(reading.values, problems)
    gone, language = rules.replaced(held, reading.values), plan.language
    refusal = saving.save(session, change, plan, before, typed | _unseen(sent), told)
    if refusal is None and gone and plan.standing is Standing.PUBLIC:
        kept = PlanVersion(plan_id=plan.id or 0, changed=today(), language=language, was=gone)
        session.add(kept)
    return refusal


def change_item(
    session: Session, by: int, plan: Plan, item: PlanItem, sent: Sent, ground: Ground
) -> saving.Refusal | None:
    """Change an item; what everybody could read of it before stays readable with its day."""
    fields = forms.item(plan.levels, item.level)
    held = form.held(fields, item)
    reading = form.read(fields, sent, held, ground)
    problems = forms.item_problems(reading, plan.language)
    before, typed = form.show(fields, held, ground), form.typed(fields, sent, ground)
    gone, language = rules.replaced(held, reading.values), item.language
    change = saving.Change(by, "plan.item_changed", f"{plan.slug}/{item.id}")
    told = form.Reading(reading.values, problems)
    refusal = saving.save(session, change, item, before, typed | _unseen(sent), told)
    if refusal is None and gone and plan.standing is Standing.PUBLIC:
        kept = ItemVersion(item_id=item.id or 0, changed=today(), language=language, was=gone)
        session.add(kept)
    return refusal


def move(session: Session, plan: Plan, item: PlanItem, step: int) -> bool:
    """Move an item before the one above it, or behind the one below; tell whether it moved."""
    order = queries.siblings(session, plan, item.parent_id)
    here = next(number for number, one in enumerate(order) if one.id == item.id)
    there = max(0, min(here + step, len(order) - 1))
    order.insert(there, order.pop(here))
    for place, one in enumerate(order, 1):
        one.place = place
        session.add(one)
    return here != there


def cannot_delete(session: Session, plan: Plan, item: PlanItem) -> Problem | None:
    """Say why an item stays."""
    if plan.standing is Standing.PUBLIC:
        return Problem(mark("Everybody reads it. Say that it is stopped, and report why."))
    if queries.has_below(session, item):
        return Problem(mark("Delete first what stands below it."))
    return None


def missing(session: Session, plan: Plan) -> Problems:
    """Say what keeps a plan from being published."""
    return reasons.missing(queries.deepest(session, plan), len(plan.levels) - 1)


def publish(session: Session, plan: Plan) -> None:
    """Let everybody read a plan."""
    plan.standing, plan.published = Standing.PUBLIC, now()
    plan.revision += 1
    session.add(plan)


def report(session: Session, item: PlanItem, said: Mapping[str, Any], day: date, key: str) -> bool:
    """Keep what is reported of an item, and how far it is now; tell whether it is new."""
    told = {name: said[name] for name in ("by_role", "words", "language")}
    status = Status(said.get("status", ""))
    made = Progress(key=key, item_id=item.id or 0, on=day, status=status, **told)
    return reporting.keep(session, item, made)


def _unseen(sent: Sent) -> dict[str, str]:
    return {name: str(sent[name]) for name in (saving.VERSION, "_do") if name in sent}
