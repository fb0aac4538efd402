"""What nobody can open, and who is kept from what: for the auditor, and for who decides."""

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.accounts import guards
from portal.accounts import queries as accounts
from portal.accounts.models import Account, Role
from portal.incidents.records import reach
from portal.incidents.staff import queries
from portal.web.page import get, page, render

ROLES = frozenset({Role.AUDITOR, Role.ADMINISTRATOR})


@page
@guards.only(*ROLES)
def shut_reports(request: Request, session: Session, account: Account) -> Response:
    """List the reports that nobody can open; to the auditor also who must not read which."""
    conflicts = queries.conflicts(session) if account.holds(frozenset({Role.AUDITOR})) else None
    return render(
        request,
        "incidents/staff/cases/shut.html",
        shut=reach.shut(session),
        conflicts=conflicts,
        names=accounts.names(session, [number for _, number in conflicts or ()]),
    )


routes = [get("/staff/reports/shut", shut_reports, name="shut_reports")]
