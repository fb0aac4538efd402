"""What an officer chooses to draw a compact: with whom, for which year, whose section is whose."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session

from portal.bodies import queries as bodies
from portal.forms.fields import Number, one_of
from portal.forms.form import Fields
from portal.groups import queries as groups
from portal.plans.compact import queries
from portal.plans.compact.models import Compact
from portal.plans.models import Plan
from portal.plans.rules import Standing
from portal.problems import Problem, Problems, mark

_FIRST, _LAST = 2000, 2100
_MOST = 500
_NOT_TWO = Problem(mark("A compact needs a plan with two sections: one of duties of each side."))
_UNREAD = Problem(mark("Publish the plan first: both sides have to read it."))


def fields(session: Session, plan: Plan) -> Fields:
    """List what is asked."""
    sections = [(str(one.id), one.text) for one in queries.sections(session, plan)]
    named = [(f"body/{one.slug}", one.name) for one in bodies.public(session)]
    listed = groups.called(session, None, _MOST)
    named += [(f"group/{slug}", {language: name}) for slug, name, language in listed]
    return (
        one_of("with", mark("With whom?"), named),
        Number("year", mark("For which year?"), least=_FIRST, most=_LAST, required=True),
        one_of("council", mark("Which section holds the duties of the council?"), sections),
    )


def lacking(session: Session, plan: Plan) -> Problems:
    """Say why no compact can be drawn from a plan."""
    if plan.standing is not Standing.PUBLIC:
        return {"with": _UNREAD}
    sections = queries.sections(session, plan)
    each = [bool(queries.duties(session, one.id or 0)) for one in sections]
    return {} if each == [True, True] else {"with": _NOT_TWO}


def draw(session: Session, plan: Plan, said: Mapping[str, Any]) -> tuple[Compact, bool]:
    """Draw a compact, or find the one that the same group or body has for that year."""
    kind, _, slug = said["with"].partition("/")
    body = bodies.by_slug(session, slug) if kind == "body" else None
    group = groups.by_slug(session, slug) if kind == "group" else None
    numbers = [one.id or 0 for one in queries.sections(session, plan)]
    council = int(said["council"])
    (theirs,) = [one for one in numbers if one != council]
    made = Compact(
        plan_id=plan.id or 0,
        year=said["year"],
        group_id=group.id if group else None,
        body_id=body.id if body else None,
        council_id=council,
        theirs_id=theirs,
    )
    if known := queries.same(session, made):
        return known, False
    session.add(made)
    session.flush()
    return made, True
