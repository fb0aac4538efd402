"""Equality questions: asked after sending, explained, each optional, kept once."""

from typing import Any

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response as Reply

from portal.categories import queries as categories
from portal.categories import steps
from portal.consultations import queries
from portal.consultations.answering import device, receipt_view, sending
from portal.consultations.answering.visits import published, receipt_of, sent_response
from portal.consultations.models import Readable, Response
from portal.web.page import (
    Elsewhere,
    both,
    found,
    link,
    page,
    public,
    redirect,
    render,
    switched,
)


@page
@public
def equality(request: Request, session: Session) -> Reply:
    """Ask about the person, in two steps, and keep what they choose to tell."""
    consultation = published(session, request.path_params["slug"])
    if request.method == "POST" and (elsewhere := switched(request)):
        return elsewhere
    response = _waiting(request, session, consultation)
    if response is None:
        return device.lost(request, "consultations/answering/equality_lost.html")
    return _asked(request, session, consultation, response)


def _asked(request: Request, session: Session, consultation: Readable, response: Response) -> Reply:
    asked = categories.questions(session, request.state.council.nation)
    if request.method == "GET":
        return _page(request, session, consultation, steps.first(asked))
    next_ = steps.after(asked, request.state.form)
    if isinstance(next_, steps.Step):
        return _page(request, session, consultation, next_)
    return _keep(request, session, consultation, response, dict(next_))


def _page(request: Request, session: Session, consultation: Readable, step: steps.Step) -> Reply:
    holding = device.held(request).get(consultation.id or 0)
    response = found(sent_response(session, holding))
    return render(
        request,
        "consultations/answering/equality.html",
        consultation=consultation,
        receipt_code=receipt_of(holding, response),
        step=step,
        problems=step.problems,
    )


def _keep(
    request: Request,
    session: Session,
    consultation: Readable,
    response: Response,
    answers: dict[str, Any],
) -> Reply:
    sending.keep_equality(session, response.id, request.state.council.nation, answers)
    return redirect(request, "respond_done", slug=consultation.slug)


def _waiting(request: Request, session: Session, consultation: Readable) -> Response | None:
    """Find the response that waits for these answers; None if nothing tells which it is."""
    holding = device.held(request).get(consultation.id or 0)
    response = sent_response(session, holding)
    if response is None and request.method == "POST":
        return None
    if response is None:
        raise Elsewhere(link("consultation", slug=consultation.slug))
    if request.method == "POST":
        queries.hold(session, response)
    if not receipt_view.may_add_equality(session, consultation, response):
        # Another tab was first, or the button was pressed twice.
        told = "?sent=before" if request.method == "POST" else ""
        raise Elsewhere(link("respond_done", slug=consultation.slug) + told)
    return response


routes = [both("/consultations/{slug}/respond/equality", equality, name="respond_equality")]
