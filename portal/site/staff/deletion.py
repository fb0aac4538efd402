"""Deletion that waits because the clock may be wrong, and the administrator who looks at it."""

from collections.abc import Iterator
from datetime import datetime

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.accounts.guards import administrator_only
from portal.accounts.models import Account
from portal.store import jobs
from portal.store.db import now
from portal.store.jobs import Jobs
from portal.web import feature
from portal.web.page import both, page, redirect, render


def advice(session: Session, due: Jobs) -> Iterator[tuple[str, str]]:
    """Tell the operator that deletion waits, and what to do about it."""
    moment = now()
    if found := jobs.waiting(session, due, moment):
        yield (
            (
                f"Nothing that is due is deleted before {found.until:%d %B %Y, %H:%M} UTC: the "
                f"last time was {found.last:%d %B %Y, %H:%M}, so the clock may be wrong."
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
        jobs.believe_clock(session, feature.jobs(request.state.features), account.id or 0, moment)
        return redirect(request, "deletion")
    found = waiting(request, session, moment)
    return render(request, "site/staff/deletion.html", clock=moment, waiting=found)


def waiting(request: Request, session: Session, now: datetime) -> jobs.Waiting | None:
    """Tell whether nothing is deleted now, because the clock may be wrong."""
    return jobs.waiting(session, feature.jobs(request.state.features), now)


routes = [both("/staff/deletion", deletion, name="deletion")]
