"""What a reporter took back: when it is gone, why two people may keep it, what was passed on."""

from typing import NamedTuple

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.accounts.models import Account
from portal.approvals import staff as approvals
from portal.forms.form import read, typed
from portal.incidents.case_models import Keeping
from portal.incidents.models import Report, ReportKey
from portal.incidents.records import pieces
from portal.incidents.rules import HELD_DAYS, State, gone_on
from portal.incidents.staff import queries
from portal.incidents.staff.cases import access, forms
from portal.incidents.staff.guards import case_roles, caseworker_with_vault
from portal.incidents.staff.keys.vault import Vault
from portal.incidents.staff.sharing import disclosures
from portal.languages import i18n
from portal.problems import Problem, Problems, mark
from portal.store import audit
from portal.web.page import done, get, link, page, post, render

_AGREED = mark("Two people keep it already.")
_LOCKED = mark("It is locked, so nobody keeps it.")


class TakenBack(NamedTuple):
    """A report that was taken back, and its private key if it is not locked."""

    report: Report
    private: bytes | None
    keeping: Keeping | None


@page(writes=True)
@caseworker_with_vault
def taken_back(request: Request, session: Session, account: Account, vault: Vault) -> Response:
    """Show to whoever had the key of a case what became of it."""
    one = _found(request, session, account, vault)
    return _shown(request, session, account, one) if one else _not_given(request)


@page(writes=True)
@caseworker_with_vault
def keep_taken_back(request: Request, session: Session, account: Account, vault: Vault) -> Response:
    """Write down why a case has to stay for some weeks, as the first or the second of two."""
    one = _found(request, session, account, vault)
    if one is None:
        return _not_given(request)
    reading = read([forms.REASON], request.state.form)
    problems = reading.problems or _keep(session, account, one, reading.values["reason"])
    if problems:
        return _shown(request, session, account, one, problems)
    return done(request, link("taken_back", reference=one.report.reference), "kept")


def _keep(session: Session, account: Account, one: TakenBack, reason: str) -> Problems:
    report, keeping, number = one.report, one.keeping, account.id or 0
    if one.private is None:
        return {"reason": Problem(_LOCKED)}
    if keeping is not None and keeping.agreed_by is not None:
        return {"reason": Problem(_AGREED)}
    if keeping is None:
        keeping, act = Keeping(report_id=report.id, asked_by=number), "case.keeping_asked"
    elif problem := approvals.not_second(session, keeping.asked_by, account, case_roles):
        return {"reason": problem}
    else:
        keeping.agreed_by, act = number, "case.keeping_agreed"
        report.destroy_on = gone_on(report.closed or i18n.today(), held=True)
    session.add_all([keeping, report])
    note = {"text": reason, "by": number, "day": i18n.today().isoformat(), "hold": True}
    pieces.add(session, report, pieces.Item.NOTE, note)
    audit.record(session, number, act, report.reference, gone=report.destroy_on)
    return {}


def _found(request: Request, session: Session, account: Account, vault: Vault) -> TakenBack | None:
    """Find what was taken back, for whoever had its key; the log says that somebody looked."""
    report = queries.for_change(session, request.path_params["reference"])
    if report is None or report.state is not State.WITHDRAWN:
        return None
    had = session.get(ReportKey, (report.id, vault.holder.id))
    if had is None or access.is_kept_from(session, report.id, account.id or 0):
        return None
    audit.record(session, account.id or 0, "case.taken_back_opened", report.reference)
    keeping = session.get(Keeping, report.id)
    return TakenBack(report, vault.report_private(session, report), keeping)


def _not_given(request: Request) -> Response:
    return render(request, "incidents/staff/cases/case_not_given.html", status=404)


def _shown(
    request: Request,
    session: Session,
    account: Account,
    one: TakenBack,
    problems: Problems | None = None,
) -> Response:
    asked = one.keeping.asked_by if one.keeping else None
    return render(
        request,
        "incidents/staff/cases/taken_back.html",
        report=one.report,
        locked=one.private is None,
        keeping=one.keeping,
        mine=asked == account.id,
        days=HELD_DAYS,
        longest=forms.LONGEST_REASON,
        disclosures=disclosures.of_case(session, one.report.reference),
        sent=typed([forms.REASON], request.state.form) if request.method == "POST" else {},
        done=request.query_params.get("done", ""),
        problems=problems,
    )


_ONE = "/staff/cases/{reference}/taken-back"

routes = [
    get(_ONE, taken_back, name="taken_back"),
    post(_ONE, keep_taken_back, name="keep_taken_back"),
]
