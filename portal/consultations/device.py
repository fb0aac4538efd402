"""What a device holds of answers: for each consultation, the code of a draft and a receipt's.

One cookie carries it until the browser is closed. It is sealed by this installation, so a code
that was not drawn here, or that somebody typed into the cookie, begins nothing and opens nothing.
"""

import json
from collections.abc import Container, Mapping
from typing import NamedTuple

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response as Reply

from portal import cookies, crypto
from portal.consultations import drafts
from portal.security import cookie
from portal.settings import Settings

COOKIE = "answer"
_MOST = 20  # consultations that are answered at the same time; the cookie stays under 2 KB
_PLACE = "answers of a device"


class Holding(NamedTuple):
    """The code of a draft, whether anybody was shown it, and the receipt code of its sending.

    The receipt code is drawn at sending, and the second of that is kept with it: the draft's code,
    which somebody else may have noted before, says nothing of it.
    """

    code: str
    noted: bool = False
    receipt: str = ""
    drawn: int = 0


Held = Mapping[int, Holding]
"""Holdings by the number of their consultation, the latest last."""


def held(request: Request) -> Held:
    """Read what this device holds."""
    key = _key(request.state.settings)
    data = cookies.unsealed(key, cookie(request, COOKIE), _PLACE)
    return {int(number): Holding(*one) for number, one in json.loads(data or b"{}").items()}


def carry(request: Request, reply: Reply, holdings: Held) -> Reply:
    """Let the browser carry what it holds until it is closed; a cookie with nothing is dropped."""
    if not holdings:
        return drop(request, reply)
    sealed = written(request.state.settings, holdings)
    return cookies.carry(request, reply, COOKIE, sealed, "lax")


def written(settings: Settings, holdings: Held) -> str:
    """Write the cookie: nobody but this installation can."""
    text = json.dumps(dict(list(holdings.items())[-_MOST:]), separators=(",", ":"))
    return cookies.sealed(_key(settings), text.encode(), _PLACE)


def asked_for(request: Request, holdings: Held) -> Reply | None:
    """Have the browser hold codes before anything is kept that only they can open.

    None if it holds them already; whoever keeps no cookies is told so, with all they typed.
    """
    now = held(request)
    if all(now.get(number) == holding for number, holding in holdings.items()):
        return None
    others = {number: one for number, one in now.items() if number not in holdings}
    again = cookies.ask(request, lambda reply: carry(request, reply, {**others, **holdings}))
    return again or cookies.refused(request, "consultations/no_cookies.html")


def lost(request: Request, template: str) -> Reply:
    """Say that what the device held is gone with its cookie, with all that was typed."""
    return cookies.refused(request, template)


def noted(request: Request, reply: Reply, numbers: Container[int]) -> Reply:
    """Remember that somebody was shown the codes of these drafts, which outlast the device."""
    shown = {n: one._replace(noted=True) for n, one in held(request).items() if n in numbers}
    return carry(request, reply, {**held(request), **shown})


def without(request: Request, number: int | None) -> Held:
    """Give what this device holds besides what belongs to one consultation."""
    return {one: holding for one, holding in held(request).items() if one != number}


def forget(request: Request, session: Session, reply: Reply) -> Reply:
    """Have the device hold nothing any more; drafts whose code nobody was shown are deleted."""
    for number, holding in held(request).items():
        if not holding.noted:
            drafts.forget(session, number, holding.code)
    return drop(request, reply)


def drop(request: Request, reply: Reply) -> Reply:
    """Have the browser forget the cookie."""
    return cookies.drop(request, reply, COOKIE, "lax")


def _key(settings: Settings) -> bytes:
    return crypto.installation_key(settings.secret, _PLACE)
