"""What everybody is shown of an assessment: its words, and on what it rests that is public."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session
from starlette.requests import Request

from portal.council.rules import Council
from portal.equality_impact import keeping, rules
from portal.equality_impact.models import Assessment, Measure
from portal.groups import choosing
from portal.store.db import now
from portal.web.brought import Pointer, Thing, actions, evidence, pointing

RAISED = "assessment/"
"""With what the key begins by which others point to an assessment."""


@dataclass(frozen=True)
class Source:
    """What an assessment rests on: what was learned from it, and what it is, if that is public."""

    said: Mapping[str, str]
    thing: Thing | None
    led_by: Sequence[Pointer] = ()


@dataclass(frozen=True)
class Step:
    """A measure as it was signed off, where it is done, if that is public, and how far it is."""

    said: Mapping[str, Any]
    thing: Thing | None
    due: date | None
    now: Measure | None
    late: bool


def looked_at(council: Council) -> tuple[str, ...]:
    """List the characteristics that this council looks at."""
    return rules.characteristics(welsh=council.assess_welsh, poverty=council.assess_socio_economic)


def services(session: Session) -> dict[str, Mapping[str, str]]:
    """Name the services of the council."""
    return {one.code: one.label for one in choosing.services(session)}


def shown(
    request: Request, session: Session, assessment: Assessment, content: rules.Content, today: date
) -> dict[str, Any]:
    """Collect what the page of an assessment shows of what it says."""
    return {
        "content": content,
        "services": services(session),
        "sources": sources(request, session, content["evidence"]),
        "steps": steps(request, session, assessment, content, today),
        "raised_by": pointing(request, session, f"{RAISED}{assessment.slug}"),
        "review_on": date.fromisoformat(content["review_on"]) if content["review_on"] else None,
    }


def sources(request: Request, session: Session, kept: Sequence[Mapping[str, str]]) -> list[Source]:
    """Find what is still public of that on which an assessment rests, and what had led to it."""
    keys = [one["key"] for one in kept if one["key"]]
    things = {one.key: one for one in evidence(request, session, now(), keys)} if keys else {}
    return [
        Source(
            said,
            things.get(said["key"]),
            pointing(request, session, said["key"]) if said["key"] in things else (),
        )
        for said in kept
    ]


def steps(
    request: Request, session: Session, assessment: Assessment, content: rules.Content, today: date
) -> list[Step]:
    """List the measures of an assessment, and which of them are late."""
    keys = [one["thing"] for one in content["measures"] if one["thing"]]
    things = {one.key: one for one in actions(request, session, keys)} if keys else {}
    return [
        _step(said, things.get(said["thing"]), measure, today)
        for said, measure in keeping.standing_measures(session, assessment, content)
    ]


def _step(
    said: Mapping[str, Any], thing: Thing | None, measure: Measure | None, today: date
) -> Step:
    due = date.fromisoformat(said["due"]) if said["due"] else None
    ended = measure is None or measure.progress in (rules.Progress.DONE, rules.Progress.STOPPED)
    return Step(said, thing, due, measure, not ended and due is not None and due < today)
