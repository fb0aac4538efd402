"""The portal, put together: settings in, ASGI application out."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from functools import cache, partial
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

from portal.council import queries as council
from portal.features import FEATURES
from portal.languages import locales
from portal.settings import Settings
from portal.store import jobs
from portal.store.db import now, open_engine
from portal.store.memory import Memory
from portal.web import feature, links, rendering
from portal.web.addresses import AddressMiddleware, LanguageMiddleware, with_ways_up
from portal.web.failures import FailureMiddleware, Unnamed
from portal.web.feature import Feature
from portal.web.lanes import Limits
from portal.web.links import LinksMiddleware
from portal.web.security import HeaderSizeMiddleware, HeadersMiddleware, SameOriginMiddleware

_JOBS_EVERY_SECONDS = 60


class State(TypedDict):
    """What every request can reach."""

    engine: Engine
    settings: Settings
    limits: Limits
    features: Sequence[Feature]
    memory: Memory


def create_app(settings: Settings, features: tuple[Feature, ...] = FEATURES) -> Starlette:
    """Build the application for one installation."""
    unnamed = Unnamed()

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[State]:
        engine = open_engine(settings.database_url, patient=False)
        work = asyncio.create_task(_keep_working(features, engine, settings, unnamed))
        yield {
            "engine": engine,
            "settings": settings,
            "limits": _limits(engine),
            "features": features,
            "memory": Memory(),
        }
        work.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await work
        unnamed.tell()
        engine.dispose()

    app = Starlette(
        debug=False,
        lifespan=lifespan,
        middleware=_middleware(settings, features, unnamed),
        exception_handlers={HTTPException: _refuse, ClientDisconnect: _gone},
        routes=_routes(features),
    )
    app.router.redirect_slashes = False
    return app


@cache
def _routes(features: tuple[Feature, ...]) -> list[Route]:
    return with_ways_up(feature.routes(features), feature.stands_on(features))


def _middleware(
    settings: Settings, features: Sequence[Feature], unnamed: Unnamed
) -> list[Middleware]:
    addresses = feature.links(features)
    anywhere = [route for one in features for route in one.from_anywhere]
    tags = [*locales.LANGUAGES, *(locales.PSEUDO if settings.debug else ())]
    return [
        Middleware(LinksMiddleware, links=addresses),
        Middleware(HeadersMiddleware, https=settings.https),
        Middleware(FailureMiddleware, unnamed=unnamed),
        Middleware(GZipMiddleware, minimum_size=800, compresslevel=5),
        Middleware(AddressMiddleware, tags=tags, bare=addresses.folders),
        Middleware(LanguageMiddleware, tags=tags, bare=addresses.folders, offered=_offered),
        Middleware(HeaderSizeMiddleware, refuse=partial(_refuse_with, 431)),
        Middleware(SameOriginMiddleware, refuse=partial(_refuse_with, 403), from_anywhere=anywhere),
    ]


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


async def _keep_working(
    features: Sequence[Feature], engine: Engine, settings: Settings, unnamed: Unnamed
) -> None:
    due = feature.jobs(features)
    links.use(feature.links(features))  # mails lead to pages
    while True:
        await asyncio.sleep(_JOBS_EVERY_SECONDS)
        unnamed.tell_daily()
        if settings.jobs:
            await to_thread.run_sync(jobs.run_due, due, engine, settings, now())


async def _offered(scope: Scope) -> Sequence[str]:
    engine, memory = scope["state"]["engine"], scope["state"]["memory"]
    if council.is_fresh(memory):
        return council.languages(engine, memory)
    limiter = scope["state"]["limits"].short
    return await to_thread.run_sync(council.languages, engine, memory, limiter=limiter)


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
