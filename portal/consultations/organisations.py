"""Answering for an organisation or group: its name, how many people were asked, and how."""

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from portal import crypto
from portal.consultations import answers, drafts
from portal.consultations.forms import Organisation
from portal.consultations.visits import Visit, keep_work, visit
from portal.forms import check
from portal.problems import Problems
from portal.web import keep, page, public, redirect, render, sent_text, switched


@page
@public
def organisation(request: Request, session: Session) -> Response:
    """Ask on whose behalf somebody answers, and whom they asked."""
    here = visit(request, session)
    if here.response is not None:
        return redirect(request, "respond_done", slug=here.slug)
    if request.method == "GET":
        return _page(request, here, {})
    if elsewhere := switched(request):
        return elsewhere
    return _keep(request, session, here)


def _keep(request: Request, session: Session, here: Visit) -> Response:
    form = request.state.form
    sent = {name: sent_text(form, name) for name in Organisation.model_fields}
    alone = "_alone" in form
    here = here.with_work(here.work.with_changes(organisation={} if alone else sent))
    code = here.code or crypto.new_code()
    keep_work(session, here, code)
    checked = check(Organisation, sent)
    if alone or ("_switch" not in form and isinstance(checked, Organisation)):
        first = answers.shown_sections(here.questionnaire, here.work.sent)[0][0]
        onward = redirect(request, "respond_section", slug=here.slug, section=first.code)
        return drafts.carry(request, onward, code)
    keep(request)
    wrong = {} if "_switch" in form or isinstance(checked, Organisation) else checked
    return drafts.carry(request, _page(request, here, wrong), code)


def _page(request: Request, here: Visit, problems: Problems) -> Response:
    return render(
        request,
        "consultations/organisation.html",
        status=422 if problems else 200,
        here=here,
        page_languages=here.languages,
        sent=here.work.organisation,
        problems=problems,
    )


routes = [
    Route(
        "/consultations/{slug}/respond/organisation",
        organisation,
        name="respond_organisation",
        methods=["GET", "POST"],
    )
]
