"""Check your answers, and send them."""

from collections.abc import Sequence
from typing import Any

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.consultations.answering import (
    answers_shown,
    consent,
    drafts,
    forms,
    found_answers,
    rushes,
    sending,
    slips,
    versions,
)
from portal.consultations.answering.visits import (
    FROM_CHECK,
    Visit,
    asked_for_receipt,
    forgotten,
    is_told,
    keep_work,
    tell,
    told,
    visit,
)
from portal.languages.i18n import gettext, language, today
from portal.languages.text_languages import written
from portal.problems import Problems
from portal.questions import answers
from portal.questions.questionnaire import Question, Section
from portal.web.page import (
    Elsewhere,
    both,
    link,
    page,
    public,
    redirect,
    redirect_to,
    render,
    sent_text,
)


@page(quick=True)
@public
def check(request: Request, session: Session) -> Response:
    """Show all answers with links to change them, and send them when asked to."""
    here = visit(request, session)
    if here.holding is None and not _asks_with_nothing(request):
        raise Elsewhere(forgotten(here.slug))
    if here.response is not None:
        return _sent_before(request, here)
    given, wrong = answers.read(here.questionnaire, here.work.sent)
    # What is wrong with "other, please say" is said of its question.
    problems = {name.partition(".")[0]: problem for name, problem in wrong.items()}
    asked = (question.code for question in answers.applying(here.questionnaire, here.work.sent))
    twice = versions.problems(asked, here.work.versions, versions.CHOOSE)
    problems |= twice
    if request.method == "GET":
        wrong = told(request, problems) | twice
        return _page(request, session, here, given, wrong, empty=not given and is_told(request))
    if _belongs_elsewhere(request, here):
        return redirect_to(request, link("respond_check", slug=here.slug) + "?sent=other")
    return _settle(request, session, here, given, wrong=bool(problems))


def _settle(
    request: Request, session: Session, here: Visit, given: answers.Answers, *, wrong: bool
) -> Response:
    here = consent.typed(request, session, slips.typed(request, session, here))
    if consent.LATER in request.state.form:
        return redirect_to(request, link("respond_saved", slug=here.slug))
    if wrong or not given:
        return tell(request, link("respond_check", slug=here.slug))
    return _outdated(request, session, here) or _send(request, session, here, given)


def _outdated(request: Request, session: Session, here: Visit) -> Response | None:
    """Show the page again, and send nothing, if it showed other answers than stand now."""
    posted = {versions.SHOWN: request.state.form.getlist(versions.SHOWN)}
    changed = versions.changed(here.questionnaire, here.work, posted)
    if not changed:
        return None
    here = here.with_work(here.work.with_changes(changed=changed))
    keep_work(session, here)
    return redirect_to(request, f"{link('respond_check', slug=here.slug)}?sent=changed")


def _send(request: Request, session: Session, here: Visit, given: answers.Answers) -> Response:
    organisation = forms.organisation_of(here.work.organisation)
    if organisation is None or versions.of_organisation(here.work):
        return redirect_to(request, _organisation_page(here))
    if asked := asked_for_receipt(request, here):
        return asked
    arrival = sending.Arrival(
        receipt=drafts.receipt_name(here.receipt),
        language=language(),
        day=today(),
        organisation=organisation,
        languages=here.work.languages,
        rushed=rushes.rushed(request),
        may_quote=here.work.may_quote,
    )
    kept = sending.keep_response(session, here.consultation, here.questionnaire, given, arrival)
    if kept and (unknown := slips.spend(request, session, here, kept)):
        return _page(request, session, here, given, {slips.FIELD: unknown})
    drafts.end(session, here.consultation, here.code or "")
    if kept is None:
        return redirect_to(request, link("respond_done", slug=here.slug) + "?sent=already")
    asks = here.consultation.ask_equality and not here.work.organisation
    return redirect(request, "respond_equality" if asks else "respond_done", slug=here.slug)


def _asks_with_nothing(request: Request) -> bool:
    """Tell whether somebody is here who gave nothing, and not who lost what they gave."""
    if request.method == "GET":
        return is_told(request)
    return not sent_text(request.state.form, "key")


