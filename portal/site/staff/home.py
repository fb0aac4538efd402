"""The start page of staff, the first-run guide and the living style sheet."""

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from portal.accounts.guards import administrator_only, staff_only
from portal.accounts.models import Account, Role
from portal.site.staff import deletion, settings
from portal.store.db import now
from portal.web.page import get, page, render


@page
@staff_only
def staff_home(request: Request, session: Session, account: Account) -> Response:
    """Say what is going on and what this account has to do."""
    panels = [
        panel
        for feature in request.state.features
        for panel in feature.panels(request, session, account)
    ]
    return render(
        request,
        "site/staff/home.html",
        deletion_waits=deletion.waiting(request, session, now()) is not None,
        administrator=account.holds(frozenset({Role.ADMINISTRATOR})),
        going_on=[panel for panel in panels if not panel.due],
        due=[panel for panel in panels if panel.due],
    )


@page
@administrator_only
def first_run(request: Request, session: Session, account: Account) -> Response:
    """Lead a new council from an empty portal to its first consultation."""
    steps = [step for feature in request.state.features for step in feature.steps(session, account)]
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
