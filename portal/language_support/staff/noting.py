"""Noting what was asked for by telephone, at a desk, or on a card that somebody handed in."""

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.accounts.guards import officer_only
from portal.accounts.models import Account
from portal.forms.form import typed
from portal.language_support import forms as asking
from portal.language_support import keeping, rules
from portal.language_support.staff import forms
from portal.languages import i18n
from portal.problems import Problems
from portal.store import audit, db
from portal.web.page import both, done, link, page, render, sent_text


@page
@officer_only
def note(request: Request, session: Session, account: Account) -> Response:
    """Note a request: it is counted at once, or waits with the others."""
    if request.method == "GET":
        return _page(request, {})
    said = forms.noted(request.state.form)
    if said.problems:
        return _page(request, said.problems)
    need, waits = asking.need(said.values), said.values["outcome"] == rules.State.WAITING
    # What is dealt with needs no way to reach anybody, so none is kept.
    told = {name: said.values[name] if waits else "" for name in ("reach", "about")}
    told["noted"] = said.values["outcome"]
    key = sent_text(request.state.form, "_key")
    if kept := keeping.ask(session, need, told, key, i18n.today()):
        if not waits:
            keeping.answer(session, kept, forms.answer(said.values), i18n.today())
        details = {"kind": need.kind, "service": need.service, "outcome": told["noted"]}
        audit.record(session, account.id or 0, "support.noted", kept.id, **details)
    return done(request, link("support_requests"), "done")


def _page(request: Request, problems: Problems) -> Response:
    sent = getattr(request.state, "form", {})
    return render(
        request,
        "language_support/staff/note.html",
        fields=forms.NOTE,
        shown=typed(forms.NOTE, sent),
        key=sent_text(sent, "_key") or db.random_id(),
        problems=problems,
    )


routes = [both("/staff/support/note", note, name="note_support")]
