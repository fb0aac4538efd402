"""What was typed about a group, sealed in an address: a browser that goes back finds it again."""

from collections.abc import Sequence
from datetime import timedelta
from urllib.parse import urlencode

from starlette.requests import Request

from portal.store.db import now
from portal.web import sealed_forms
from portal.web.page import link

WISH = "_do"
_KEPT, _WHOSE = "kept", "group"
_LASTS = timedelta(hours=1)
_LONGEST = 6000  # servers in front take addresses of 8 KB


def address(request: Request, wish: str = "") -> str | None:
    """Give an address that holds what was typed; None if it is too long for one."""
    sealed = sealed_forms.seal(request, _WHOSE, now()).text
    query = urlencode({_KEPT: sealed, **({WISH: wish} if wish else {})})
    return f"{link('apply_group')}?{query}" if 0 < len(sealed) < _LONGEST else None


def opened(request: Request) -> Sequence[tuple[str, str]] | None:
    """Give what the address of a page holds, unless it is too old."""
    text, moment = request.query_params.get(_KEPT, ""), now()
    kept = sealed_forms.opened(request.state.settings, text, moment)
    if kept is None or kept.whose != _WHOSE or kept.sent is None or moment - kept.sent > _LASTS:
        return None
    return kept.fields
