"""Answers that came on paper, by telephone or at an event, entered by an officer."""

from sqlmodel import Session
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from portal.accounts.guards import officer_only
from portal.accounts.models import Account
from portal.categories import queries as categories
from portal.consultations import paper, queries
from portal.consultations.answering import drafts, sending
from portal.consultations.models import Consultation
from portal.consultations.staff.entering import typed_response
from portal.sealing import crypto
from portal.store import audit
from portal.web.page import both, found, page, render, sent_text


@page
@officer_only
def entry(request: Request, session: Session, account: Account) -> Response:
    """Show the whole questionnaire on one page, and keep what was entered as one response."""
    consultation = _ready(session, request.path_params["slug"])
    if request.method == "GET":
        return _form(
            request,
            session,
            consultation,
            typed_response.empty(request.state.council),
            typed_response.Entered(),
        )
    form = request.state.form
    entered = typed_response.read(
        form,
        queries.edition(session, consultation),
        categories.questions(session, request.state.council.nation),
        typed_response.limits(consultation, request.state.council),
    )
    if entered.problems:
        return _form(request, session, consultation, form, entered)
    return _keep(request, session, account, consultation, entered)


def _keep(
    request: Request,
    session: Session,
    account: Account,
    consultation: Consultation,
    entered: typed_response.Entered,
) -> Response:
    receipt = _key(request.state.form)
    arrival = sending.Arrival(
        receipt=drafts.receipt_name(receipt),
        language=entered.language,
        day=entered.day,
        channel=entered.channel,
        organisation=entered.organisation,
        may_quote=entered.may_quote,
    )
    asked = queries.edition(session, consultation)
    kept = sending.keep_response(session, consultation, asked, entered.answers, arrival)
    if kept and entered.equality is not None:
        nation = request.state.council.nation
        sending.keep_equality(session, kept, nation, entered.equality)
    if kept:
        details = {"channel": entered.channel, "day": entered.day, "response": kept}
        audit.record(session, account.id or 0, "response.entered", consultation.slug, **details)
    # Not redirected: the code is in no address, and a reload that sends again finds this response.
    return render(
        request,
        "consultations/staff/entering/entry_done.html",
        consultation=consultation,
        receipt_code=crypto.format_code(receipt),
        again=kept is None,
    )


def _form(
    request: Request,
    session: Session,
    consultation: Consultation,
    form: FormData,
    entered: typed_response.Entered,
) -> Response:
    asked = categories.questions(session, request.state.council.nation)
    return render(
        request,
        "consultations/staff/entering/entry.html",
        consultation=consultation,
        questionnaire=queries.edition(session, consultation),
        key=_key(form),
        characteristics=typed_response.drawn(asked) if consultation.ask_equality else (),
        told=any(name.startswith(typed_response.PREFIX) for name in form),
        form=form,
        sent=typed_response.typed(form),
        languages_in_use=queries.languages_in_use(session, consultation),
        problems=entered.problems,
    )


def _key(form: FormData) -> str:
    # Drawn when the form is opened and sent with it, so sending it twice names one response.
    return crypto.parse_code(sent_text(form, "_key")) or crypto.new_code()


def _ready(session: Session, slug: str) -> Consultation:
    consultation = found(queries.by_slug(session, slug))
    return found(consultation if typed_response.may_enter(consultation) else None)


routes = [
    both("/staff/consultations/{slug}/entry", entry, name="entry"),
    *paper.routes,
]
