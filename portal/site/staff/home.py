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
from portal.site.staff import guide, settings
from portal.store.db import now
from portal.web.page import page, render


@page
@staff_only
def staff_home(request: Request, session: Session, account: Account) -> Response:
    """Say what this account has to do: finish settings, drafts, what closes, what was promised."""
    moment = now()
    officer = account.holds(frozenset({Role.OFFICER}))
    analyst = account.holds(frozenset({Role.ANALYST}))
    return render(
        request,
        "site/staff/home.html",
        deletion_waits=queries.deletion_waits(session, moment),
        duties=settings.SETTINGS.unfinished(stored(session)),
        administrator=account.holds(frozenset({Role.ADMINISTRATOR})),
        auditor=account.holds(frozenset({Role.AUDITOR})),
        officer=officer,
        analyst=analyst,
        drafts=queries.drafts(session) if officer else [],
        closing=queries.closing_soon(session, moment) if officer else [],
        promised=queries.report_due(session, moment.date()) if officer else [],
        results=queries.with_results(session, moment) if analyst else [],
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
    Route("/staff", staff_home, name="staff_home"),
    Route("/staff/start", first_run, name="first_run"),
    Route("/staff/components", components, name="components"),
    *settings.routes,
]
