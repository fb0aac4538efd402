"""Answering for an organisation or group: its name, how many people were asked, and how."""

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.consultations.answering import answers_shown, versions
from portal.consultations.answering.forms import ORGANISATION, ORGANISATION_FIELDS, fits
from portal.consultations.answering.found_answers import found_answers
from portal.consultations.answering.visits import (
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
from portal.forms.form import read
from portal.problems import Problems
from portal.questions import answers
from portal.web.page import (
    both,
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
def organisation(request: Request, session: Session) -> Response:
    """Ask on whose behalf somebody answers, and whom they asked."""
    here = visit(request, session)
    if here.response is not None:
        return redirect(request, "respond_done", slug=here.slug)
    if request.method == "GET":
        # Who pressed "send" and was sent back here has to read why.
        sent = here.work.organisation
        wrong = _problems(sent) if sent or is_told(request) else {}
        wrong = wrong if from_check(request) else told(request, wrong)
        return _page(request, here, _twice(here) | wrong)
    if elsewhere := switched(request):
        return elsewhere
    return _keep(request, session, here)


def _keep(request: Request, session: Session, here: Visit) -> Response:
    form = request.state.form
    typed = {name: sent_text(form, name) for name in ORGANISATION_FIELDS}
    carried = (versions.SHOWN, versions.USE)
    posted = {name: [str(value) for value in form.getlist(name)] for name in carried}
    if versions.is_elsewhere(here.work, posted):
        return _elsewhere(request, here, typed)
    if not fits(typed):
        far_too_long = here.with_work(here.work.with_changes(organisation=typed))
        return _page(request, far_too_long, _problems(typed), versions.carried(posted))
    cleaned = {name: answers.clean(text) for name, text in typed.items()}
    work = versions.with_organisation(
        here.work,
        cleaned,
        posted,
        settles=not {"_switch", versions.USE} & form.keys(),
        alone="_alone" in form,
    )
    work = typed_in(request, here, work)
    here = here.with_work(work.with_changes(lost=here.has_lost(request)))
    if asked := asked_for_code(request, here):
        return asked
    keep_work(session, here)
    return holding_nothing(request, here, _onward(request, here))


def _elsewhere(request: Request, here: Visit, typed: dict[str, str]) -> Response:
    """Show a page of another draft as it came, and leave to somebody where it belongs."""
    showing = here.work.with_changes(organisation=typed, versions={})
    names = (versions.ORGANISATION + name for name in typed)
    carried = versions.taken_over(names, here.work)
    showing = typed_in(request, here, showing)
    return _page(request, here.with_work(showing), {}, carried, elsewhere=True)


def _onward(request: Request, here: Visit) -> Response:
    sent = here.work.organisation
    form = request.state.form
    if {"_switch", versions.USE} & form.keys():
        return redirect_to(request, _address(request) + versions.place(form))
    if _twice(here) or ("_alone" not in form and _problems(sent)):
        return tell(request, _address(request))
    if from_check(request):
        return redirect(request, "respond_check", slug=here.slug)
    first = answers.shown_sections(here.questionnaire, here.work.sent)[0][0]
    return redirect(request, "respond_section", slug=here.slug, section=first.code)


def _problems(sent: dict[str, str]) -> Problems:
    return read(ORGANISATION, sent).problems


def _twice(here: Visit) -> Problems:
    return versions.problems(ORGANISATION_FIELDS, versions.of_organisation(here.work))


def _page(
    request: Request,
    here: Visit,
    problems: Problems,
    carried: str | None = None,
    *,
    elsewhere: bool = False,
) -> Response:
    shown = versions.organisation_fingerprint(here.work, versions.new_page())
    return render(
        request,
        "consultations/answering/organisation.html",
        status=409 if elsewhere else 200,
        here=here,
        action=_address(request),
        page_languages=here.languages,
        sent=here.work.organisation,
        shown=shown if carried is None else carried,
        versions=answers_shown.organisation_versions(here.work),
        begun=BEGUN if here.begun else "",
        lost=here.work.lost,
        found=found_answers(request, here),
        elsewhere=elsewhere,
        problems=problems,
    )


def _address(request: Request) -> str:
    slug = request.path_params["slug"]
    return link("respond_organisation", slug=slug) + from_check(request)


routes = [
    both("/consultations/{slug}/respond/organisation", organisation, name="respond_organisation")
]
