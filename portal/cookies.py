"""Cookies that browsers carry for us, and browsers that keep none.

Reading sets no cookie, so the first form somebody sends comes without one. It is asked for
again with the cookie: whoever sends it without has a browser that keeps none, and is told so
before anything is written that they could never open.
"""

import base64
import secrets
from collections.abc import Callable
from datetime import timedelta
from typing import Literal

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from portal import crypto, i18n, received
from portal.rendering import link_in, render
from portal.security import cookie, cookie_name
from portal.settings import Settings

_ASKED = "cookie"
"""Stands in the address of a form that was asked for again."""

SameSite = Literal["lax", "strict"]


def carry(
    request: Request,
    response: Response,
    name: str,
    text: str,
    samesite: SameSite,
    *,
    lasting: timedelta | None = None,
) -> Response:
    """Let the browser carry a cookie until it is closed, or for a time."""
    https = request.state.settings.https
    response.set_cookie(
        cookie_name(name, https),
        text,
        max_age=int(lasting.total_seconds()) if lasting else None,
        path="/",
        secure=https,
        httponly=True,
        samesite=samesite,
    )
    return response


def drop(request: Request, response: Response, name: str, samesite: SameSite) -> Response:
    """Have the browser forget a cookie."""
    https = request.state.settings.https
    response.delete_cookie(
        cookie_name(name, https), path="/", secure=https, httponly=True, samesite=samesite
    )
    return response


def key(request: Request, name: str) -> bytes | None:
    """Read the key that a cookie carries; None if there is no good one."""
    drawn = _decoded(cookie(request, name), size=32)
    return bound(request.state.settings, name, drawn) if drawn else None


def bound(settings: Settings, name: str, drawn: bytes) -> bytes:
    """Bind what a cookie carries to this installation.

    Whoever used the computer before may have chosen or copied it: by itself it seals and opens
    nothing.
    """
    secret = crypto.installation_key(settings.secret, f"key in the cookie {name}")
    return bytes.fromhex(crypto.signature(secret, drawn))


def unsealed(key: bytes | None, sealed: str, place: str) -> bytes | None:
    """Open what an address carries, if this browser holds the key to it."""
    data = _decoded(sealed)
    return crypto.unseal(key, data, place) if key and data else None


def sealed(key: bytes, data: bytes, place: str) -> str:
    """Seal data for an address, so that it opens only in the browser that holds the key."""
    return base64.urlsafe_b64encode(crypto.seal(key, data, place)).decode().rstrip("=")


def ask(request: Request, carried: Callable[[Response], Response]) -> Response | None:
    """Ask for the same form again with a cookie; None if that was done and it came without.

    307 has the browser send the same form again, so nothing that was typed is lost.
    """
    if _ASKED in request.query_params:
        return None
    address = request.url.include_query_params(**{_ASKED: "asked"})
    return carried(RedirectResponse(_path(request, address.query), status_code=307))


def ask_for_key(request: Request, name: str, samesite: SameSite) -> Response | None:
    """Ask for the same form again with a key that was drawn for this browser."""
    drawn = secrets.token_urlsafe(32)
    return ask(request, lambda reply: carry(request, reply, name, drawn, samesite))


def refused(request: Request, template: str) -> Response:
    """Say that the browser keeps no cookies, with all that was typed and another way."""
    return render(
        request,
        template,
        status=400,
        action=_path(request, request.url.remove_query_params(_ASKED).query),
        typed=[(name, text) for name, text in received.typed(request) if name != "_switch"],
        phone=request.state.council.telephone(i18n.language()),
    )


def _path(request: Request, query: str) -> str:
    # A whole address would be made of what the visitor calls this host.
    return link_in(i18n.language(), request) + (f"?{query}" if query else "")


def _decoded(text: str, size: int | None = None) -> bytes | None:
    try:
        data = base64.b64decode(text + "=" * (-len(text) % 4), b"-_", validate=True)
    except ValueError:
        return None
    return data if size is None or len(data) == size else None
