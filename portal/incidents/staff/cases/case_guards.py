"""Opening a case for work, how whoever was not given it is told, and noting that it changed."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial, wraps
from typing import Any

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.accounts.models import Account
from portal.incidents.models import Report
from portal.incidents.rules import State
from portal.incidents.staff import queries
from portal.incidents.staff.cases import access, keeping
from portal.incidents.staff.cases.access import Case, CaseView
from portal.incidents.staff.guards import VaultView, caseworker_with_vault
from portal.incidents.staff.keys import sharing
from portal.incidents.staff.keys.vault import Vault
from portal.store import audit, saving
from portal.web.acting import Matter
from portal.web.page import View, keep, link, redirect, render


def given(view: CaseView) -> View:
    """Hand a view the case of its address, if it was given to whoever asks; hold it meanwhile.

    The page says the same whether there is no such case or nobody gave its key; whoever is kept
    from it is told that. The log tells that somebody tried.
    """
    return caseworker_with_vault(_opened(view))


def given_alone(view: CaseView) -> View:
    """Hand a view the case as `given` does, and let nobody change meanwhile who opens any."""
    opened = _opened(view)

    @wraps(view)
    def alone(request: Request, session: Session, account: Account, vault: Vault) -> Response:
        # Before the case is held: whoever gives or ends keys waits for cases in this order.
        sharing.alone(session)
        return opened(request, session, account, vault)

    return caseworker_with_vault(alone)


def _opened(view: CaseView) -> VaultView:
    @wraps(view)
    def opened(request: Request, session: Session, account: Account, vault: Vault) -> Response:
        report = queries.for_change(session, request.path_params["reference"])
        private = vault.report_private(session, report) if report else None
        if report and private:
            return view(request, session, Case(account, vault, report, private))
        taken_back = report and report.state is State.WITHDRAWN
        if report and taken_back and keeping.had_key(session, account, vault, report):
            return redirect(request, "taken_back", reference=report.reference)
        return refused(request, session, account, report)

    return opened


def refused(
    request: Request, session: Session, account: Account, report: Report | None
) -> Response:
    """Say that a case was not given to somebody, and have only the log tell that they tried."""
    if report:
        audit.record(session, account.id or 0, "case.refused", report.reference)
        keep(request)
    kept_from = report and access.is_kept_from(session, report.id, account.id or 0)
    template = "incidents/staff/cases/case_not_given.html"
    return render(request, template, status=404, kept_from=kept_from)


def matter(shown: Callable[..., Response], page: str = "case") -> Matter[Case]:
    """Say on which page something is done with a case, and which one says that it is done."""
    return Matter(given, lambda request, session, case: case, shown, changed, partial(_of, page))


def watched(shown: Callable[..., Response]) -> Matter[Case]:
    """Say the same of a page that shows what somebody else wrote before it keeps anything."""
    return replace(matter(shown), is_stale=is_stale)


def _of(page: str, case: Case) -> str:
    return link(page, reference=case.report.reference)


def is_stale(request: Request, case: Case) -> bool:
    """Tell whether somebody else changed a case since the form that is being sent was drawn."""
    return saving.is_stale(request.state.form, case.report.version)


def changed(session: Session, case: Case, action: str, **details: Any) -> None:
    """Note that a case was changed: in the log, and for whoever is writing in it now.

    The details name states, people and bands, and nothing of what a report says. What somebody
    works on does not wait among what came in a flood any more.
    """
    case.report.version += 1
    case.report.held = False
    session.add(case.report)
    session.flush()
    audit.record(session, case.number, f"case.{action}", case.report.reference, **details)
