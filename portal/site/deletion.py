"""Deletion that waits because the clock may be wrong, and the administrator who looks at it."""

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from portal import jobs
from portal.accounts.guards import administrator_only
from portal.accounts.models import Account
from portal.db import now
from portal.web import page, redirect, render


@page
@administrator_only
def deletion(request: Request, session: Session, account: Account) -> Response:
    """Show whether deletion waits, and let it go on when an administrator says so."""
    moment = now()
    if request.method == "POST":
        jobs.believe_clock(session, account.id or 0, moment)
        return redirect(request, "deletion")
    waiting = jobs.waiting(session, moment)
    return render(request, "site/staff/deletion.html", clock=moment, waiting=waiting)


routes = [Route("/staff/deletion", deletion, name="deletion", methods=["GET", "POST"])]
