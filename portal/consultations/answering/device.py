"""What a device holds of answers: for each consultation, the code of a draft and receipt codes.

Each of them is a cookie of its own until the browser is closed, so that replies that cross write
nothing of each other's back. It is sealed by this installation, so a code that was not drawn
here, or that somebody typed into the cookie, begins nothing and opens nothing.
"""

import json
from collections.abc import Container, Mapping
from typing import Any, NamedTuple

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response as Reply

from portal.consultations.answering import drafts
from portal.sealing import crypto
from portal.settings import Settings
from portal.store.db import now
from portal.web import cookies
from portal.web.security import cookies_of

COOKIE = "answer"
"""Begins the names of the cookies; then comes the number of the consultation."""

_PLACE = "answers of a device"
_SIGNS = 8  # tell the few receipts of one draft apart


class Receipt(NamedTuple):
    """A receipt code, and when it was drawn, in seconds: the one drawn last counts."""

    drawn: float
    code: str


class Holding(NamedTuple):
    """The code of a draft, whether anybody was shown it, and the receipts drawn for sending it.

    A receipt code is drawn at sending: the draft's code, which somebody else may have noted
    before, says nothing of it. Two taps may draw two; the answers are sent under one of them.
    """

    code: str
    noted: bool = False
    receipts: tuple[Receipt, ...] = ()

    def with_receipt(self) -> "Holding":
        """Draw one more receipt code."""
        drawn = Receipt(now().timestamp(), crypto.new_code())
        return self._replace(receipts=(*self.receipts, drawn))


Held = Mapping[int, Holding]
"""Holdings by the number of their consultation."""


def held(request: Request) -> Held:
    """Read what this device holds; a receipt of another draft than the one it holds is none."""
    opened = _opened(request)
    parts = [(name.split("-")[1:], content) for name, content in opened.items()]
    holdings = {int(of[0]): Holding(*content) for of, content in parts if len(of) == 1}
    for of, (code, *receipt) in parts:
        holding = holdings.get(int(of[0]))
        if len(of) == 2 and holding and holding.code == code:
            receipts = tuple(sorted((*holding.receipts, Receipt(*receipt))))
            holdings[int(of[0])] = holding._replace(receipts=receipts)
    return holdings


def carry(request: Request, reply: Reply, holdings: Held) -> Reply:
    """Let the browser carry what is new of these until it is closed."""
    opened = _opened(request)
    for name, content in _contents(holdings).items():
        if opened.get(name) != content:
            sealed = _sealed(request.state.settings, name, content)
            cookies.carry(request, reply, name, sealed, "lax")
    return reply


def written(settings: Settings, holdings: Held) -> dict[str, str]:
    """Write the cookies: nobody but this installation can."""
    contents = _contents(holdings)
    return {name: _sealed(settings, name, content) for name, content in contents.items()}


def asked_for(request: Request, holdings: Held) -> Reply | None:
    """Have the browser hold codes before anything is kept that only they can open.

    None if it holds them already; whoever keeps no cookies is told so, with all they typed.
    """
    opened = _opened(request)
    if all(opened.get(name) == content for name, content in _contents(holdings).items()):
        return None
    again = cookies.ask(request, lambda reply: carry(request, reply, holdings))
    return again or cookies.refused(request, "consultations/answering/no_cookies.html")


def lost(request: Request, template: str) -> Reply:
    """Say that what the device held is gone with its cookie, with all that was typed."""
    return cookies.refused(request, template)


def noted(request: Request, reply: Reply, numbers: Container[int]) -> Reply:
    """Remember that somebody was shown the codes of these drafts, which outlast the device."""
    shown = {n: one._replace(noted=True) for n, one in held(request).items() if n in numbers}
    return carry(request, reply, shown)


def forget(request: Request, session: Session, reply: Reply) -> Reply:
    """Have the device hold nothing any more; drafts whose code nobody was shown are deleted."""
    for number, holding in held(request).items():
        if not holding.noted:
            drafts.forget(session, number, holding.code)
    return drop(request, reply)


def drop(request: Request, reply: Reply, number: int | None = None) -> Reply:
    """Have the browser forget what it holds, or only what belongs to one consultation."""
    for name in cookies_of(request, COOKIE):
        if number is None or name.split("-")[1:2] == [str(number)]:
            cookies.drop(request, reply, name, "lax")
    return reply


def _contents(holdings: Held) -> dict[str, list[Any]]:
    contents: dict[str, list[Any]] = {}
    for number, holding in holdings.items():
        name = f"{COOKIE}-{number}"
        contents[name] = [holding.code, holding.noted]
        for receipt in holding.receipts:
            sign = drafts.receipt_name(receipt.code)[:_SIGNS]
            contents[f"{name}-{sign}"] = [holding.code, *receipt]
    return contents


def _opened(request: Request) -> dict[str, list[Any]]:
    key = _key(request.state.settings)
    found = {
        name: cookies.unsealed(key, text, f"{_PLACE} {name}")
        for name, text in cookies_of(request, COOKIE).items()
    }
    return {name: json.loads(data) for name, data in found.items() if data}


def _sealed(settings: Settings, name: str, content: list[Any]) -> str:
    text = json.dumps(content, separators=(",", ":"))
    return cookies.sealed(_key(settings), text.encode(), f"{_PLACE} {name}")


def _key(settings: Settings) -> bytes:
    return crypto.installation_key(settings.secret, _PLACE)
