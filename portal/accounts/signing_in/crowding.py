"""How many may have their passwords checked at once.

A check takes long on purpose, and few run at a time, so whoever sends many would have all others
wait behind them. Browsers in which somebody signed in before stand in a line of their own, which
strangers cannot fill.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.accounts import queries
from portal.accounts.signing_in import browsers, waiting
from portal.council import queries as council_queries
from portal.store.db import now
from portal.web import lanes
from portal.web.page import own_path, render, sent_text

SECONDS = 5

_OF_ONE = 4
_OF_ALL = 16


@asynccontextmanager
async def admitted(request: Request) -> AsyncIterator[Response | None]:
    """Take a place for a password that is to be checked; without one, ask to try again."""
    here: waiting.Strangers = request.state.memory.of(waiting.Strangers)
    asker = waiting.asker(request)
    if asker.browser.signed_in and await lanes.ask(request, _is_known):
        line, name, most = here.checking_known, asker.browser.name.encode(), _OF_ONE
    else:
        line, name = here.checking, asker.network
        most = _OF_ONE if asker.network else _OF_ALL
    if line[name] >= most or line.total() >= _OF_ALL:
        yield _busy(request)
        return
    line[name] += 1
    try:
        yield None
    finally:
        line[name] -= 1
        if not line[name]:
            del line[name]


def _is_known(request: Request, session: Session) -> bool:
    browser, moment = browsers.of(request), now()
    accounts = (queries.by_id(session, number) for number, _ in reversed(browser.signed_in))
    return any(one and not one.disabled and browser.knows(one, moment) for one in accounts)


def _busy(request: Request) -> Response:
    request.state.council = council_queries.last_known(request.state.memory)
    form = request.state.form
    page = render(
        request,
        "accounts/signing_in/sign_in_wait.html",
        status=503,
        seconds=SECONDS,
        busy=True,
        with_recovery=False,
        next=own_path(sent_text(form, "next")),
    )
    page.headers["retry-after"] = str(SECONDS)
    return page
