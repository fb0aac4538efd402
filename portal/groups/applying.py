"""A group asks to be listed, in its own language and without an account."""

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.forms.form import Fields, typed
from portal.forms.words import Shown
from portal.groups import applications, choosing, forms, queries, rules, vocabulary
from portal.languages.i18n import language
from portal.problems import Problems
from portal.store.db import random_id
from portal.web.page import both, get, page, public, redirect, render, sent_text, switched

_KEY = "_key"


@page
@public
def apply_group(request: Request, session: Session) -> Response:
    """Ask all about a group, and keep it until its address is confirmed and an officer agrees."""
    lists = choosing.lists(session)
    fields = forms.entry(lists, needs_email=True)
    if request.method == "GET":
        return _form(request, fields, {forms.LANGUAGE.name: language()})
    if elsewhere := switched(request):
        return elsewhere
    sent = request.state.form
    if "_switch" in sent:
        return _form(request, fields, typed(fields, sent))
    return _keep(request, session, fields, lists)


@page
@public
def application_sent(request: Request, session: Session) -> Response:
    """Say that a mail is on its way, and what happens then."""
    return render(request, "groups/applied.html", days=rules.UNCONFIRMED_DAYS)


def _keep(request: Request, session: Session, fields: Fields, lists: vocabulary.Lists) -> Response:
    sent = request.state.form
    key = sent_text(sent, _KEY)
    if queries.is_sent(session, key):
        return redirect(request, "application_sent")
    reading = forms.read(fields, sent, lists)
    if reading.problems:
        return _form(request, fields, typed(fields, sent), reading.problems)
    if crowded := applications.hindrance(request, session):
        return _form(request, fields, typed(fields, sent), {"send": crowded}, 429)
    applications.take(session, reading.values, key)
    return redirect(request, "application_sent")


def _form(
    request: Request,
    fields: Fields,
    shown: Shown,
    problems: Problems | None = None,
    status: int = 200,
) -> Response:
    key = sent_text(getattr(request.state, "form", {}), _KEY) or random_id()
    return render(
        request,
        "groups/apply.html",
        status=status,
        fields=fields,
        shown=shown,
        key=key,
        problems=problems,
    )


routes = [
    both("/groups/apply", apply_group, name="apply_group"),
    get("/groups/apply/sent", application_sent, name="application_sent"),
]
