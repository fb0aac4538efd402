"""To whom a case was passed on that was destroyed since, as far as the log says."""

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.accounts.guards import only
from portal.accounts.models import Account, Role
from portal.incidents import rules
from portal.incidents.staff import guards, queries
from portal.incidents.staff.cases import destroyed_pages, destruction
from portal.incidents.staff.sharing import disclosures
from portal.store import audit
from portal.web.page import found, get, page, render


@page(writes=True)
@only(Role.AUDITOR, *guards.case_roles)
def destroyed_report(request: Request, session: Session, account: Account) -> Response:
    """Show it to auditors, and to those for whom the case was."""
    reference = request.path_params["reference"]
    entry = found(next(iter(queries.logged(session, reference, [destruction.ACTION])), None))
    circle = rules.Circle(entry.details.get("circle", rules.Circle.TEAM))
    found(account.holds(frozenset({guards.ROLES[circle], Role.AUDITOR})) or None)
    audit.record(session, account.id or 0, "case.disclosures_opened", reference)
    return render(
        request,
        "incidents/staff/cases/destroyed_one.html",
        one=destroyed_pages.read(entry),
        disclosures=disclosures.of_case(session, reference),
    )


routes = [get("/staff/reports/destroyed/{reference}", destroyed_report, name="destroyed_report")]
