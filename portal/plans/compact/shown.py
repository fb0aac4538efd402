"""What a compact is called, and what is recorded of its year that both sides can look at."""

from collections.abc import Iterator, Mapping

from sqlmodel import Session
from starlette.requests import Request

from portal.plans.compact import queries
from portal.plans.compact.models import Compact
from portal.plans.models import Plan
from portal.store.db import now
from portal.web import brought
from portal.web.brought import Chapter, Thing

_MOST = 20


def called(session: Session, compact: Compact) -> Mapping[str, str]:
    """Give the name of the group or body of a compact, by language."""
    if group := queries.group(session, compact):
        return {group.language: group.name}
    body = queries.body(session, compact)
    return body.name if body else {}


def recorded(request: Request, session: Session, compact: Compact) -> list[Thing]:
    """List what is recorded of the year and public: meetings and events that were held."""
    things = brought.evidence(request, session, now())
    held = [one for one in things if one.day and one.day.year == compact.year]
    return sorted(held, key=lambda one: str(one.day))[:_MOST]


def on_plan(_request: Request, session: Session, plan: Plan) -> Iterator[Chapter]:
    """Show on a plan the compacts that were drawn from it and agreed on."""
    if rows := queries.of_plan(session, plan, published=True):
        listed = [(one, called(session, one)) for one in rows]
        yield Chapter("plans/compact/agreed.html", {"plan": plan, "listed": listed})


def is_shown(session: Session, compact: Compact) -> bool:
    """Tell whether everybody reads it: both agreed, and a group still stands in the directory."""
    group = queries.group(session, compact)
    return compact.published is not None and (group is None or group.shown)
