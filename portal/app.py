"""The portal, put together: settings in, ASGI application out."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from functools import partial
from typing import TypedDict

from anyio import CapacityLimiter, to_thread
from sqlalchemy import Engine
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Scope

from portal.accounts.signing_in import views as accounts
from portal.accounts.staff import audit_log, enrolment, my_account
from portal.accounts.staff import people as accounts_staff
from portal.analysis.staff import results as analysis
from portal.analysis.staff.reading import equality_texts, written
from portal.categories import staff as categories_staff
from portal.consultations import views as consultations
from portal.consultations.answering import (
    checking,
    entrance,
    equality,
    organisations,
    receipts,
    responding,
    resuming,
)
from portal.consultations.retention import deleting as _retention  # noqa: F401 - it registers its job
from portal.consultations.staff import documents
from portal.consultations.staff.building import editing
from portal.consultations.staff.entering import entry
from portal.consultations.staff.publishing import publishing_pages
from portal.council import queries as council
from portal.incidents.reporting import protection
from portal.incidents.reporting import views as incidents
from portal.incidents.staff import pages as incidents_staff
from portal.languages import locales
from portal.settings import Settings
from portal.site import audit_mail as _audit_mail  # noqa: F401 - it registers its job
from portal.site import static, well_known
from portal.site import views as site
from portal.site.staff import deletion
from portal.site.staff import home as site_staff
from portal.store import erasure as _erasure  # noqa: F401 - it registers its job
from portal.store import jobs
from portal.store.db import now, open_engine
from portal.web import rendering
from portal.web.addresses import AddressMiddleware, LanguageMiddleware, with_ways_up
from portal.web.failures import FailureMiddleware, Unnamed
from portal.web.lanes import Limits
from portal.web.security import HeaderSizeMiddleware, HeadersMiddleware, SameOriginMiddleware

_JOBS_EVERY_SECONDS = 60

BARE = frozenset({"static", "leave", "live", "ready", *well_known.NAMES})
"""The pages whose address has no language in front."""

BARE_FOLDERS = frozenset({"static", "exit", "health", "data", *well_known.FOLDERS})
"""How the addresses begin that have no language in front."""


STANDS_ON = {
    "sign_out": "home",
    "move_document": "staff_documents",
    "delete_document": "staff_documents",
    **dict.fromkeys(("move_section", "delete_section"), "staff_questions"),
    **dict.fromkeys(("move_question", "delete_question"), "staff_questions"),
    "release_case": "case_hold",
    "separate_case": "case_merge",
    **dict.fromkeys(("reopen_case", "follow_up_case"), "case_close"),
}
"""On which page a form stands, by the name of the address that takes it, if not on that above."""


class State(TypedDict):
    """What every request can reach."""

    engine: Engine
    settings: Settings
    limits: Limits


def create_app(settings: Settings) -> Starlette:
    """Build the application for one installation."""
    routes = all_routes()
    rendering.name_paths(routes, BARE)
    tags = [*locales.LANGUAGES, *(locales.PSEUDO if settings.debug else ())]
    unnamed = Unnamed()

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[State]:
        engine = open_engine(settings.database_url, patient=False)
        work = asyncio.create_task(_keep_working(engine, settings, unnamed))
        yield {"engine": engine, "settings": settings, "limits": _limits(engine)}
        work.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await work
        unnamed.tell()
        engine.dispose()

    app = Starlette(
        debug=False,
        lifespan=lifespan,
        middleware=[
            Middleware(HeadersMiddleware, https=settings.https),
            Middleware(FailureMiddleware, unnamed=unnamed),
            Middleware(GZipMiddleware, minimum_size=800, compresslevel=5),
            Middleware(AddressMiddleware, tags=tags, bare=BARE_FOLDERS),
            Middleware(LanguageMiddleware, tags=tags, bare=BARE_FOLDERS, offered=_offered),
            Middleware(HeaderSizeMiddleware, refuse=partial(_refuse_with, 431)),
            Middleware(SameOriginMiddleware, refuse=partial(_refuse_with, 403)),
        ],
        exception_handlers={HTTPException: _refuse, ClientDisconnect: _gone},
        routes=with_ways_up(routes, STANDS_ON),
    )
    app.router.redirect_slashes = False
    return app


def all_routes() -> list[Route]:
    """Collect the routes of every feature, those that residents answer on before all others."""
    features = (
        responding.routes,
        organisations.routes,
        resuming.routes,
        checking.routes,
        equality.routes,
        entrance.routes,
        receipts.routes,
        [responding.section_route],
        incidents.routes,
        protection.routes,
        incidents_staff.routes,
        site.routes,
        site_staff.routes,
        deletion.routes,
        accounts.routes,
        enrolment.routes,
        my_account.routes,
        accounts_staff.routes,
        audit_log.routes,
        categories_staff.routes,
        documents.routes,
        editing.routes,
        publishing_pages.routes,
        entry.routes,
        analysis.routes,
        written.routes,
        equality_texts.routes,
        consultations.routes,
        static.routes,
        well_known.routes,
    )
    return [route for routes in features for route in routes]


def _limits(engine: Engine) -> Limits:
    # SQLite has one writer at a time; whoever waits for it here does so in turn and at no cost,
    # whoever waits in the database asks again and again and may be overtaken.
    file = engine.dialect.name == "sqlite"
    short, writing = (2, 1) if file else (8, 8)
    return Limits(
        short=CapacityLimiter(short),
        writing=CapacityLimiter(writing),
        long=CapacityLimiter(2),
        files=CapacityLimiter(2),
        hashing=CapacityLimiter(2),
        file=file,
    )


async def _keep_working(engine: Engine, settings: Settings, unnamed: Unnamed) -> None:
    while True:
        await asyncio.sleep(_JOBS_EVERY_SECONDS)
        unnamed.tell_daily()
        if settings.jobs:
            await to_thread.run_sync(jobs.run_due, engine, settings, now())


async def _offered(scope: Scope) -> Sequence[str]:
    engine, limits = scope["state"]["engine"], scope["state"]["limits"]
    if council.is_fresh(engine):
        return council.languages(engine)
    return await to_thread.run_sync(council.languages, engine, limiter=limits.short)


async def _refuse_with(status: int, request: Request) -> Response:
    return await to_thread.run_sync(rendering.render_error, request, status)


async def _gone(_request: Request, _error: Exception) -> Response:
    # A telephone breaks a form off every day: nobody is there to read an answer, nothing failed.
    return Response(status_code=400)


async def _refuse(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - Starlette calls it with nothing else
    if error.status_code < 400:
        return Response(status_code=error.status_code, headers=error.headers)
    page = await to_thread.run_sync(rendering.render_error, request, error.status_code)
    page.headers.update(error.headers or {})
    return page
