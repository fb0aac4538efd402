"""One entrance for every code that residents carry: it says what each opens, and goes there."""

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
from portal.web import page, public, redirect, render, sent_text, switched


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
    if "_switch" in form:
        return _page(request, typed=typed)
    codes = crypto.codes_in(typed)
    opened = (_opened(request, session, code) for code in codes)
    return next((reply for reply in opened if reply), None) or _page(
        request, status=422, typed=typed, problems={"receipt_code": _unknown(codes)}
    )


def _opened(request: Request, session: Session, code: str) -> Response | None:
    if queries.by_receipt(session, drafts.receipt_name(code)):
        return receipts.open_receipt(request, session, code)
    if begun := drafts.begun_with(session, code):
        return drafts.asked_for_cookie(request, code) or _go_on(request, begun)
    if sent := drafts.sent_with(session, code):
        return _page(request, sent=[queries.edition(session, one).title for one in sent])
    return None


def _go_on(request: Request, begun: list[Consultation]) -> Response:
    # Whoever answers several consultations in one browser has one code for all of them.
    if len(begun) == 1:
        return redirect(request, "respond", slug=begun[0].slug)
    return redirect(request, "respond_begun")


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


def _unknown(codes: list[str]) -> Problem:
    if not codes:
        return Problem(
            mark("This code is not complete or has a mistake in it. Check it and try again.")
        )
    return Problem(mark("No answers belong to this code. They may have been deleted."))


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
