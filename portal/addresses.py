"""Addresses as people type them, led to those that our pages have.

What is led on is only ever a path of this portal: it begins with one slash, and with a language
or a name of ours after it.
"""

import re
from collections.abc import Sequence
from urllib.parse import quote

from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from portal import locales

_TAG = re.compile(r"[a-z]{2,3}([-_][a-z0-9]{2,8}){0,3}", re.ASCII | re.IGNORECASE)


class AddressMiddleware:
    """Lead /en/help/, /EN/help and /en-GB/help to /en/help, in one hop."""

    def __init__(self, app: ASGIApp, tags: Sequence[str], bare: frozenset[str]) -> None:
        self.app, self.tags, self.bare = app, tuple(tags), bare

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let an address through that is as our pages write it, and any form that was sent."""
        if scope["type"] == "http" and scope["method"] in ("GET", "HEAD"):
            path = tidied(scope["path"], self.tags)
            # One without a language is led on by `LanguageMiddleware`, which chooses one.
            if path != scope["path"] and path.split("/")[1] in self.bare.union(self.tags) - {""}:
                return await _redirect(scope, path)(scope, receive, send)
            scope = {**scope, "path": path}
        return await self.app(scope, receive, send)


def tidied(path: str, tags: Sequence[str]) -> str:
    """Write a path without empty parts, and with its language as it is served here."""
    first, *rest = [part for part in path.split("/") if part] or [""]
    tag = locales.serves(first, tags) if _TAG.fullmatch(first) else None
    if rest or not tag or path == f"/{tag}":
        return "/" + "/".join([tag or first, *rest])
    return f"/{tag}/"


def _redirect(scope: Scope, path: str) -> RedirectResponse:
    query = scope.get("query_string", b"").decode("latin-1")
    return RedirectResponse(quote(path) + (f"?{query}" if query else ""), status_code=301)
