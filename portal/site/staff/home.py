"""The start page of staff, the first-run guide and the living style sheet."""

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from portal.accounts.guards import administrator_only, staff_only
from portal.accounts.models import Account, Role
from portal.council.queries import stored
from portal.incidents import report_settings
from portal.site import queries
from portal.site.staff import deletion, guide, settings, start_page
from portal.store.db import now
from portal.web.page import get, page, render


@page
@staff_only
def staff_home(request: Request, session: Session, account: Account) -> Response:
    """Say what is going on and what this account has to do."""
    moment = now()
    return render(
        request,
        "site/staff/home.html",
        deletion_waits=deletion.waiting(request, session, moment) is not None,
        duties=settings.SETTINGS.unfinished(stored(session)),
        administrator=account.holds(frozenset({Role.ADMINISTRATOR})),
        reader=account.holds(frozenset({Role.OFFICER, Role.ANALYST})),
        analyst=account.holds(frozenset({Role.ANALYST})),
        shown=start_page.shown(session, account, moment, request.state.council.timezone),
    )


@page
@administrator_only
def first_run(request: Request, session: Session, account: Account) -> Response:
    """Lead a new council from an empty portal to its first consultation."""
    steps = guide.steps(
        stored(session),
        account,
        report_settings.current(session),
        accounts=queries.count_accounts(session),
        consultation_published=queries.any_published(session),
    )
    return render(request, "site/staff/start.html", steps=steps)


@page
@staff_only
def components(request: Request, session: Session, account: Account) -> Response:
    """Show every component of the templates as it is drawn."""
    return render(request, "site/staff/components.html")


routes: list[Route] = [
    get("/staff", staff_home, name="staff_home"),
    get("/staff/start", first_run, name="first_run"),
    get("/staff/components", components, name="components"),
    *settings.routes,
]
