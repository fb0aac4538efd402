"""What a reporter took back: when it is gone, why two people may keep it, what was passed on."""

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.accounts.models import Account
from portal.forms.form import read, typed
from portal.incidents import way_back
from portal.incidents.staff import guards, queries
from portal.incidents.staff.cases import case_guards, forms, keeping
from portal.incidents.staff.keys import vault
from portal.incidents.staff.sharing import disclosures
from portal.problems import Problems
from portal.web.page import done, get, link, page, post, render


@page(writes=True)
@guards.caseworker_with_vault
def taken_back(
    request: Request, session: Session, account: Account, opened: vault.Vault
) -> Response:
    """Show to whoever had the key of a case what became of it."""
    one = keeping.find(session, account, opened, request.path_params["reference"])
    return _shown(request, session, account, one) if one else _refused(request, session, account)


@page(writes=True)
@guards.caseworker_with_vault
def keep_taken_back(
    request: Request, session: Session, account: Account, opened: vault.Vault
) -> Response:
    """Write down why a case has to stay for some weeks, as the first or the second of two."""
    one = keeping.find(session, account, opened, request.path_params["reference"])
    if one is None:
        return _refused(request, session, account)
    reading = read([forms.REASON], request.state.form)
    if reading.problems:
        return _shown(request, session, account, one, reading.problems)
    if problem := keeping.keep(session, account, one, reading.values["reason"]):
        return _shown(request, session, account, one, {"reason": problem})
    return done(request, link("taken_back", reference=one.report.reference), "kept")


def _refused(request: Request, session: Session, account: Account) -> Response:
    report = queries.for_change(session, request.path_params["reference"])
    return case_guards.refused(request, session, account, report)


def _shown(
    request: Request,
    session: Session,
    account: Account,
    one: keeping.TakenBack,
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
        days=way_back.HELD_DAYS,
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
