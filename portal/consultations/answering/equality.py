"""Equality questions: asked after sending, explained, each optional, kept once."""

from typing import Any

from sqlmodel import Session
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response as Reply

from portal.categories import own_words, rules
from portal.categories import queries as categories
from portal.categories.rules import Characteristic, State
from portal.consultations import queries
from portal.consultations.answering import device, receipt_view, sending
from portal.consultations.answering.visits import published, receipt_of, sent_response
from portal.consultations.models import Readable, Response
from portal.problems import Problems
from portal.web.page import (
    Elsewhere,
    both,
    found,
    link,
    page,
    public,
    redirect,
    render,
    sent_text,
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
        return _page(request, session, consultation, rules.first_page(asked), step=1)
    form = request.state.form
    step = 2 if sent_text(form, "_step") == "2" else 1
    if "_skip" in form:
        declined = {one.code: {"state": State.SKIPPED.value, "codes": []} for one in asked}
        return _keep(request, session, consultation, response, declined)
    given, wrong = rules.read_answers(asked, form)
    problems = {} if "_switch" in form else wrong
    if "_switch" in form or problems or (step == 1 and rules.second_page(asked, form)):
        drawn, step = _step(asked, form, step, problems)
        return _page(request, session, consultation, drawn, step=step, problems=problems)
    told = own_words.with_languages(asked, given, own_words.languages(asked, form))
    return _keep(request, session, consultation, response, dict(told))


def _step(
    asked: tuple[Characteristic, ...], form: FormData, step: int, problems: Problems
) -> tuple[tuple[Characteristic, ...], int]:
    """Choose the page to show next: who only changes the language stays where they are."""
    first = rules.first_page(asked)
    wrong_on_first = any(one.code in problems or one.write_in_field in problems for one in first)
    stay = problems or "_switch" in form
    if wrong_on_first or (step == 1 and stay):
        return first, 1
    return rules.second_page(asked, form), 2


def _page(
    request: Request,
    session: Session,
    consultation: Readable,
    drawn: tuple[Characteristic, ...],
    *,
    step: int,
    problems: Problems | None = None,
) -> Reply:
    asked = categories.questions(session, request.state.council.nation)
    first, form = rules.first_page(asked), getattr(request.state, "form", FormData())
    before = rules.carried(first, form) if step == 2 else ()
    typed_in = own_words.languages(asked, form)
    holding = device.held(request).get(consultation.id or 0)
    response = found(sent_response(session, holding))
    return render(
        request,
        "consultations/answering/equality.html",
        consultation=consultation,
        receipt_code=receipt_of(holding, response),
        drawn=drawn,
        step=step,
        carried=[*before, *own_words.carried(form, typed_in)],
        typed_in=typed_in,
        sent=form,
        problems=problems,
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
