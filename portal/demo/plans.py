"""Published plans, each with its source, and the made-up council's own: some done, some late."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from sqlmodel import Session

from portal.demo import content
from portal.files.documents import plain_text
from portal.files.documents.document import Place
from portal.plans import queries
from portal.plans.compact import keeping as compact
from portal.plans.compact import queries as compacts
from portal.plans.compact import staff_drawing
from portal.plans.compact.rules import Duty, Side
from portal.plans.importing import building, proposing
from portal.plans.models import Plan, PlanItem
from portal.plans.rules import Kind, Level
from portal.plans.staff import keeping, taking
from portal.store import audit
from portal.store.db import random_id

ACTOR = "demo"
_MOST = 20
_APART = frozenset({"below", "reports", "due"})


def seed(session: Session, today: date) -> None:
    """Bring published plans in, make the council's own, publish it, and report of some."""
    for published in content.plans():
        _bring_in(session, published)
    _make_own(session, today)
    for drawn in content.compacts():
        _draw(session, drawn, today)


def _draw(session: Session, drawn: Mapping[str, Any], today: date) -> None:
    """Draw a compact from the published duties, mark it, and have both sides agree if they did."""
    named = [one for one in queries.public(session, _MOST) if one.levels[-1] == Level.DUTY]
    sections = compacts.sections(session, named[0])
    said = {"with": drawn["with"], "year": today.year - drawn["years_ago"]}
    one, _ = staff_drawing.draw(session, named[0], said | {"council": sections[0].id})
    for side in Side:
        duties = compacts.duties(session, compact.section_of(one, side))
        marks = dict.fromkeys(_names(duties), "")
        for duty, (met, comment) in zip(duties, drawn[side], strict=False):
            marks |= {f"met.{duty.id}": met, f"comment.{duty.id}": comment}
        compact.mark(session, one, side, marks)
    for side in Side if drawn["agreed"] else ():
        compact.agree(session, one, side)
    audit.record(session, ACTOR, "compact.drawn", one.id)


def _names(duties: Sequence[Duty]) -> list[str]:
    return [f"{name}.{duty.id}" for duty in duties for name in ("met", "comment")]


def _bring_in(session: Session, published: Mapping[str, Any]) -> None:
    """Take a published plan out of its document, as an officer who confirms what is proposed."""
    document = plain_text.read(content.plan_source(published["file"]))
    proposal = proposing.propose(document, Place(published["first"]), Place(published["last"]))
    lines = published.get("lines", proposal.mapping.lines)
    built = building.build(document, replace(proposal.mapping, lines=lines))
    said = {"title": {"en": published["title"]}, "language": "en", "kind": published["kind"]}
    source = f"{published['publisher']}: {published['source']}"
    said |= {"source": source, "levels": published["levels"]}
    plan, _ = keeping.make(session, said, random_id())
    taking.take(session, plan, built)
    keeping.publish(session, plan)
    audit.record(session, ACTOR, "plan.published", plan.slug)


def _make_own(session: Session, today: date) -> None:
    made = content.current_plan()
    days = {name: today + timedelta(days=made[name]) for name in ("starts", "ends")}
    told = {name: made[name] for name in ("title", "source", "levels")}
    said = {**told, **days, "kind": Kind.ACTION_PLAN, "language": "en"}
    plan, _ = keeping.make(session, said, random_id())
    _write(session, plan, None, made["items"], today)
    keeping.publish(session, plan)
    audit.record(session, ACTOR, "plan.published", plan.slug)


def _write(
    session: Session,
    plan: Plan,
    parent: PlanItem | None,
    items: Sequence[Mapping[str, Any]],
    today: date,
) -> None:
    for made in items:
        said = {name: value for name, value in made.items() if name not in _APART}
        if "due" in made:
            said["due"] = today + timedelta(days=made["due"])
        keeping.add(session, plan, parent, said, random_id())
        item = queries.siblings(session, plan, parent.id if parent else None)[-1]
        for one in made.get("reports", ()):
            day = today - timedelta(days=one["days"])
            keeping.report(session, item, one, day, random_id())
        _write(session, plan, item, made.get("below", ()), today)
