"""How a request becomes a page: one session, one transaction, one template."""

import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass, field
from functools import partial, wraps
from typing import Any, TypedDict, TypeVar, Unpack, overload

import anyio.to_thread
from anyio import CapacityLimiter
from sqlmodel import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from portal import audit, i18n, locales, received
from portal.council import queries as council_queries
from portal.db import LockedError, begin
from portal.rendering import link, link_in, render, render_error
from portal.security import SAFE_METHODS

__all__ = ["link", "render", "render_error"]

View = Callable[[Request, Session], Response]
Endpoint = Callable[[Request], Awaitable[Response]]
Admission = Callable[[Request], AbstractContextManager[Response | None]]
Item = TypeVar("Item")

_PROMPT_SECONDS = 0.01


@dataclass
class Disk:
    """Whether what was written last reached the disk so fast that others hardly noticed."""

    prompt: bool = False


@dataclass(frozen=True)
class Limits:
    """How many views run at once: short ones, those that write, long ones, password hashing.

    `file` tells whether the database is a file of this computer, which is read without waiting.
    """

    short: CapacityLimiter
    writing: CapacityLimiter
    long: CapacityLimiter
    hashing: CapacityLimiter
    file: bool
    disk: Disk = field(default_factory=Disk)


def public(view: View) -> View:
    """Declare that anybody may open this page."""
    view.allowed = frozenset({"public"})  # type: ignore[attr-defined]
    return view


class Options(TypedDict, total=False):
    """How a page is served; see `page`."""

    long: bool
    uploads: bool | received.Preparation
    hashing: bool
    writes: bool | Callable[[Request], bool]
    quick: bool
    admit: Admission


@overload
def page(view: View) -> Endpoint: ...
@overload
def page(**options: Unpack[Options]) -> Callable[[View], Endpoint]: ...
def page(view: View | None = None, **options: Unpack[Options]) -> Any:
    """Give a view its form and a session, and keep what it wrote only if it succeeds.

    The view runs in a worker thread because the database blocks. The commit comes before the
    response leaves, so nobody is thanked for an answer that was lost. A page that logs who
    reads it `writes` even when it is only fetched; one whose forms seldom write anything tells by
    the request whether this one does. A `quick` page takes a row or two by key:
    where the database is a file it runs at once, because a thread would take longer than it.
    `admit` is entered once the form was read, and may give an answer in place of the view's.
    `uploads` may say what is done with files before the transaction begins, since it takes long.
    """
    if view is None:
        return partial(page, **options)

    @wraps(view)
    async def endpoint(request: Request) -> Response:
        return await _served(view, received.plain(request), options)

    endpoint.allowed = view.allowed  # type: ignore[attr-defined]
    return endpoint


def redirect(request: Request, name: str, **params: Any) -> Response:
    """Send the visitor to a named page, once their form has been accepted."""
    return redirect_to(request, link(name, **params))


def redirect_to(request: Request, path: str) -> Response:
    """Send the visitor to a path of this portal."""
    if request.headers.get("hx-request"):
        return Response(headers={"HX-Redirect": path})
    return RedirectResponse(path, status_code=303)


def switched(request: Request) -> Response | None:
    """Send a form on to the same page in the language whose button was pressed, if one was.

    307 has the browser send the same form again, so nothing that was typed is lost.
    """
    tag = sent_text(request.state.form, "_switch")
    if not tag or tag == i18n.language():
        return None
    if tag not in locales.LANGUAGES | locales.PSEUDO:
        raise HTTPException(404)
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(link_in(tag, request) + query, status_code=307)


def keep(request: Request) -> None:
    """Commit what this view writes even though it refuses the visitor."""
    request.state.keep = True


class Elsewhere(HTTPException):
    """Raised when a page is not for this visitor now, and another one is."""

    def __init__(self, path: str) -> None:
        super().__init__(303, headers={"location": path})


