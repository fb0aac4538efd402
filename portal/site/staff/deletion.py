"""Deletion that waits because the clock may be wrong, and the administrator who looks at it."""

from collections.abc import Iterator

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from portal.accounts.guards import administrator_only
from portal.accounts.models import Account
from portal.store import jobs
from portal.store.db import now
from portal.web.page import page, redirect, render


def advice(session: Session) -> Iterator[tuple[str, str]]:
    """Tell the operator that deletion waits, and what to do about it."""
    moment = now()
    if waiting := jobs.waiting(session, moment):
        yield (
            (
                f"Nothing that is due is deleted before {waiting.until:%d %B %Y, %H:%M} UTC: the "
                f"last time was {waiting.last:%d %B %Y, %H:%M}, so the clock may be wrong."
            ),
            (
                f"It says {moment:%d %B %Y, %H:%M} UTC. Set it right, or run: portal work "
                "--clock-is-right. The work that is due must be done all day: PORTAL_JOBS, or "
                "portal work --loop."
            ),
        )


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
