"""The invented members of the demonstration, and the cards with which anybody signs in as them."""

from collections.abc import Iterator
from typing import NamedTuple

from sqlmodel import Session
from starlette.requests import Request

from portal.frozen import FrozenDict
from portal.members import cards
from portal.problems import mark
from portal.sealing import crypto
from portal.settings import Settings
from portal.web.brought import Chapter

SHOWN = FrozenDict(
    {
        0: mark("Chair"),
        3: mark("Deputy chair"),
        8: mark("Moderator"),
        5: mark("Representative"),
        1: mark("Helper"),
        2: mark("Helper"),
        7: mark("Member"),
    }
)
"""Who stands on the pages for signing in, by the places in the list, and what each of them is."""


class DemoMember(NamedTuple):
    """Somebody as whom one can sign in: their name, what they are, and the code of their card."""

    name: str
    who: str
    code: str


def code(settings: Settings, number: int) -> str:
    """Give the code of a card of the demonstration; in no other portal is there such a card."""
    key = crypto.installation_key(settings.secret, "members:demonstration")
    drawn = int(crypto.signature(key, str(number).encode()), 16)
    return crypto.code_of(drawn % (1 << 115))


def chapter(request: Request, session: Session) -> Iterator[Chapter]:
    """Tell how to sign in to the demonstration as a member."""
    settings: Settings = request.state.settings
    found = [(code(settings, number), who) for number, who in SHOWN.items()]
    people = [
        DemoMember(one.name, who, crypto.format_code(typed))
        for typed, who in found
        if (one := cards.opened(session, typed))
    ]
    if people:
        yield Chapter("members/demo.html", {"people": people})