def found(item: Item | None) -> Item:
    """Return the item, or answer 404 when there is none."""
    if item is None:
        raise HTTPException(404)
    return item


def stream(request: Request, rows: Callable[[Session], Iterator[str]]) -> AsyncIterator[str]:
    """Read text bit by bit, each in its own transaction: slow readers keep no connection."""

    async def pieces() -> AsyncIterator[str]:
        with _opened(request) as session:
            read = partial(_next_piece, session, rows(session))
            limiter = request.state.limits.long
            while (piece := await anyio.to_thread.run_sync(read, limiter=limiter)) is not None:
                yield piece

    return pieces()


def _opened(request: Request) -> Session:
    info = audit.session_info(request.state.settings)
    return Session(request.state.engine, info=info, expire_on_commit=False)


async def _served(view: View, request: Request, options: Options) -> Response:
    unsafe = request.method not in SAFE_METHODS
    uploads, admit = options.get("uploads", False), options.get("admit")
    writes = options.get("writes", False)
    lane = next((name for name in ("long", "hashing", "quick") if options.get(name)), "")
    if unsafe:
        request.state.form = await received.form(request, uploads=bool(uploads))
    try:
        writing = writes(request) if callable(writes) else writes or unsafe
        with admit(request) if admit else nullcontext() as refusal:
            if unsafe and not refusal:
                await received.prepare(request, uploads)
            return refusal or await _answer(view, request, lane, writes=writing)
    finally:
        if unsafe:
            await request.state.form.close()


async def _answer(view: View, request: Request, lane: str, *, writes: bool) -> Response:
    limits: Limits = request.state.limits
    if lane == "quick" and limits.file and not received.has_files(request):
        with suppress(LockedError):
            return await _at_once(view, request, limits, writes=writes)
    lanes = {"long": limits.long, "hashing": limits.hashing}
    limiter = lanes.get(lane, limits.writing if writes else limits.short)
    run = partial(_in_transaction, view, request, writes=writes)
    return await anyio.to_thread.run_sync(run, limiter=limiter)


def _in_transaction(view: View, request: Request, *, writes: bool) -> Response:
    with _opened(request) as session:
        begin(session, writes=writes)
        response = _viewed(view, request, session)
        if _is_kept(request, response):
            _commit(request, session)
        return response


async def _at_once(view: View, request: Request, limits: Limits, *, writes: bool) -> Response:
    # Two threads hand Python over to each other at every statement, which takes longer than the
    # statements. Only a disk that keeps others waiting is waited for in a thread.
    if not writes:
        return _in_transaction(view, request, writes=False)
    async with limits.writing:
        with _opened(request) as session:
            begin(session, writes=True, wait=False)
            response = _viewed(view, request, session)
            if _is_kept(request, response):
                await _commit_promptly(request, session, limits.disk)
            return response


async def _commit_promptly(request: Request, session: Session, disk: Disk) -> None:
    if disk.prompt:
        seconds = _commit(request, session)
    else:
        seconds = await anyio.to_thread.run_sync(_commit, request, session)
    disk.prompt = seconds < _PROMPT_SECONDS


def _viewed(view: View, request: Request, session: Session) -> Response:
    request.state.council = council_queries.current(session)
    i18n.keep_time(request.state.council.timezone)
    i18n.prefer(request.state.council.languages)
    return view(request, session)


def _is_kept(request: Request, response: Response) -> bool:
    return response.status_code < 400 or getattr(request.state, "keep", False)


def _commit(request: Request, session: Session) -> float:
    started = time.monotonic()
    session.commit()
    audit.publish_head(session, request.state.settings.anchor)
    return time.monotonic() - started


def _next_piece(session: Session, iterator: Iterator[str]) -> str | None:
    piece = next(iterator, None)
    session.close()
    return piece


def sent_text(form: Mapping[str, Any], name: str) -> str:
    """Read one text field, trimmed; an uploaded file is no text."""
    value = form.get(name, "")
    return value.strip() if isinstance(value, str) else ""
