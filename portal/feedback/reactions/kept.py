"""What a form about an entry holds, sealed in an address: a browser that goes back finds it again.

With a receipt code it is sealed as the page of a receipt is: under a key that only this browser
holds, until it is closed or what it has of answers is removed from it.
"""

import json
import zlib
from datetime import timedelta

from starlette.datastructures import FormData
from starlette.requests import Request

from portal.consultations.answering.receipts import COOKIE
from portal.sealing import crypto
from portal.store.db import now
from portal.web import body, cookies
from portal.web.page import link

CODE, OPENS, SWITCH, WRONG = "receipt_code", "_open", "_switch", "wrong"
_KEPT, _PLACE = "kept", "feedback reaction"
_OF_PAGES = frozenset({OPENS, SWITCH, "_typed_in"})
_LASTS = timedelta(hours=1)
_LONGEST = 6000  # servers in front take addresses of 8 KB


def address(request: Request) -> str | None:
    """Give an address that holds what a form holds; None without a key to a code, or if too long.

    It opens at the same entry for an hour.
    """
    fields = [one for one in body.typed(request) if one[0] not in _OF_PAGES]
    key = cookies.key(request, COOKIE) if CODE in dict(fields) else _own(request)
    record = json.dumps([now().timestamp(), fields], ensure_ascii=False)
    data = zlib.compress(record.encode())
    sealed = cookies.sealed(key, data, _place(request)) if key else ""
    there = link("react", **request.path_params)
    return f"{there}?{_KEPT}={sealed}" if 0 < len(sealed) < _LONGEST else None


def opened(request: Request) -> FormData | None:
    """Give what the address of a page holds, if this browser may open it and it is not too old."""
    text, place = request.query_params.get(_KEPT, ""), _place(request)
    keys = (cookies.key(request, COOKIE), _own(request))
    data = next(filter(None, (cookies.unsealed(key, text, place) for key in keys)), None)
    if data is None:
        return None
    seconds, fields = json.loads(zlib.decompress(data))
    is_old = now().timestamp() - seconds > _LASTS.total_seconds()
    return None if is_old else FormData([(name, said) for name, said in fields])


def _own(request: Request) -> bytes:
    return crypto.installation_key(request.state.settings.secret, _PLACE)


def _place(request: Request) -> str:
    return f"{_PLACE} {request.path_params['key']}"
