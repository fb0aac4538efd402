"""Taking down a report for somebody who calls or comes to a desk."""

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.accounts.models import Account
from portal.incidents.staff.guards import caseworker_only
from portal.web.page import get, page, render


@page
@caseworker_only
def take_report(request: Request, session: Session, account: Account) -> Response:
    """Explain how to take a report, and lead to the residents' form in a tab of its own.

    The form is the residents': it does not learn who is signed in, and neither does the report.
    """
    return render(
        request, "incidents/staff/cases/take.html", languages=request.state.council.languages
    )


routes = [get("/staff/cases/take", take_report, name="take_report")]
