"""Answering for an organisation or group: its name, how many people were asked, and how."""

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from portal.consultations import answers
from portal.consultations.forms import Organisation, fits
from portal.consultations.visits import (
    BEGUN,
    Visit,
    asked_for_code,
    from_check,
    holding_nothing,
    is_told,
    keep_work,
    tell,
    told,
    typed_in,
    visit,
)
from portal.forms import check
from portal.problems import Problems
from portal.web import link, page, public, redirect, redirect_to, render, sent_text, switched


@page
@public
def organisation(request: Request, session: Session) -> Response:
    """Ask on whose behalf somebody answers, and whom they asked."""
    here = visit(request, session)
    if here.response is not None:
        return redirect(request, "respond_done", slug=here.slug)
    if request.method == "GET":
        # Who pressed "send" and was sent back here has to read why.
        sent = here.work.organisation
        wrong = _problems(sent) if sent or is_told(request) else {}
        return _page(request, here, wrong if from_check(request) else told(request, wrong))
    if elsewhere := switched(request):
        return elsewhere
    return _keep(request, session, here)


def _keep(request: Request, session: Session, here: Visit) -> Response:
    form = request.state.form
    typed = {name: sent_text(form, name) for name in Organisation.model_fields}
    if not fits(typed):
        far_too_long = here.with_work(here.work.with_changes(organisation=typed))
        return _page(request, far_too_long, _problems(typed))
    cleaned = {name: answers.clean(text) for name, text in typed.items()}
    sent = {} if "_alone" in form else cleaned
    lost, languages = here.has_lost(request), typed_in(request, here, organisation=sent)
    here = here.with_work(here.work.with_changes(organisation=sent, lost=lost, languages=languages))
    if asked := asked_for_code(request, here):
        return asked
    keep_work(session, here)
    problems = _problems(sent) if sent and "_switch" not in form else {}
    if problems:
        return holding_nothing(request, here, tell(request, _address(request)))
    switches = "_switch" in form
    reply = redirect_to(request, _address(request)) if switches else _onward(request, here)
    return holding_nothing(request, here, reply)


def _onward(request: Request, here: Visit) -> Response:
    if from_check(request):
        return redirect(request, "respond_check", slug=here.slug)
    first = answers.shown_sections(here.questionnaire, here.work.sent)[0][0]
    return redirect(request, "respond_section", slug=here.slug, section=first.code)


def _problems(sent: dict[str, str]) -> Problems:
    checked = check(Organisation, sent)
    return {} if isinstance(checked, Organisation) else checked


def _page(request: Request, here: Visit, problems: Problems) -> Response:
    return render(
        request,
        "consultations/organisation.html",
        status=422 if request.method != "GET" or told(request, problems) else 200,
        here=here,
        action=_address(request),
        page_languages=here.languages,
        sent=here.work.organisation,
        begun=BEGUN if here.begun else "",
        lost=here.work.lost,
        problems=problems,
    )


def _address(request: Request) -> str:
    slug = request.path_params["slug"]
    return link("respond_organisation", slug=slug) + from_check(request)


routes = [
    Route(
        "/consultations/{slug}/respond/organisation",
        organisation,
        name="respond_organisation",
        methods=["GET", "POST"],
    )
]
