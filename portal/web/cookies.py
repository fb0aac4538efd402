"""Cookies that browsers carry for us, and browsers that keep none.

Reading sets no cookie, so the first form somebody sends comes without one. It is asked for
again with the cookie: whoever sends it without has a browser that keeps none, and is told so
before anything is written that they could never open.
"""

import base64
import hmac
import secrets
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Literal

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from portal.languages import i18n
from portal.sealing import crypto
from portal.settings import Settings
from portal.web import body
from portal.web.links import link_in
from portal.web.rendering import render
from portal.web.security import SAFE_METHODS, cookie, cookie_name

_ASKED = "cookie"
"""Stands in the address of a form that was asked for again."""

SameSite = Literal["lax", "strict"]

_KEY_BYTES, _SIGN_BYTES = 32, 16
_ENDED_SECONDS = 60 * 60  # what a key opens is kept no longer
_MOST_ENDED = 50_000
_ended: dict[bytes, float] = {}
"""The keys that were ended, the latest last, by what signs them; of this process alone."""
_ending = threading.Lock()


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
    """Read the key that a cookie carries; None if there is none that was drawn here and counts."""
    settings = request.state.settings
    drawn, sign = _carried(request, name)
    if not hmac.compare_digest(sign, _sign(settings, name, drawn)) or _has_ended(sign):
        return None
    return bound(settings, name, drawn)


def end_key(request: Request, response: Response, name: str, samesite: SameSite) -> Response:
    """Have the browser forget a key, which counts no more even if somebody has a copy."""
    _end(request, name)
    return drop(request, response, name, samesite)


def signed(settings: Settings, name: str, drawn: bytes) -> str:
    """Write a key for its cookie: one that somebody made up does not count."""
    return base64.urlsafe_b64encode(drawn + _sign(settings, name, drawn)).decode()


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


def is_asked_again(request: Request) -> bool:
    """Tell whether a form was asked for again, so that its cookie was set a moment ago."""
    return request.method not in SAFE_METHODS and _ASKED in request.query_params


def ask_for_key(request: Request, name: str, samesite: SameSite) -> Response | None:
    """Ask for the same form again with a key that is drawn for this browser; one of before ends."""
    drawn = signed(request.state.settings, name, secrets.token_bytes(_KEY_BYTES))

    def carried(reply: Response) -> Response:
        _end(request, name)
        return carry(request, reply, name, drawn, samesite)

    return ask(request, carried)


def refused(request: Request, template: str) -> Response:
    """Say that the browser keeps no cookies, with all that was typed and another way."""
    return render(
        request,
        template,
        status=400,
        action=_path(request, request.url.remove_query_params(_ASKED).query),
        typed=[(name, text) for name, text in body.typed(request) if name != "_switch"],
        phone=request.state.council.telephone(i18n.language()),
    )


def _carried(request: Request, name: str) -> tuple[bytes, bytes]:
    data = _decoded(cookie(request, name), _KEY_BYTES + _SIGN_BYTES) or b""
    return data[:_KEY_BYTES], data[_KEY_BYTES:]


def _sign(settings: Settings, name: str, drawn: bytes) -> bytes:
    secret = crypto.installation_key(settings.secret, f"sign of the cookie {name}")
    return bytes.fromhex(crypto.signature(secret, drawn))[:_SIGN_BYTES]


def _end(request: Request, name: str) -> None:
    drawn, sign = _carried(request, name)
    if not hmac.compare_digest(sign, _sign(request.state.settings, name, drawn)):
        return
    with _ending:
        _ended.pop(sign, None)
        _ended[sign] = time.monotonic() + _ENDED_SECONDS
        while len(_ended) > _MOST_ENDED or _ended[next(iter(_ended))] < time.monotonic():
            del _ended[next(iter(_ended))]


def _has_ended(sign: bytes) -> bool:
    return _ended.get(sign, 0) > time.monotonic()


def _path(request: Request, query: str) -> str:
    # A whole address would be made of what the visitor calls this host.
    return link_in(i18n.language(), request) + (f"?{query}" if query else "")


def _decoded(text: str, size: int | None = None) -> bytes | None:
    try:
        data = base64.b64decode(text + "=" * (-len(text) % 4), b"-_", validate=True)
    except ValueError:
        return None
    return data if size is None or len(data) == size else None
