"""How a request becomes a page: one session, one transaction, one template."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial, wraps
from typing import Any, TypeVar, overload

import anyio.to_thread
from anyio import CapacityLimiter
from sqlmodel import Session
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import Message, Receive

from portal import audit, i18n, locales
from portal.council import queries as council_queries
from portal.db import begin
from portal.rendering import link, link_in, render, render_error
from portal.security import SAFE_METHODS

__all__ = ["link", "render", "render_error"]

View = Callable[[Request, Session], Response]
Endpoint = Callable[[Request], Awaitable[Response]]
Item = TypeVar("Item")

FORM_BYTES = 512 * 1024
UPLOAD_BYTES = 12 * 1024 * 1024
_FIELDS = 2000


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


def public(view: View) -> View:
    """Declare that anybody may open this page."""
    view.allowed = frozenset({"public"})  # type: ignore[attr-defined]
    return view


@overload
def page(view: View) -> Endpoint: ...
@overload
def page(
    *,
    long: bool = ...,
    uploads: bool = ...,
    hashing: bool = ...,
    writes: bool = ...,
    quick: bool = ...,
) -> Callable[[View], Endpoint]: ...
def page(
    view: View | None = None,
    *,
    long: bool = False,
    uploads: bool = False,
    hashing: bool = False,
    writes: bool = False,
    quick: bool = False,
) -> Any:
    """Give a view its form and a session, and keep what it wrote only if it succeeds.

    The view runs in a worker thread because the database blocks. The commit comes before the
    response leaves, so nobody is thanked for an answer that was lost. A page that logs who
    reads it `writes` even when it is only fetched. A `quick` page looks up a row or two by key:
    where the database is a file it runs at once, because a thread would take longer than it.
    """
    if view is None:
        options = {"long": long, "uploads": uploads, "hashing": hashing}
        return partial(page, **options, writes=writes, quick=quick)
    lane = "long" if long else "hashing" if hashing else ""

    @wraps(view)
    async def endpoint(request: Request) -> Response:
        request = _plain(request)
        unsafe = request.method not in SAFE_METHODS
        if unsafe:
            request.state.form = await _form(request, uploads=uploads)
        run = partial(_in_transaction, view, request, writes=writes or unsafe)
        limits = request.state.limits
        if quick and limits.file and not (unsafe or writes):
            return run()
        limiter = getattr(limits, lane or ("writing" if unsafe or writes else "short"))
        try:
            return await anyio.to_thread.run_sync(run, limiter=limiter)
        finally:
            if unsafe:
                await request.state.form.close()

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
    """Read text from the database bit by bit, in a session that lives as long as the reading."""

    async def pieces() -> AsyncIterator[str]:
        with Session(request.state.engine, info=_info(request)) as session:
            iterator = rows(session)
            while (piece := await _next(iterator, request.state.limits.long)) is not None:
                yield piece

    return pieces()


def _in_transaction(view: View, request: Request, *, writes: bool) -> Response:
    with Session(request.state.engine, info=_info(request), expire_on_commit=False) as session:
        begin(session, writes=writes)
        request.state.council = council_queries.current(session)
        i18n.keep_time(request.state.council.timezone)
        i18n.prefer(request.state.council.languages)
        response = view(request, session)
        if response.status_code < 400 or getattr(request.state, "keep", False):
            session.commit()
            audit.publish_head(session, request.state.settings.anchor)
        return response


def _info(request: Request) -> dict[str, Any]:
    return audit.session_info(request.state.settings)


async def _form(request: Request, *, uploads: bool) -> FormData:
    size, files = (UPLOAD_BYTES, 4) if uploads else (FORM_BYTES, 0)
    if int(request.headers.get("content-length") or 0) > size:
        raise HTTPException(413)
    bounded = Request(request.scope, _bounded(request.receive, size))
    sent = await bounded.form(max_files=files, max_fields=_FIELDS, max_part_size=size)
    return FormData([(_kept(name), _kept(value)) for name, value in sent.multi_items()])


def _plain(request: Request) -> Request:
    """Refuse an address that no database can look up, and read HEAD as GET."""
    if "\0" in request.scope["path"] or b"%00" in request.scope["query_string"]:
        raise HTTPException(404)
    if request.method != "HEAD":
        return request
    # A copy, because the server asks its own scope whether to leave out the body.
    return Request({**request.scope, "method": "GET"}, request.receive)


def _kept(value: Any) -> Any:
    # Nobody types a NUL, and PostgreSQL stores none.
    return value.replace("\0", "") if isinstance(value, str) else value


def _bounded(receive: Receive, size: int) -> Receive:
    seen = 0

    async def bounded() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > size:
            raise HTTPException(413)
        return message

    return bounded


async def _next(iterator: Iterator[str], limiter: CapacityLimiter) -> str | None:
    return await anyio.to_thread.run_sync(next, iterator, None, limiter=limiter)


def sent_text(form: Mapping[str, Any], name: str) -> str:
    """Read one text field, trimmed; an uploaded file is no text."""
    value = form.get(name, "")
    return value.strip() if isinstance(value, str) else ""
