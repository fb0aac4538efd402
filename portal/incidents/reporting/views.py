"""The one address of a report, from the first page to the last."""

from functools import cache, partial

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.incidents import report_settings
from portal.incidents.reporting import (
    adding,
    entry,
    files,
    floods,
    journey,
    memory,
    protection,
    reporter_guard,
    returning,
    sending,
    short_report,
)
from portal.incidents.reporting.journey import Journey
from portal.incidents.reporting.steps import BACK, STEP, SWITCH, Step, Steps, typed, with_typed
from portal.incidents.safety import signing_off
from portal.problems import Problem, mark
from portal.store import disk
from portal.web import body
from portal.web.page import both, found, page, public, sent_text, switched

_BEGINNINGS = frozenset({"start", "return"})
"""The steps whose forms stand on the first page, which carries nothing yet."""

_BEFORE_SENDING = frozenset({"start", "before", "what", "reply"})
_TYPED = frozenset({"what", "reply"})
"""The steps whose words are enough to begin anew, where what came before them is gone."""

_TOO_MUCH = mark("One text was much too long, and was not kept. Send it in several shorter parts.")

STEPS: Steps = {
    **entry.STEPS,
    **sending.STEPS,
    **adding.STEPS,
    **files.STEPS,
    **returning.STEPS,
    **protection.STEPS,
}


def _writes(request: Request) -> bool:
    if request.method != "POST":
        return False
    # Where several processes share a database, what was said so far lies there for an hour.
    if not request.state.limits.file:
        return True
    step = STEPS.get(sent_text(request.state.form, STEP))
    return step is not None and step.writes and not _moves(request)


@page(
    uploads=files.prepare,
    known=reporter_guard.is_known,
    writes=_writes,
    quick=True,
    admit=floods.admitted,
)
@public
def speak_up(request: Request, session: Session) -> Response:
    """Show the first page, or do what the form of a step asks for."""
    request.state.safety, request.state.session = signing_off.shower(request, session), session
    request.state.decided = cache(partial(report_settings.current, session))
    if request.method == "GET":
        return _fetched(request, session)
    if elsewhere := switched(request) or journey.asked_for_cookie(request):
        return elsewhere
    name = sent_text(request.state.form, STEP)
    step = found(STEPS.get(name))
    here = journey.carried(request)
    if here and here.sent and memory.has_ended(request, session, here):
        return reporter_guard.nowhere(request, here)
    here = here or _begun(request, name)
    if here is None:
        # The browser was closed or the page left, and the key to what was typed is gone.
        return _lost(request, session, name)
    return _answered(request, session, step, here)


def _answered(request: Request, session: Session, step: Step, here: Journey) -> Response:
    name = sent_text(request.state.form, STEP)
    place = returning.place_of(name) or name
    if body.is_cut(request):
        problem = files.too_much(request) if name == "files" else Problem(_TOO_MUCH)
        short = {
            one: said for one, said in typed(request).items() if len(said) <= short_report.MOST
        }
        here = with_typed(request, here, place, here.step(place) | short)
        return step.show(request, session, here, {"report": problem})
    if _moves(request):
        here = with_typed(request, here, place)
        return _target(request, step).show(request, session, here, {})
    if step.adds and not disk.takes_words(request.state.settings):
        again = [(field, text) for field, text in body.typed(request) if field != journey.FIELD]
        return entry.closed(request, session, here, again=again)
    return step.run(request, session, here)


def _fetched(request: Request, session: Session) -> Response:
    page = memory.find(request, session)
    if page is None:
        return entry.first_page(request, session, lost=memory.is_gone(request, session))
    request.state.notes = page.notes
    # Whoever goes back behind a report that was sent finds what belongs to it now: its code.
    name = "sent" if page.here.sent and page.step in _BEFORE_SENDING else page.step
    return found(STEPS.get(name)).show(request, session, page.here, page.problems)


def _begun(request: Request, name: str) -> Journey | None:
    carries = bool(sent_text(request.state.form, journey.FIELD))
    begins = name in _BEGINNINGS or (name in _TYPED and not carries)
    return journey.begin() if begins else None


def _lost(request: Request, session: Session, name: str) -> Response:
    # What came with this very form is not lost; what the page carried cannot be read any more.
    ours = (journey.FIELD, BACK, SWITCH)
    came = [(field, text) for field, text in body.typed(request) if field not in ours]
    words = came if name in _TYPED else []
    added = [(field, text) for field, text in came if field not in (STEP, returning.CODE)]
    place = returning.place_of(name)
    taken = [(returning.ADD_TO, place), *added] if place and added else []
    return entry.first_page(request, session, lost=True, words=words, taken=taken)


def _moves(request: Request) -> bool:
    return BACK in request.state.form or SWITCH in request.state.form


def _target(request: Request, step: Step) -> Step:
    back = sent_text(request.state.form, BACK)
    return found(STEPS.get(back)) if back else step


routes = [both("/help/speak-up", speak_up, name="speak_up")]
