"""What every response says to the browser, and which requests are believed."""

from collections.abc import Awaitable, Callable, Sequence

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
HEADERS_BYTES = 16 * 1024
"""How large all headers of a request may be together."""
SESSION_COOKIE = "session"
MEMBER_COOKIE = "member"
_HOST = "__Host-"

_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-src 'self'; "
    "frame-ancestors {ancestors}"
)
HEADERS = {
    "content-security-policy": _POLICY.format(ancestors="'none'"),
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), interest-cohort=()",
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "cache-control": "no-store",
}
FRAMED_POLICY = _POLICY.format(ancestors="'self'")
"""The content policy of a page that our own pages may show in a frame: a preview."""


class HeadersMiddleware:
    """Add the security headers to every response that does not set its own."""

    def __init__(self, app: ASGIApp, https: bool) -> None:
        self.app = app
        self.headers = dict(HEADERS)
        if https:
            self.headers["strict-transport-security"] = "max-age=31536000"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request pass, and add to what comes back."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self.headers.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, send_with_headers)


class SameOriginMiddleware:
    """Refuse a form that another site asked the browser to send.

    Browsers say where a request came from in Sec-Fetch-Site, which no page can forge.
    Asking the header instead of handing out tokens lets a resident submit a form
    without holding a cookie. An old browser that says nothing is believed unless it
    carries the session of somebody signed in. To a few addresses mail programs post, too,
    some of which are pages of other sites (RFC 8058): these take no notice of who is signed in.
    """

    def __init__(
        self,
        app: ASGIApp,
        refuse: Callable[[Request], Awaitable[Response]],
        from_anywhere: Sequence[Route] = (),
    ) -> None:
        self.app, self.refuse, self.from_anywhere = app, refuse, from_anywhere

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request through, or answer 403."""
        if scope["type"] == "http" and not self._allowed(scope):
            refusal = await self.refuse(Request(scope, receive))
            await refusal(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    def _allowed(self, scope: Scope) -> bool:
        if _allowed(scope["method"], Headers(scope=scope)):
            return True
        return any(one.matches(scope)[0] is Match.FULL for one in self.from_anywhere)


class HeaderSizeMiddleware:
    """Refuse a request whose headers are too large together, whichever parser let them in."""

    def __init__(self, app: ASGIApp, refuse: Callable[[Request], Awaitable[Response]]) -> None:
        self.app, self.refuse = app, refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request through, or answer 431."""
        parts = (part for pair in scope.get("headers", ()) for part in pair)
        if scope["type"] == "http" and sum(map(len, parts)) > HEADERS_BYTES:
            # What was too long to be read once is not read again for the page about it.
            scope["headers"] = []
            refusal = await self.refuse(Request(scope, receive))
            await refusal(scope, receive, send)
        else:
            await self.app(scope, receive, send)


def cookie(request: Request, name: str) -> str:
    """Read a cookie of ours, which holds nothing that needs escaping; nothing if there is none.

    Python's own reader takes back escapes, in time that grows with the square before 3.11.10.
    """
    name = cookie_name(name, request.state.settings.https)
    return next((value for known, value in reversed(_cookies(request)) if known == name), "")


def cookies_of(request: Request, name: str) -> dict[str, str]:
    """Read those cookies of ours whose names go on after this one, with a hyphen between."""
    before = cookie_name("", request.state.settings.https)
    begins = f"{before}{name}-"
    found = [(known, value) for known, value in _cookies(request) if known.startswith(begins)]
    return {known.removeprefix(before): value for known, value in found}


def cookie_name(name: str, https: bool) -> str:
    """Name a cookie: bound to this host over https, plain on the http demo."""
    return f"{_HOST}{name}" if https else name


def comes_from_here(headers: Headers) -> bool:
    """Tell whether the browser says that a page of ours sent a form; silence is no proof."""
    if site := headers.get("sec-fetch-site"):
        return site in ("same-origin", "none")
    origin = headers.get("origin", "null")
    return origin != "null" and origin.partition("://")[2] == headers.get("host")


def is_hidden(headers: Headers) -> bool:
    """Tell whether a browser hides which page sent a form, as one in a frame of another site."""
    return not headers.get("sec-fetch-site") and headers.get("origin") == "null"


def _cookies(request: Request) -> list[tuple[str, str]]:
    return _pairs(request.headers)


def _pairs(headers: Headers) -> list[tuple[str, str]]:
    sent = headers.getlist("cookie")
    pairs = [pair.partition("=") for header in sent for pair in header.split(";")]
    return [(name.strip(), value.strip().strip('"')) for name, _, value in pairs]


def _allowed(method: str, headers: Headers) -> bool:
    if method in SAFE_METHODS:
        return True
    if headers.get("sec-fetch-site") or headers.get("origin", "null") != "null":
        return comes_from_here(headers)
    names = {name.removeprefix(_HOST) for name, _ in _pairs(headers)}
    return names.isdisjoint({SESSION_COOKIE, MEMBER_COOKIE})
