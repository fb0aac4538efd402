"""The invented members of the demonstration, and the cards with which anybody signs in as them."""

from collections.abc import Iterator
from typing import NamedTuple

from sqlmodel import Session
from starlette.requests import Request

from portal.members import cards
from portal.sealing import crypto
from portal.settings import Settings
from portal.web.feature import Chapter

SHOWN = 6
"""How many of them stand on the page for signing in."""


class DemoMember(NamedTuple):
    """Somebody as whom one can sign in: their name and the code of their card."""

    name: str
    code: str


def code(settings: Settings, number: int) -> str:
    """Give the code of a card of the demonstration; in no other portal is there such a card."""
    key = crypto.installation_key(settings.secret, "members:demonstration")
    drawn = int(crypto.signature(key, str(number).encode()), 16)
    return crypto.code_of(drawn % (1 << 115))


def chapter(request: Request, session: Session) -> Iterator[Chapter]:
    """Tell how to sign in to the demonstration as a member."""
    settings: Settings = request.state.settings
    codes = [code(settings, number) for number in range(SHOWN)]
    found = [(cards.opened(session, one), one) for one in codes]
    people = [DemoMember(one.name, crypto.format_code(typed)) for one, typed in found if one]
    if people:
        yield Chapter("members/demo.html", {"people": people})
