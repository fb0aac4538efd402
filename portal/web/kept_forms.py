"""What a form holds, sealed in the address of a page: a browser that goes back finds it again."""

import json
import zlib
from collections.abc import Collection
from datetime import timedelta

from starlette.datastructures import FormData
from starlette.requests import Request

from portal.sealing import crypto
from portal.store.db import now
from portal.web import body, cookies, security

_KEPT = "kept"
_LASTS = timedelta(hours=1)
_LONGEST = 6000  # servers in front take addresses of 8 KB


def address(
    request: Request, there: str, place: str, key: bytes | None, but: Collection[str] = ()
) -> str | None:
    """Give an address at a path that holds what was typed, but some fields, for an hour.

    It opens with the key and in this place only. None without a key, if it is too long for an
    address, and for what another site may have had the browser send.
    """
    if key is None or not security.comes_from_here(request.headers):
        return None
    fields = [one for one in body.typed(request) if one[0] not in but]
    record = json.dumps([now().timestamp(), fields], ensure_ascii=False)
    sealed = cookies.sealed(key, zlib.compress(record.encode()), place)
    return f"{there}?{_KEPT}={sealed}" if len(sealed) < _LONGEST else None


def opened(request: Request, place: str, *keys: bytes | None) -> FormData | None:
    """Give what the address of a page holds, if one of the keys opens it and it is not too old."""
    text = request.query_params.get(_KEPT, "")
    found = filter(None, (cookies.unsealed(key, text, place) for key in keys))
    if (data := next(found, None)) is None:
        return None
    seconds, fields = json.loads(zlib.decompress(data))
    is_old = now().timestamp() - seconds > _LASTS.total_seconds()
    return None if is_old else FormData([(name, said) for name, said in fields])


def own_key(request: Request, place: str) -> bytes:
    """Give the key of this installation for what nobody has to hold a key to."""
    return crypto.installation_key(request.state.settings.secret, place)
