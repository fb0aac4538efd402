"""Leaving quickly, and whether the portal lives: pages that must not depend on anything."""

import logging

from anyio import to_thread
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from portal.accounts import browsers
from portal.accounts.sessions import HALF_WAY_COOKIE
from portal.consultations import drafts, receipts
from portal.council import queries as council_queries
from portal.incidents import journey
from portal.security import SESSION_COOKIE, cookie_name
from portal.site import queries

_log = logging.getLogger(__name__)


async def leave(request: Request) -> Response:
    """End our cookies, clear what the browser kept of us, and go somewhere harmless."""
    # The database is not asked: leaving has to work at once and while it is down.
    council = council_queries.last_known(request.state.engine)
    response = RedirectResponse(council.leave_address, status_code=303)
    https = request.state.settings.https
    for name in (
        drafts.COOKIE,
        receipts.COOKIE,
        SESSION_COOKIE,
        HALF_WAY_COOKIE,
        browsers.COOKIE,
    ):
        response.delete_cookie(
            cookie_name(name, https), path="/", secure=https, httponly=True, samesite="lax"
        )
    journey.drop(request, response)
    # Not "cookies": that would also clear those of the council's other sites.
    response.headers["clear-site-data"] = '"cache", "storage"'
    response.headers["referrer-policy"] = "no-referrer"
    return response


async def live(_request: Request) -> Response:
    """Say that the process answers."""
    return JSONResponse({"status": "live"})


async def ready(request: Request) -> Response:
    """Say whether the database answers too, so that visitors may be sent here."""
    try:
        await to_thread.run_sync(queries.check, request.state.engine)
    except SQLAlchemyError:
        _log.exception("The database does not answer")
        return JSONResponse({"status": "no database"}, 503)
    return JSONResponse({"status": "ready"})


for _view in (leave, live, ready):
    setattr(_view, "allowed", frozenset({"public"}))  # noqa: B010 - a function has no such field

routes: list[Route] = [
    Route("/exit", leave, name="leave"),
    Route("/health/live", live, name="live"),
    Route("/health/ready", ready, name="ready"),
]
