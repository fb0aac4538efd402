"""Leaving quickly, and whether the portal lives: pages that must not depend on anything."""

import logging
import math
import sqlite3
import time
from dataclasses import dataclass

import anyio
from anyio import to_thread
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from portal.council import queries as council_queries
from portal.settings import Settings
from portal.site import queries
from portal.store import disk
from portal.store.db import LockedError

_log = logging.getLogger(__name__)
_FRESH_SECONDS = 1.0
_SECONDS = 5.0


@dataclass
class _Seen:
    """What was wrong when it was looked last, and when that was."""

    asked: float = -math.inf
    wrong: str = "starting"


async def leave(request: Request) -> Response:
    """End our cookies, clear what the browser kept of us, and go somewhere harmless."""
    # The database is not asked: leaving has to work at once and while it is down.
    council = council_queries.last_known(request.state.memory)
    response = RedirectResponse(council.leave_address, status_code=303)
    if request.headers.get("sec-fetch-site") == "cross-site":
        # A link elsewhere must not take the key of a report from whoever is writing it.
        return response
    for feature in request.state.features:
        for cookie in feature.cookies_set:
            cookie.leave(request, response)
    # Not "cookies": that would also clear those of the council's other sites.
    response.headers["clear-site-data"] = '"cache", "storage"'
    response.headers["referrer-policy"] = "no-referrer"
    return response


async def live(_request: Request) -> Response:
    """Say that the process answers."""
    return JSONResponse({"status": "live"})


async def ready(request: Request) -> Response:
    """Say whether the database answers and keeps what is written, so that visitors may come."""
    seen: _Seen = request.state.memory.of(_Seen)
    # Whoever asks again and again must not keep the disk busy.
    if time.monotonic() - seen.asked >= _FRESH_SECONDS:
        seen.asked = time.monotonic()
        seen.wrong = await _wrong(request)
    if seen.wrong:
        return JSONResponse({"status": seen.wrong}, 503)
    return JSONResponse({"status": "ready"})


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
