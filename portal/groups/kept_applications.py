"""What was typed about a group, sealed in an address: a browser that goes back finds it again."""

from collections.abc import Sequence

from starlette.requests import Request

from portal.web import kept_forms
from portal.web.page import link

WISH = "_do"
_PLACE = "group to be listed"


def address(request: Request, wish: str = "") -> str | None:
    """Give an address that holds what was typed; None if it is too long for one."""
    key = kept_forms.own_key(request, _PLACE)
    there = kept_forms.address(request, link("apply_group"), _PLACE, key)
    return f"{there}&{WISH}={wish}" if there and wish else there


def opened(request: Request) -> Sequence[tuple[str, str]] | None:
    """Give what the address of a page holds, unless it is too old."""
    kept = kept_forms.opened(request, _PLACE, kept_forms.own_key(request, _PLACE))
    return None if kept is None else [(name, str(said)) for name, said in kept.multi_items()]
