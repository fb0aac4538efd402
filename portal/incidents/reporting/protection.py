"""The page that says in plain words what a report is protected from, and what it is not."""

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.incidents.records import keys
from portal.incidents.reporting.journey import Journey
from portal.incidents.reporting.steps import Step, Steps, shown
from portal.incidents.rules import Circle
from portal.incidents.safety import limits, signing_off
from portal.incidents.safety.cautions import Caution
from portal.problems import Problems
from portal.web.page import get, page, public


@page
@public
def protection(request: Request, session: Session) -> Response:
    """Say what is protected, what nobody can protect, and what somebody can do themselves."""
    request.state.safety = signing_off.shower(request, session)
    return _shown(request, session, None)


def _in_between(
    request: Request, session: Session, here: Journey, _problems: Problems, /
) -> Response:
    return _shown(request, session, here)


def _shown(request: Request, session: Session, here: Journey | None) -> Response:
    return shown(
        request,
        "protection.html",
        here,
        protected=_ids(limits.PROTECTED),
        paper_key=bool(keys.holders(session, Circle.RECOVERY)),
        not_protected=_ids(limits.NOT_PROTECTED),
        advice=_ids(limits.ADVICE),
    )


def _ids(cautions: tuple[Caution, ...]) -> list[str]:
    return [caution.id for caution in cautions]


# Whoever has begun a report reads the page in between, and what they typed is kept.
STEPS: Steps = {"protection": Step(_in_between, lambda r, s, here: _in_between(r, s, here, {}))}
routes = [get("/help/what-we-protect", protection, name="protection")]
