"""One entrance for every code that residents carry: it says what each opens, and goes there."""

from typing import Any

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.consultations import queries
from portal.consultations.answering import device, drafts, parting, receipts
from portal.consultations.answering.device import Holding
from portal.consultations.answering.visits import visit
from portal.consultations.models import Consultation
from portal.problems import Problem, mark
from portal.sealing import crypto
from portal.web import feature
from portal.web.page import (
    both,
    get,
    link,
    page,
    public,
    redirect,
    redirect_to,
    render,
    sent_text,
    switched,
)

_DIGITS = 30  # No code of answers has so many signs.


@page
@public
def entrance(request: Request, session: Session) -> Response:
    """Ask for a code, and open what it belongs to."""
    if request.method == "GET":
        return receipts.reopened(request, session) or _page(request)
    return _entered(request, session)


@page
@public
def resume(request: Request, session: Session) -> Response:
    """Lead whoever saved answers to the entrance, as long as they may be sent."""
    visit(request, session, returning=True)
    # Its address is on people's paper, and a form of it may still be open somewhere.
    return redirect(request, "receipt") if request.method == "GET" else _entered(request, session)


def _entered(request: Request, session: Session) -> Response:
    if elsewhere := switched(request):
        return elsewhere
    form = request.state.form
    typed = sent_text(form, "receipt_code") or sent_text(form, "resume_code")
    codes = crypto.codes_in(typed)
    switches = "_switch" in form
    opens = _opened_again if switches else _opened
    replies = (opens(request, session, code) for code in codes)
    if reply := next((reply for reply in replies if reply), None):
        return reply
    if switches:
        return _page(request, typed=typed)
    problems = {"receipt_code": _unknown(codes, typed)}
    return _page(request, status=422, typed=typed, problems=problems)


def _opened(request: Request, session: Session, code: str) -> Response | None:
    if queries.by_receipt(session, drafts.receipt_name(code)):
        return receipts.open_receipt(request, session, code)
    found = drafts.opened_with(session, code)
    if begun := [consultation for consultation, work in found if not work.over]:
        sure = parting.SURE in request.state.form
        first = None if sure else _parting(request, session, code, begun)
        return first or _hold(request, code, begun)
    if titles := [queries.edition(session, one).title for one, _ in found]:
        return _page(request, sent=titles)
    known = feature.opened(request, session, code)
    return receipts.open_receipt(request, session, code) if known else None


def _opened_again(request: Request, session: Session, code: str) -> Response | None:
    """Open in another language what was open; who only typed a code has not asked for it."""
    if receipts.opens(request, session, code):
        return receipts.open_receipt(request, session, code)
    if "parting" not in request.state.form:
        return None
    begun = [one for one, work in drafts.opened_with(session, code) if not work.over]
    return _parting(request, session, code, begun)


def _parting(
    request: Request, session: Session, code: str, begun: list[Consultation]
) -> Response | None:
    """Show the codes of other answers that this browser has open, before it forgets them."""
    held, numbers = device.held(request), {one.id for one in begun}
    others = {n: one.code for n, one in held.items() if n in numbers and one.code != code}
    carried = {"receipt_code": crypto.format_code(code), "parting": "yes"}
    return parting.show(request, session, others, link("receipt"), carried)


def _hold(request: Request, code: str, begun: list[Consultation]) -> Response:
    """Go on with saved answers, once the browser holds their code."""
    holdings = {one.id or 0: Holding(code, noted=True) for one in begun}
    asked = device.asked_for(request, holdings)
    return asked or redirect_to(request, parting.onward([one.slug for one in begun]))


@page
@public
def begun(request: Request, session: Session) -> Response:
    """List the consultations for which this browser has answers that wait."""
    codes = {number: holding.code for number, holding in device.held(request).items()}
    found = [one for one, work in drafts.opened(session, codes) if not work.over]
    titles = [(one.slug, queries.edition(session, one).title) for one in found]
    return render(request, "consultations/answering/begun.html", begun=titles)


def _page(request: Request, *, status: int = 200, **shown: Any) -> Response:
    empty: dict[str, Any] = {"typed": "", "problems": {}, "sent": []}
    return render(
        request, "consultations/answering/entrance.html", status=status, **(empty | shown)
    )


def _unknown(codes: list[str], typed: str) -> Problem:
    symbols = crypto.symbols_of(typed)
    # One of digits alone is a report's, whole or not: nobody looks here whether there is one.
    if codes or (symbols.isdecimal() and len(symbols) >= _DIGITS):
        return Problem(
            mark(
                "We find no answers with this code. They may have been deleted. "
                "Is it the code of a report to us? Then use the second button below."
            )
        )
    return Problem(
        mark("This code is not complete or has a mistake in it. Check it and try again.")
    )


routes = [
    both("/receipt", entrance, name="receipt"),
    get("/receipt/saved", begun, name="respond_begun"),
    both("/consultations/{slug}/respond/resume", resume, name="respond_resume"),
]
