"""Which plan an address is about, and in which languages plans are written."""

from sqlmodel import Session
from starlette.requests import Request

from portal.forms.field import Ground
from portal.plans import queries
from portal.plans.models import Plan, PlanItem
from portal.web.page import found


def plan_of(request: Request, session: Session) -> Plan:
    """Find the plan of an address; whoever sends a form holds it."""
    hold = request.method == "POST"
    return found(queries.by_slug(session, request.path_params["plan"], hold=hold))


def item_of(request: Request, session: Session, plan: Plan) -> PlanItem:
    """Find the item of an address in its plan."""
    return found(queries.item(session, plan, request.path_params["item"]))


def ground_of(request: Request) -> Ground:
    """Say in which languages plans are written."""
    return Ground(request.state.council.languages)
