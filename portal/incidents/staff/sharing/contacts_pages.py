"""Asking to see how to reach a reporter, and what another person decides about it."""

from collections.abc import Iterable
from typing import Any

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.forms.form import read
from portal.incidents.records import pieces
from portal.incidents.staff.cases import languages
from portal.incidents.staff.cases.access import Case
from portal.incidents.staff.cases.case_guards import given
from portal.incidents.staff.sharing import contacts, forms
from portal.languages.i18n import gettext, today
from portal.problems import Problem, Problems, mark
from portal.store import audit
from portal.web.page import both, get, keep, page, redirect, render, render_error, sent_text

_LABELS = {
    "safe": mark("How it is safe to reach them"),
    "name": mark("What they want to be called"),
    "telephone": mark("Telephone number"),
    "email": mark("Email"),
    "address": mark("Address"),
}
OWN_WORDS = {code: _LABELS[code] for code in ("safe", "name", "address")}
"""What of them is in a language."""
_NOTHING = mark("There are no contact details that an approver could open.")
_WAITING = mark("You have asked already. An approver decides next.")


@page(writes=True)
@given
def contact(request: Request, session: Session, case: Case) -> Response:
    """Show what somebody asked and what was decided, or ask."""
    if request.method == "GET":
        return _page(request, session, case, {})
    said = read([forms.ASKED], request.state.form)
    if problems := said.problems or _problems(session, case):
        return _page(request, session, case, problems)
    report, private = case.report, case.private
    if contacts.ask(session, report, private, said.values["reason"], case.number, today()) is None:
        return _page(request, session, case, {"reason": Problem(_NOTHING)})
    audit.record(session, case.number, "case.contact_asked", report.reference)
    return redirect(request, "case_contact", reference=report.reference)


@page(writes=True)
@given
def contact_details(request: Request, session: Session, case: Case) -> Response:
    """Show how to reach the reporter to whoever was allowed to see it, and to nobody else."""
    report = case.report
    request_ = contacts.granted(session, report, case.number, today())
    details = contacts.read(request_, report, case.vault, case.private) if request_ else None
    if request_ is None or not isinstance(details, dict):
        keep(request)
        audit.record(session, case.number, "case.contact_refused", report.reference)
        return render_error(request, 403)
    audit.record(session, case.number, "case.contact_read", report.reference, id=request_.id)
    return render(
        request,
        "incidents/staff/sharing/contacts_details.html",
        report=report,
        rows=[(code, gettext(_LABELS.get(code, code)), details[code]) for code in _order(details)],
        languages=_languages(session, case, details),
        own_words=OWN_WORDS,
        until=request_.expires,
    )


def _languages(session: Session, case: Case, details: dict[str, Any]) -> dict[str, str]:
    known = languages.of_contact(session, case.report, case.private)
    return {**details.get(languages.FILED, {}), **known}


def _order(details: Iterable[str]) -> list[str]:
    """Put first what somebody has to know before they use the rest."""
    left = [code for code in details if code != languages.FILED]
    return [code for code in _LABELS if code in left] + [c for c in left if c not in _LABELS]


def _problems(session: Session, case: Case) -> Problems:
    asked = contacts.of_asker(session, case.report, case.number)
    return {"reason": Problem(_WAITING)} if any(one.granted is None for one in asked) else {}


def _page(request: Request, session: Session, case: Case, problems: Problems) -> Response:
    reasons = case.records(session, pieces.Item.DECISION)
    return render(
        request,
        "incidents/staff/sharing/contacts_case.html",
        problems=problems,
        report=case.report,
        has_any=contacts.has_any(session, case.report),
        asked=contacts.of_asker(session, case.report, case.number),
        granted=contacts.granted(session, case.report, case.number, today()),
        reasons={one.get("about"): one["reason"] for _, one in reasons},
        reason=sent_text(getattr(request.state, "form", {}), "reason"),
        most_letters=forms.MOST_LETTERS,
    )


_ONE = "/staff/cases/{reference}/contact"

routes = [
    both(_ONE, contact, name="case_contact"),
    get(f"{_ONE}/details", contact_details, name="case_contact_details"),
]
