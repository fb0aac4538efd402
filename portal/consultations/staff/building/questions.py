"""The questions of a questionnaire: changing, moving and deleting them."""

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.accounts.guards import officer_only
from portal.accounts.models import Account
from portal.consultations.models import Consultation, QuestionDraft
from portal.consultations.staff import queries
from portal.consultations.staff.building import (
    composition,
    details,
    ordering,
    question_form,
    question_pages,
)
from portal.consultations.staff.building.importing import drafted
from portal.forms.words import Shown, flat
from portal.store.saving import Change, Refusal, save
from portal.web.page import both, found, link, page, redirect, redirect_to


@page
@officer_only
def new_question(request: Request, session: Session, account: Account) -> Response:
    """Add a question at the end of a section."""
    slug = request.path_params["slug"]
    if request.method == "GET":
        consultation = found(queries.by_slug(session, slug))
        shown = {"section": request.query_params.get("section", "")}
        return question_pages.new(request, session, consultation, shown)
    consultation = found(queries.for_change(session, slug))
    if details.is_fixed(consultation):
        return ordering.refused(request, consultation)
    sent = flat(request.state.form)
    question, problems = question_pages.added(session, account, consultation, sent)
    if question is None:
        return question_pages.new(request, session, consultation, sent, problems)
    return redirect(request, "edit_question", slug=slug, id=question.id)


@page
@officer_only
def edit_question(request: Request, session: Session, account: Account) -> Response:
    """Change a question: its texts, answers, limits, section and when it is shown."""
    slug, number = request.path_params["slug"], request.path_params["id"]
    if request.method == "GET":
        consultation = found(queries.by_slug(session, slug))
        opened = found(queries.question(session, consultation, number))
        shown = _shown(opened, consultation, fixed=details.is_fixed(consultation))
        return question_pages.form(request, session, consultation, opened, shown)
    consultation = found(queries.for_change(session, slug))
    sent = flat(request.state.form)
    if (question := queries.question(session, consultation, number)) is None:
        return question_pages.deleted(request, session, consultation, sent)
    before, words = question_pages.listed(question), _shown(question, consultation, fixed=True)
    sent = details.completed(sent, _shown(question, consultation, fixed=False), words)
    refused = _option_warning(request, session, consultation, question, sent)
    if not refused and (refusal := _save(session, account, consultation, question, sent)):
        refused = question_pages.form(request, session, consultation, question, sent, refusal)
    if refused:
        return refused
    if (command := sent.get("_do", "save")) != "save":
        place = question_pages.place(consultation, question, command, before)
        return redirect_to(request, f"{link('edit_question', slug=slug, id=question.id)}#{place}")
    return ordering.back(request, consultation, ordering.place_of(question))


def _option_warning(
    request: Request,
    session: Session,
    consultation: Consultation,
    question: QuestionDraft,
    sent: Shown,
) -> Response | None:
    command, _, option = sent.get("_do", "").rpartition(".")
    going = next((one for one in question.options if one["code"] == option), None)
    if command != "options.delete" or going is None:
        return None
    content = drafted(session, consultation)
    depending = composition.depending(content, question=question.code, option=option)
    return ordering.sure(request, consultation, going["label"], depending)


def _save(
    session: Session,
    account: Account,
    consultation: Consultation,
    question: QuestionDraft,
    sent: Shown,
) -> Refusal | None:
    fixed = details.is_fixed(consultation)
    reading = question_form.read_question(sent, question, consultation.languages, fixed=fixed)
    if not fixed:
        reading = question_pages.with_section(session, consultation, question, sent, reading)
    before = question_form.with_order(_shown(question, consultation, fixed=False))
    change = Change(account.id, "question.edited", f"{consultation.slug}/{question.code}")
    return save(session, change, question, before, question_form.with_order(sent), reading)


def _shown(question: QuestionDraft, consultation: Consultation, *, fixed: bool) -> Shown:
    return question_form.show_question(question, consultation.languages, fixed=fixed)


_QUESTIONS = "/staff/consultations/{slug}/questions"

routes = [
    both(f"{_QUESTIONS}/new", new_question, name="new_question"),
    both(f"{_QUESTIONS}/{{id}}", edit_question, name="edit_question"),
]
