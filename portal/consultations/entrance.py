"""One entrance for every code that residents carry: it says what each opens, and goes there."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from portal import crypto
from portal.consultations import drafts, queries, receipts
from portal.consultations.models import Consultation
from portal.consultations.visits import visit
from portal.problems import Problem, mark
from portal.web import link, page, public, redirect, redirect_to, render, sent_text, switched

_SURE = "sure"
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
    if begun := drafts.begun_with(session, code):
        sure = _SURE in request.state.form
        parting = None if sure else _parting(request, session, code)
        return parting or drafts.asked_for_cookie(request, code) or _go_on(request, begun)
    if sent := drafts.sent_with(session, code):
        return _page(request, sent=_titles(session, sent))
    return None


def _opened_again(request: Request, session: Session, code: str) -> Response | None:
    """Open in another language what was open; who only typed a code has not asked for it."""
    if queries.by_receipt(session, drafts.receipt_name(code)):
        return receipts.open_receipt(request, session, code)
    asked = "parting" in request.state.form and drafts.begun_with(session, code)
    return _parting(request, session, code) if asked else None


def _parting(request: Request, session: Session, code: str) -> Response | None:
    """Show the code of other answers that this browser has open, before it forgets it."""
    open_now = drafts.code_of(request)
    if open_now is None or open_now == code:
        return None
    begun = drafts.begun_with(session, open_now)
    if not begun:
        return None
    return render(
        request,
        "consultations/parting.html",
        typed=crypto.format_code(code),
        resume_code=crypto.format_code(open_now),
        begun=_titles(session, begun),
        back=_onward(begun),
        sure=_SURE,
    )


def _go_on(request: Request, begun: list[Consultation]) -> Response:
    return redirect_to(request, _onward(begun))


def _onward(begun: list[Consultation]) -> str:
    # Whoever answers several consultations in one browser has one code for all of them.
    return link("respond", slug=begun[0].slug) if len(begun) == 1 else link("respond_begun")


def _titles(session: Session, listed: list[Consultation]) -> list[Mapping[str, str]]:
    return [queries.edition(session, one).title for one in listed]


@page
@public
def begun(request: Request, session: Session) -> Response:
    """List the consultations for which this browser has answers that wait."""
    found = drafts.begun_with(session, drafts.code_of(request) or "")
    titles = [(one.slug, queries.edition(session, one).title) for one in found]
    return render(request, "consultations/begun.html", begun=titles)


def _page(request: Request, *, status: int = 200, **shown: Any) -> Response:
    empty: dict[str, Any] = {"typed": "", "problems": {}, "sent": []}
    return render(request, "consultations/entrance.html", status=status, **(empty | shown))


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
    Route("/receipt", entrance, name="receipt", methods=["GET", "POST"]),
    Route("/receipt/saved", begun, name="respond_begun"),
    Route(
        "/consultations/{slug}/respond/resume",
        resume,
        name="respond_resume",
        methods=["GET", "POST"],
    ),
]