def _sent_before(request: Request, here: Visit) -> Response:
    # The draft is gone, so what a late second sending holds can only be in its form.
    changed = request.method == "POST" and _belongs_elsewhere(request, here)
    sent = "other" if changed else "already"
    return redirect_to(request, link("respond_done", slug=here.slug) + f"?sent={sent}")


def _belongs_elsewhere(request: Request, here: Visit) -> bool:
    # A page kept open while somebody else began on the same device carries the old key.
    key = sent_text(request.state.form, "key")
    return bool(key) and key != drafts.key(here.consultation, here.code)


def _page(
    request: Request,
    session: Session,
    here: Visit,
    given: answers.Answers,
    problems: Problems,
    *,
    empty: bool = False,
) -> Response:
    shown = answers.shown_sections(here.questionnaire, here.work.sent)
    read = given | _written(here, given)
    parts = [(s, _lines(here, s, qs, read, problems)) for s, qs in shown]
    organisation = answers_shown.of_organisation(
        here.work, _organisation(here), _organisation_page(here)
    )
    wrong = _located(here, problems, organisation)
    sent = request.query_params.get("sent", "")
    return render(
        request,
        "consultations/answering/check.html",
        status=422 if wrong or empty else 409 if sent == "changed" else 200,
        here=here,
        parts=parts,
        organisation=organisation,
        key=drafts.key(here.consultation, here.code),
        problems=wrong,
        empty=empty,
        sent=sent,
        changed=_changed(here) if sent == "changed" else [],
        shown=versions.check_fingerprint(here.questionnaire, here.work),
        lost=here.work.lost,
        found=found_answers.found_answers(request, here),
        dropped=answers_shown.dropped(here.questionnaire, here.work),
        slip=slips.shown(request, session, here, problems),
        quoting=consent.shown(here, given),
    )


def _lines(
    here: Visit,
    section: Section,
    asked: list[Question],
    read: answers.Answers,
    problems: Problems,
) -> list[answers_shown.Line]:
    written = answers_shown.shown_versions(asked, here.work)
    return answers_shown.lines(asked, read, problems, _address(here, section), written)


def _written(here: Visit, given: answers.Answers) -> answers.Answers:
    texts, languages = answers.written(here.questionnaire, given), here.work.languages
    return {name: written(text, languages.get(name, "")) for name, text in texts.items()}


def _organisation(here: Visit) -> dict[str, Any]:
    languages = here.work.languages
    own = {name: languages.get(f"_{name}", "") for name in forms.ORGANISATION_TEXTS}
    told = here.work.organisation
    return forms.said_of({**told, "languages": own} if told else {})


def _located(
    here: Visit, problems: Problems, organisation: Sequence[answers_shown.Line]
) -> list[dict[str, Any]]:
    found = [
        {"label": line.label, "problem": line.problem, "address": line.change}
        for line in organisation
        if line.problem
    ]
    for section, questions in answers.shown_sections(here.questionnaire, here.work.sent):
        for question in questions:
            if problem := problems.get(question.code):
                address = f"{_address(here, section)}#{question.code}"
                found.append({"label": question.label, "problem": problem, "address": address})
    return [*found, *slips.located(problems)]


def _changed(here: Visit) -> list[tuple[Any, str]]:
    """List which answers changed with where they are given; all about the organisation is one."""
    places = {
        question.code: f"{_address(here, section)}#{question.code}"
        for section, questions in answers.shown_sections(here.questionnaire, here.work.sent)
        for question in questions
    }
    names = here.work.changed
    found = [question for name in names if (question := here.questionnaire.question(name))]
    told = [(question.label, places.get(question.code, "")) for question in found]
    organisation = (gettext("Organisation or group"), _organisation_page(here))
    return [organisation, *told] if len(found) < len(names) else told


def _organisation_page(here: Visit) -> str:
    return link("respond_organisation", slug=here.slug) + FROM_CHECK


def _address(here: Visit, section: Section) -> str:
    return link("respond_section", slug=here.slug, section=section.code) + FROM_CHECK


routes = [both("/consultations/{slug}/respond/check", check, name="respond_check")]
