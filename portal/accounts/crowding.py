"""How many strangers may have their passwords checked at once.

A check takes long on purpose, and few run at a time, so whoever sends many would have all others
wait behind them. Browsers in which somebody signed in before do not stand in that line.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from starlette.requests import Request
from starlette.responses import Response

from portal.accounts import waiting
from portal.accounts.rules import own_path
from portal.council import queries as council_queries
from portal.web import render, sent_text

SECONDS = 5

_OF_ONE = 4
_OF_ALL = 16


@contextmanager
def admitted(request: Request) -> Iterator[Response | None]:
    """Take a place for a password that is to be checked; without one, ask to try again."""
    here = waiting.strangers(request.state.engine)
    asker = waiting.asker(request)
    source, most = asker.network, _OF_ONE if asker.network else _OF_ALL
    if asker.browser.latest:
        yield None
    elif here.checking[source] >= most or here.checking.total() >= _OF_ALL:
        yield _busy(request)
    else:
        here.checking[source] += 1
        try:
            yield None
        finally:
            here.checking[source] -= 1
            if not here.checking[source]:
                del here.checking[source]


def _busy(request: Request) -> Response:
    request.state.council = council_queries.last_known(request.state.engine)
    form = request.state.form
    page = render(
        request,
        "accounts/sign_in_busy.html",
        status=503,
        seconds=SECONDS,
        next=own_path(sent_text(form, "next")),
    )
    page.headers["retry-after"] = str(SECONDS)
    return page
