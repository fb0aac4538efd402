"""What a form about an entry holds, sealed in an address: a browser that goes back finds it again.

With a receipt code it is sealed as the page of a receipt is: under a key that only this browser
holds, until it is closed or what it has of answers is removed from it.
"""

from starlette.datastructures import FormData
from starlette.requests import Request

from portal.consultations.answering.receipts import COOKIE
from portal.web import cookies, kept_forms
from portal.web.page import link

CODE, OPENS, SWITCH, WRONG = "receipt_code", "_open", "_switch", "wrong"
_OF_PAGES = frozenset({OPENS, SWITCH, "_typed_in"})


def address(request: Request) -> str | None:
    """Give an address that holds what a form holds, if one can, of the same entry."""
    here, place = link("react", **request.path_params), _place(request)
    with_code = CODE in request.state.form
    key = cookies.key(request, COOKIE) if with_code else kept_forms.own_key(request, place)
    return kept_forms.address(request, here, place, key, _OF_PAGES)


def opened(request: Request) -> FormData | None:
    """Give what the address of a page holds, if this browser may open it."""
    place = _place(request)
    keys = (cookies.key(request, COOKIE), kept_forms.own_key(request, place))
    return kept_forms.opened(request, place, *keys)


def _place(request: Request) -> str:
    return f"what is said of {request.path_params['key']}"
