"""Style sheets, scripts and pictures, which browsers keep unless that would give somebody away."""

from starlette.routing import Route
from starlette.staticfiles import StaticFiles
from starlette.types import Receive, Scope, Send

from portal.settings import resource

_NEVER_KEPT = frozenset({"leave.js", "work.js"})
"""Files whose presence in a browser's cache would tell that somebody wrote a report."""


class _StaticFiles:
    """Files that never change under one address, so browsers need not ask again."""

    allowed = frozenset({"public"})

    def __init__(self) -> None:
        self._files = StaticFiles(directory=resource("static"))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the file, to be kept for a year unless it must not be kept at all."""
        path = scope["path_params"]["path"]
        response = await self._files.get_response(path, scope)
        kept = "no-store" if path in _NEVER_KEPT else "public, max-age=31536000, immutable"
        response.headers["cache-control"] = kept
        await response(scope, receive, send)


routes = [Route("/static/{hash}/{path:path}", _StaticFiles(), name="static")]
