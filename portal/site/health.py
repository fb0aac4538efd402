"""Leaving quickly, and whether the portal lives: pages that must not depend on anything."""

import logging
import sqlite3
import time

import anyio
from anyio import to_thread
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from portal.accounts.signing_in import browsers
from portal.accounts.signing_in.sessions import HALF_WAY_COOKIE
from portal.consultations.answering import device, receipts
from portal.council import queries as council_queries
from portal.incidents.reporting import memory
from portal.settings import Settings
from portal.site import queries
from portal.store import disk
from portal.store.db import LockedError
from portal.web import cookies
from portal.web.security import SESSION_COOKIE

_log = logging.getLogger(__name__)
_FRESH_SECONDS = 1.0
_SECONDS = 5.0
_COOKIES = (
    SESSION_COOKIE,
    HALF_WAY_COOKIE,
    browsers.COOKIE,
)


async def leave(request: Request) -> Response:
    """End our cookies, clear what the browser kept of us, and go somewhere harmless."""
    # The database is not asked: leaving has to work at once and while it is down.
    council = council_queries.last_known(request.state.engine)
    response = RedirectResponse(council.leave_address, status_code=303)
    if request.headers.get("sec-fetch-site") == "cross-site":
        # A link elsewhere must not take the key of a report from whoever is writing it.
        return response
    for name in _COOKIES:
        cookies.drop(request, response, name, "lax")
    device.drop(request, response)
    receipts.leave(request, response)
    memory.leave(request, response)
    # Not "cookies": that would also clear those of the council's other sites.
    response.headers["clear-site-data"] = '"cache", "storage"'
    response.headers["referrer-policy"] = "no-referrer"
    return response


async def live(_request: Request) -> Response:
    """Say that the process answers."""
    return JSONResponse({"status": "live"})


async def ready(request: Request) -> Response:
    """Say whether the database answers and keeps what is written, so that visitors may come."""
    memory = request.app.state
    # Whoever asks again and again must not keep the disk busy.
    if time.monotonic() - getattr(memory, "asked", -_FRESH_SECONDS) >= _FRESH_SECONDS:
        memory.asked = time.monotonic()
        memory.wrong = await _wrong(request)
    wrong = getattr(memory, "wrong", "starting")
    return JSONResponse({"status": wrong}, 503) if wrong else JSONResponse({"status": "ready"})


async def _wrong(request: Request) -> str:
    wrong = "no database"
    with anyio.move_on_after(_SECONDS):
        wrong = await to_thread.run_sync(
            _examined, request.state.engine, request.state.settings, abandon_on_cancel=True
        )
    if wrong:
        _log.error("The portal is not ready: %s", wrong)
    return wrong


def _examined(engine: Engine, settings: Settings) -> str:
    if disk.free(settings) < disk.WORDS_NEED:
        return "no room"
    try:
        queries.check(engine)
    except SQLAlchemyError:
        return "no database"
    try:
        queries.check_writing(engine)
    except (SQLAlchemyError, LockedError, sqlite3.Error):
        return "cannot write"
    return ""


for _view in (leave, live, ready):
    setattr(_view, "allowed", frozenset({"public"}))  # noqa: B010 - a function has no such field

routes: list[Route] = [
    Route("/exit", leave, name="leave"),
    Route("/health/live", live, name="live"),
    Route("/health/ready", ready, name="ready"),
]
