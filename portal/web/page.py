"""How a request becomes a page: one session, one transaction, one template."""

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager, nullcontext
from functools import partial, wraps
from typing import Any, TypedDict, TypeVar, Unpack, overload

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from portal.forms.words import sent_text as sent_text
from portal.languages import i18n, locales
from portal.store.db import now
from portal.web import body, lanes, parts, sealed_forms
from portal.web.chapters import chapters as chapters
from portal.web.chapters import lacking as lacking
from portal.web.chapters import waiting as waiting
from portal.web.lanes import View, stream
from portal.web.links import absolute, link, link_in
from portal.web.own_paths import own_path as own_path
from portal.web.rendering import render, render_error, same_for_all
from portal.web.security import SAFE_METHODS

__all__ = ["View", "absolute", "link", "render", "render_error", "same_for_all", "stream"]

Endpoint = Callable[[Request], Awaitable[Response]]
Admission = Callable[[Request], AbstractAsyncContextManager[Response | None]]
Item = TypeVar("Item")

get = partial(Route, methods=["GET"])
post = partial(Route, methods=["POST"])
both = partial(Route, methods=["GET", "POST"])
"""Make the address of a page that is read, sent, or both."""


def public(view: View) -> View:
    """Declare that anybody may open this page."""
    view.allowed = frozenset({"public"})  # type: ignore[attr-defined]
    return view


class Options(TypedDict, total=False):
    """How a page is served; see `page`."""

    long: bool
    uploads: bool | body.Preparation
    known: lanes.Question
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
    reads it `writes` even when it is only fetched, as does one whose guard does; one whose forms
    seldom write anything tells by the request whether this one does. A `quick` page takes a row or
    two by key:
    where the database is a file it runs at once, because a thread would take longer than it.
    `admit` is entered once the form was read, and may give an answer in place of the view's.
    `uploads` may say what is done with files before the transaction begins, since it takes long.
    Where there are any, `known` tells who may send them; a guard of staff says so for its view.
    """
    if view is None:
        return partial(page, **options)
    if getattr(view, "writes", False):
        options.setdefault("writes", True)
    if options.get("uploads") and "known" not in options:
        options["known"] = view.known  # type: ignore[attr-defined]

    @wraps(view)
    async def endpoint(request: Request) -> Response:
        return await _served(view, body.plain(request), options)

    endpoint.allowed = view.allowed  # type: ignore[attr-defined]
    return endpoint


def redirect(request: Request, name: str, **params: Any) -> Response:
    """Send the visitor to a named page, once their form has been accepted."""
    return redirect_to(request, link(name, **params))


def redirect_to(request: Request, path: str) -> Response:
    """Send the visitor to a path of this portal; where they are already, it changes in place."""
    if request.headers.get("hx-request"):
        here = parts.forwarding(request, path)
        if here is None:
            return Response(headers={"HX-Redirect": path})
        path = here
    return RedirectResponse(path, status_code=303)


def done(request: Request, address: str, said: str = "") -> Response:
    """Lead to the page that says what was done."""
    query = f"{'&' if '?' in address else '?'}done={said}" if said else ""
    return redirect_to(request, address + query)


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


async def _served(view: View, request: Request, options: Options) -> Response:
    unsafe = request.method not in SAFE_METHODS
    uploads, admit = options.get("uploads", False), options.get("admit")
    writes = options.get("writes", False)
    lane = next((name for name in ("long", "hashing", "quick") if options.get(name)), "")
    if unsafe:
        request.state.asks_secret = lane == "hashing"
        known = partial(lanes.ask, request, options["known"]) if uploads else None
        request.state.form = await body.form(request, known)
        await sealed_forms.unwrap(request, now())
    try:
        writing = writes(request) if callable(writes) else writes or unsafe
        async with admit(request) if admit else nullcontext() as refusal:
            if unsafe and not refusal:
                await body.prepare(request, uploads)
            return refusal or await lanes.answer(view, request, lane, writes=writing)
    finally:
        if unsafe:
            await request.state.form.close()
