"""Bodies that decide and have no room here: officers enter how communities are represented."""

from typing import Any

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.accounts import guards, models
from portal.bodies import change_queries
from portal.bodies.staff import forms, founding
from portal.forms import form
from portal.forms.words import flat
from portal.languages.i18n import today
from portal.problems import Problem, mark
from portal.store import audit, saving
from portal.web.page import both, done, found, link, page, post, render

_LATER = Problem(mark("This day has not come yet."))


@page
@guards.officer_only
def declare_body(request: Request, session: Session, account: models.Account) -> Response:
    """Enter a body, and how it says that communities are represented in it."""
    if request.method == "GET":
        return _form(request, None, shown={})
    reading = _read(request)
    if reading.problems:
        return _form(request, None, shown=flat(request.state.form), problems=reading.problems)
    founding.declare(session, account, reading.values)
    return done(request, link("staff_forum"), "declared")


@page
@guards.officer_only
def change_declared(request: Request, session: Session, account: models.Account) -> Response:
    """Change what such a body declares, for which it says so anew on a day."""
    one, ground = _one(request, session), founding.ground(request)
    before = form.show(forms.DECLARED, form.held(forms.DECLARED, one), ground)
    if request.method == "GET":
        return _form(request, one, shown=before)
    sent = flat(request.state.form) | form.typed(forms.DECLARED, request.state.form, ground)
    change = saving.Change(account.id, "body.declared", str(one.id))
    if refusal := saving.save(session, change, one, before, sent, _read(request, one)):
        return _form(request, one, shown=sent, **refusal.shown)
    return done(request, link("staff_forum"), "declared")


@page
@guards.officer_only
def remove_declared(request: Request, session: Session, account: models.Account) -> Response:
    """Take a body out that declares nothing any more."""
    one = _one(request, session)
    audit.record(session, account.id or 0, "body.declared_removed", str(one.id))
    session.delete(one)
    return done(request, link("staff_forum"), "removed")


def _one(request: Request, session: Session) -> Any:
    return found(change_queries.declared_one(session, request.path_params["id"]))


def _read(request: Request, one: object = None) -> form.Reading:
    held = form.held(forms.DECLARED, one) if one else {}
    reading = form.read(forms.DECLARED, request.state.form, held, founding.ground(request))
    if reading.values["declared"] and reading.values["declared"] > today():
        reading.problems["declared"] = _LATER
    return reading


def _form(request: Request, one: object, **shown: Any) -> Response:
    languages = request.state.council.languages
    given: dict[str, Any] = {"one": one, "theirs": [], "fields": forms.DECLARED}
    return render(request, "bodies/staff/declared.html", languages=languages, **(given | shown))


routes = [
    both("/staff/forum/declared/new", declare_body, name="declare_body"),
    both("/staff/forum/declared/{id}", change_declared, name="change_declared"),
    post("/staff/forum/declared/{id}/remove", remove_declared, name="remove_declared"),
]
