"""The line of the forum's chair beside an item of a plan: the council cannot change it."""

import re
from collections.abc import Sequence

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.bodies.visiting import Visit
from portal.feedback.chairing import for_chair
from portal.feedback.reactions import line_pages, removing
from portal.feedback.reactions import lines as signed
from portal.feedback.reactions.line_pages import Promised
from portal.feedback.reactions.queries import Signed
from portal.plans import queries
from portal.plans.models import Plan, PlanItem
from portal.web.page import both, found, link, page

_PREFIX = "plans/"
_PAGE = re.compile(r"/plans/([\w-]+)/(\d{1,9})")


@page
@for_chair
def sign(request: Request, session: Session, visit: Visit) -> Response:
    """Take the chair's line beside an item."""
    at = request.path_params
    plan = found(queries.public_by_slug(session, at["slug"]))
    row = found(queries.item(session, plan, at["item"]))
    promised = Promised(key_of(row), row.text, _page(plan, row))
    return line_pages.taken(request, session, visit, promised)


def key_of(row: PlanItem) -> str:
    """Write the key by which a line stands beside an item."""
    return f"{_PREFIX}{row.key}"


def lines(session: Session, row: PlanItem) -> Sequence[Signed]:
    """List the lines beside an item, that which counts first."""
    return signed.of(session, key_of(row))


def _page(plan: Plan, row: PlanItem) -> str:
    return link("plan_item", slug=plan.slug, item=row.id)


def _where(session: Session, key: str) -> str | None:
    found = queries.public_item(session, key.removeprefix(_PREFIX))
    return _page(*found) if found else None


def _at(session: Session, address: str) -> list[str]:
    named = _PAGE.search(address)
    plan = queries.public_by_slug(session, named[1]) if named else None
    row = queries.item(session, plan, named[2]) if plan and named else None
    return [key_of(row)] if row else []


REMOVABLE = removing.way(_PREFIX, _where, _at)

routes = [both("/forum/lines/plans/{slug}/{item}", sign, name="plan_line")]
