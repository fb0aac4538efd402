"""Opening a case for work, how whoever was not given it is told, and noting that it changed."""

from functools import wraps
from typing import Any

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal import audit
from portal.accounts.models import Account
from portal.incidents.cases import queries
from portal.incidents.cases.access import Case, CaseView
from portal.incidents.cases.vault import Vault
from portal.incidents.guards import caseworker_with_vault
from portal.web import View, keep, render, sent_text

VERSION = "_version"


def given(view: CaseView) -> View:
    """Hand a view the case of its address, if it was given to whoever asks; hold it meanwhile.

    The page says the same whether there is no such case, nobody gave its key, or it was taken
    away because of a conflict of interest. Only the log tells that somebody tried.
    """

    @wraps(view)
    def opened(request: Request, session: Session, account: Account, vault: Vault) -> Response:
        report = queries.for_change(session, request.path_params["reference"])
        private = vault.report_private(session, report) if report else None
        if report and private:
            return view(request, session, Case(account, vault, report, private))
        if report:
            audit.record(session, account.id or 0, "case.refused", report.reference)
            keep(request)
        return render(request, "incidents/staff/case_not_given.html", status=404)

    return caseworker_with_vault(opened)


def is_stale(request: Request, case: Case) -> bool:
    """Tell whether somebody else changed a case since the form that is being sent was drawn."""
    return sent_text(request.state.form, VERSION) != str(case.report.version)


def changed(session: Session, case: Case, action: str, **details: Any) -> None:
    """Note that a case was changed: in the log, and for whoever is writing in it now.

    The details name states, people and bands, and nothing of what a report says.
    """
    case.report.version += 1
    session.add(case.report)
    session.flush()
    audit.record(session, case.number, f"case.{action}", case.report.reference, **details)
