"""The one address of a report, from the first page to the last."""

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from portal.incidents import (
    adding,
    afterwards,
    entry,
    files,
    floods,
    journey,
    protection,
    returning,
    safety,
    sending,
)
from portal.incidents.steps import BACK, STEP, SWITCH, Step, Steps, typed
from portal.web import found, page, public, sent_text, switched

_BEGINNINGS = frozenset({"start", "return"})
"""The steps whose forms stand on the first page, which carries nothing yet."""

STEPS: Steps = {
    **entry.STEPS,
    **sending.STEPS,
    **adding.STEPS,
    **files.STEPS,
    **returning.STEPS,
    **protection.STEPS,
}


def _writes(request: Request) -> bool:
    if request.method != "POST" or _moves(request):
        return False
    step = STEPS.get(sent_text(request.state.form, STEP))
    return step is not None and step.writes


@page(
    uploads=files.prepare,
    known=afterwards.is_known,
    writes=_writes,
    quick=True,
    admit=floods.admitted,
)
@public
def speak_up(request: Request, session: Session) -> Response:
    """Show the first page, or do what the form of a step asks for."""
    request.state.safety = safety.shower(request, session)
    if request.method == "GET":
        return entry.first_page(request, session)
    if elsewhere := switched(request):
        return elsewhere
    name = sent_text(request.state.form, STEP)
    step = found(STEPS.get(name))
    here = journey.begin() if name in _BEGINNINGS else None
    here = journey.carried(request) or here
    if here is None:
        # The browser was closed or the page left, and the key to what was typed is gone.
        return entry.first_page(request, session, lost=True)
    if _moves(request):
        here = here.with_step(name, typed(request))
        return _target(request, step).show(request, session, here, {})
    return step.run(request, session, here)


def _moves(request: Request) -> bool:
    return BACK in request.state.form or SWITCH in request.state.form


def _target(request: Request, step: Step) -> Step:
    back = sent_text(request.state.form, BACK)
    return found(STEPS.get(back)) if back else step


routes = [Route("/help/speak-up", speak_up, name="speak_up", methods=["GET", "POST"])]
