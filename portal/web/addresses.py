"""Addresses as people type them, and without a language, led to those that our pages have.

What is led on is only ever a path of this portal: it begins with one slash, and with a language
or a name of ours after it.
"""

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from urllib.parse import quote

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.routing import Match, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from portal.languages import i18n, locales
from portal.web.parts import AT

Offered = Callable[[Scope], Awaitable[Sequence[str]]]

_PARAMETER = re.compile(r"{[^}]+}")
_FOR_BROWSERS = re.compile(rb"(^|&)%b=[^&]*" % AT.encode())
_TAG = re.compile(r"[a-z]{2,3}([-_][a-z0-9]{2,8}){0,3}", re.ASCII | re.IGNORECASE)


class AddressMiddleware:
    """Lead /en/help/, /EN/help and /en-GB/help to /en/help, in one hop.

    Where a part of a page led on to is for the browser alone, and in no link of the page.
    """

    def __init__(self, app: ASGIApp, tags: Sequence[str], bare: frozenset[str]) -> None:
        self.app, self.tags, self.bare = app, tuple(tags), bare

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let an address through that is as our pages write it, and any form that was sent."""
        if scope["type"] == "http" and scope["method"] in ("GET", "HEAD"):
            path = tidied(scope["path"], self.tags)
            # One without a language is led on by `LanguageMiddleware`, which chooses one.
            if path != scope["path"] and path.split("/")[1] in self.bare.union(self.tags):
                return await _redirect(scope, path)(scope, receive, send)
            # Not a copy: the page about a failure asks the same scope what it is in place of.
            scope["path"] = path
            scope["query_string"] = _FOR_BROWSERS.sub(b"", scope["query_string"])
        return await self.app(scope, receive, send)


class LanguageMiddleware:
    """Serve every page under /<language>/, so a link says what language it is in.

    `offered` gives the council's languages, for addresses in which there is none.
    """

    def __init__(
        self, app: ASGIApp, tags: Sequence[str], bare: frozenset[str], offered: Offered
    ) -> None:
        self.app, self.tags, self.bare, self.offered = app, tuple(tags), bare, offered

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Take the language off the path before the routes see it."""
        if scope["type"] == "http":
            prefix = scope["path"].removeprefix("/").partition("/")[0]
            if prefix in self.tags:
                i18n.speak(prefix)
                scope["root_path"] = scope.get("root_path", "") + "/" + prefix
                if scope["path"] == f"/{prefix}":
                    scope["path"] = f"/{prefix}/"
            elif prefix in self.bare:
                i18n.speak("en")
            else:
                chosen = _choose(scope, await self.offered(scope))
                return await chosen(scope, receive, send)
        return await self.app(scope, receive, send)


def with_ways_up(routes: Sequence[Route], elsewhere: Mapping[str, str]) -> list[Route]:
    """Lead whoever fetches an address that takes only forms to the page on which the form stands.

    That is the page above it, or one that is named in `elsewhere`. Such an address is fetched
    when a page that answered a form is loaded again, or read in another language.
    """
    paths = {route.name: route.path for route in routes}
    pages = {route.path for route in routes if "GET" in (route.methods or {"GET"})}
    placed = list(routes)
    for one in routes:
        if one.path not in pages:
            way = _way_up(one, paths.get(elsewhere.get(one.name, "")), pages)
            placed.insert(_first_to_take(placed, one.path), way)
    return placed


def _first_to_take(routes: Sequence[Route], path: str) -> int:
    """Find the place before which a way has to stand, at the end if no page takes its address.

    "/cases/{reference}" would take "held" for the name of a case; all others are not delayed.
    """
    scope = {"type": "http", "method": "GET", "path": _PARAMETER.sub("-", path)}
    places = (n for n, one in enumerate(routes) if one.matches(scope)[0] is Match.FULL)
    return next(places, len(routes))


def _way_up(route: Route, page: str | None, pages: set[str]) -> Route:
    above = page or route.path
    while above not in pages:
        above = above.rpartition("/")[0] or "/"

    async def lead(request: Request) -> RedirectResponse:
        path = above.format_map({name: quote(str(v)) for name, v in request.path_params.items()})
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(request.scope["root_path"] + path + query, status_code=303)

    return Route(route.path, lead, name=f"above_{route.name}", methods=["GET"])


def tidied(path: str, tags: Sequence[str]) -> str:
    """Write a path without empty parts, and with its language as it is served here."""
    first, *rest = [part for part in path.split("/") if part] or [""]
    tag = locales.serves(first, tags) if _TAG.fullmatch(first) else None
    if rest or not tag or path == f"/{tag}":
        return "/" + "/".join([tag or first, *rest])
    return f"/{tag}/"


def _choose(scope: Scope, offered: Sequence[str]) -> RedirectResponse:
    tag = locales.welcome(Headers(scope=scope).get("accept-language", ""), offered)
    query = scope.get("query_string", b"").decode("latin-1")
    address = f"/{tag}/{quote(scope['path'].removeprefix('/'))}"
    # The answer differs by visitor, so nobody in between may keep one for all.
    headers = {"Vary": "Accept-Language"}
    status = 303 if scope["path"] == "/" else 307  # elsewhere a form may have been sent
    return RedirectResponse(f"{address}?{query}" if query else address, status, headers)


def _redirect(scope: Scope, path: str) -> RedirectResponse:
    query = scope.get("query_string", b"").decode("latin-1")
    return RedirectResponse(quote(path) + (f"?{query}" if query else ""), status_code=301)
