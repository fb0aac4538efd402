"""Style sheets, scripts and pictures, which browsers keep unless that would give somebody away."""

import re

from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse
from starlette.routing import Route
from starlette.staticfiles import StaticFiles
from starlette.types import Receive, Scope, Send

from portal.settings import resource
from portal.web.rendering import static, static_version

_NEVER_KEPT = frozenset({"leave.js", "work.js"})
"""Files whose presence in a browser's cache would tell that somebody wrote a report."""

_OF_PAGES = frozenset({".css", ".js", ".svg"})
_FINGERPRINT = re.compile(r"[0-9a-f]{12}")


def files() -> frozenset[str]:
    """Name the files that pages use; what else lies beside them is nobody's to fetch."""
    lying = resource("static").iterdir()
    return frozenset(file.name for file in lying if file.suffix in _OF_PAGES)


class _StaticFiles:
    """Files that never change under one address, so browsers need not ask again."""

    allowed = frozenset({"public"})

    def __init__(self) -> None:
        self._files, self._names = StaticFiles(directory=resource("static")), files()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the file, to be kept for a year unless it must not be kept at all.

        A page that was opened before an upgrade asks under the fingerprint of that time, and is
        led to what there is now.
        """
        name, asked = scope["path_params"]["path"], scope["path_params"]["hash"]
        if name not in self._names or not _FINGERPRINT.fullmatch(asked):
            raise HTTPException(404)
        if asked != static_version():
            return await RedirectResponse(static(name))(scope, receive, send)
        response = await self._files.get_response(name, scope)
        kept = "no-store" if name in _NEVER_KEPT else "public, max-age=31536000, immutable"
        response.headers["cache-control"] = kept
        return await response(scope, receive, send)


routes = [Route("/static/{hash}/{path:path}", _StaticFiles(), name="static")]
