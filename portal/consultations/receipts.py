"""After sending: the receipt, what became of the consultation, withdrawing, the next person."""

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response as Reply
from starlette.routing import Route

from portal import crypto
from portal.consultations import copies, drafts, queries, sending
from portal.consultations.models import Consultation, Response
from portal.consultations.visits import published, sent_response
from portal.problems import Problem, mark
from portal.web import (
    Elsewhere,
    found,
    link,
    page,
    public,
    redirect,
    redirect_to,
    render,
    sent_text,
    switched,
)


@page
@public
def done(request: Request, session: Session) -> Reply:
    """Show the receipt of what this browser sent: its code, what happens next, the answers."""
    consultation = published(session, request.path_params["slug"])
    code = drafts.code_of(request)
    response = sent_response(session, consultation, code)
    if response is None or code is None:
        raise Elsewhere(link("consultation", slug=consultation.slug))
    receipt = drafts.receipt_code(consultation, code)
    return render(
        request,
        "consultations/done.html",
        receipt_code=crypto.format_code(receipt),
        sent=request.query_params.get("sent", ""),
        **copies.shown(session, consultation, response),
    )


@page
@public
def receipt(request: Request, session: Session) -> Reply:
    """Ask for a receipt code, and show what it belongs to."""
    if request.method == "GET":
        return render(request, "consultations/receipt.html", typed="", problems={})
    if elsewhere := switched(request):
        return elsewhere
    typed = sent_text(request.state.form, "receipt_code")
    code = crypto.parse_code(typed)
    if code is None and "_switch" in request.state.form:
        return render(request, "consultations/receipt.html", typed=typed, problems={})
    response = queries.by_receipt(session, drafts.receipt_name(code)) if code else None
    if code is None or response is None:
        problems = {"receipt_code": _unknown(code)}
        return render(
            request, "consultations/receipt.html", status=422, typed=typed, problems=problems
        )
    consultation = found(queries.by_id(session, response.consultation_id))
    return _opened(request, session, consultation, response, code)


@page
@public
def withdraw(request: Request, session: Session) -> Reply:
    """Withdraw the response that a receipt code names, once that is confirmed."""
    code = crypto.parse_code(sent_text(request.state.form, "receipt_code"))
    response = queries.by_receipt(session, drafts.receipt_name(code)) if code else None
    if code is None or response is None:
        raise Elsewhere(link("receipt"))
    consultation = found(queries.by_id(session, response.consultation_id))
    if sent_text(request.state.form, "sure") != "yes":
        return _opened(request, session, consultation, response, code, unsure=True)
    queries.hold(session, response)
    sending.withdraw(session, response)
    return _opened(request, session, consultation, response, code)


@page
@public
def clear(request: Request, session: Session) -> Reply:
    """Leave nothing of the answers on this device."""
    reply = drafts.drop_cookie(request, redirect(request, "home"))
    reply.headers["clear-site-data"] = '"cache", "storage"'
    return reply


@page
@public
def another(request: Request, session: Session) -> Reply:
    """Let the next person answer on the same device, with a code of their own."""
    consultation = published(session, request.path_params["slug"])
    reply = redirect_to(request, link("consultation", slug=consultation.slug))
    return drafts.drop_cookie(request, reply)


def _opened(
    request: Request,
    session: Session,
    consultation: Consultation,
    response: Response,
    code: str,
    *,
    unsure: bool = False,
) -> Reply:
    problems = {"sure": Problem(mark("Tick the box to withdraw your answers."))} if unsure else {}
    return render(
        request,
        "consultations/receipt_opened.html",
        status=422 if unsure else 200,
        code=code,
        problems=problems,
        **copies.shown(session, consultation, response),
    )


def _unknown(code: str | None) -> Problem:
    if code is None:
        return Problem(
            mark("This code is not complete or has a mistake in it. Check it and try again.")
        )
    return Problem(mark("No answers belong to this code."))


routes = [
    Route("/receipt", receipt, name="receipt", methods=["GET", "POST"]),
    Route("/receipt/withdraw", withdraw, name="receipt_withdraw", methods=["POST"]),
    Route("/consultations/{slug}/respond/done", done, name="respond_done"),
    Route("/consultations/{slug}/respond/clear", clear, name="respond_clear", methods=["POST"]),
    Route(
        "/consultations/{slug}/respond/another", another, name="respond_another", methods=["POST"]
    ),
]
