"""A page that failed: what its visitor sees in place of it, and what the log says.

One failure leaves one entry. At the address of reports it leaves none that has a time or names
the page: those are only counted, by their kind, and told once a day.
"""

import logging
from collections import Counter

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from portal.languages.i18n import today
from portal.store.outage import is_unavailable
from portal.web.rendering import is_private, render_error

_log = logging.getLogger(__name__)


class Unnamed:
    """How many pages failed at the address of reports today, by the kind of failure."""

    def __init__(self) -> None:
        self.day, self.kinds = today(), Counter[str]()

    def count(self, error: Exception) -> None:
        """Count a failure."""
        self.kinds[type(error).__name__] += 1

    def tell_daily(self) -> None:
        """Write into the log what was counted, once its day is over."""
        if today() != self.day:
            self.tell()

    def tell(self) -> None:
        """Write into the log what was counted, and begin anew."""
        if self.kinds:
            counted = ", ".join(f"{kind} ({n})" for kind, n in sorted(self.kinds.items()))
            _log.error("Pages at the address of reports that failed on %s: %s", self.day, counted)
        self.day, self.kinds = today(), Counter()


class FailureMiddleware:
    """Answer in place of a page that failed."""

    def __init__(self, app: ASGIApp, unnamed: Unnamed) -> None:
        self.app, self.unnamed = app, unnamed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request pass, and see what comes of it."""
        begun = False

        async def watch(message: Message) -> None:
            nonlocal begun
            begun = begun or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, receive, watch)
        except Exception as error:
            if scope["type"] != "http":
                raise
            request = Request(scope)
            self._note(request, error)
            # What has begun cannot be replaced any more; the server then breaks it off.
            if not begun:
                page = await to_thread.run_sync(self._answer, request, error)
                await page(scope, receive, send)

    def _note(self, request: Request, error: Exception) -> None:
        if is_private(request):
            self.unnamed.count(error)
        elif is_unavailable(error):
            _log.error("Nothing can be kept just now: %s", _cause(error))
        else:
            _log.error("A page failed: %s", type(error).__name__, exc_info=error)

    def _answer(self, request: Request, error: Exception) -> Response:
        request.state.account = None  # it may have gone with the session that failed
        status = 503 if is_unavailable(error) else 500
        try:
            return render_error(request, status)
        except Exception as second:
            # The page about an error must not be the second error.
            self._note(request, second)
            return PlainTextResponse(f"{status}: something went wrong. Please try again.", status)


def _cause(error: Exception) -> str:
    # Not all that it says: a database may quote what somebody typed.
    cause = getattr(error, "orig", None) or error
    return f"{type(cause).__name__} {getattr(cause, 'sqlite_errorname', '')}".strip()
