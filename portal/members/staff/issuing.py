"""Issuing a card, and finding the one whose number an officer names."""

from collections.abc import Sequence

from markupsafe import Markup
from sqlmodel import Session
from starlette.requests import Request

from portal import lengths
from portal.accounts.models import Account
from portal.forms.fields import Choice, Line
from portal.forms.form import Reading, read
from portal.forms.words import sent_text
from portal.languages.i18n import today
from portal.languages.numerals import plain_digits
from portal.members import card_sheets, cards, keeping
from portal.members.models import Member, MemberCard
from portal.problems import Problem, Problems, mark
from portal.sealing import crypto
from portal.store.audit import record
from portal.store.db import random_id
from portal.web.networks import Networks

_NO_CARD = mark("No card has this number. Read it from the card or from your note.")
_LANGUAGE = mark("Choose the language of the card.")
_SHOWN_BEFORE = mark(
    "A card was issued with this form already. Its code is shown once only. If it was not printed, "
    "replace that card."
)
_TOO_MANY = mark("Too many numbers that no card has. Try again in an hour.")
_NO_NUMBER = mark("Write the number of the card.")
_NUMBER = Line("number", required=True, most=lengths.TYPED_CODE, missing=_NO_NUMBER)
_WRONG_NUMBERS, _SECONDS_EACH = 10, 360.0


class Guesses(Networks):
    """How many numbers that no card has each account named lately."""


def wanted(request: Request, session: Session, languages: Sequence[str]) -> Reading:
    """Read in which language a card is wanted; a form that comes twice makes one card."""
    options = [(tag,) for tag in languages]
    asked = Choice("language", required=True, wrong=_LANGUAGE, missing=_LANGUAGE, options=options)
    reading = read([asked], request.state.form)
    if not reading.problems and came_before(request, session):
        return Reading(reading.values, {"language": Problem(_SHOWN_BEFORE)})
    return reading


def take_in(session: Session, language: str) -> Member:
    """Take somebody in who has no e-mail address."""
    return keeping.take_in(session, today(), language)


def named(request: Request, session: Session, account: Account) -> MemberCard | Problems:
    """Find the card whose number was typed; whoever guesses numbers has to wait."""
    reading = read([_NUMBER], request.state.form)
    if reading.problems:
        return reading.problems
    guesses: Guesses = request.state.memory.of(Guesses)
    source = guesses.source_of(f"account:{account.id}")
    if guesses.level(source, _SECONDS_EACH) > _WRONG_NUMBERS - 1:
        return {"number": Problem(_TOO_MANY)}
    digits = plain_digits(reading.values["number"])
    card = cards.by_number(session, "".join(one for one in digits if one.isdecimal()))
    if card is None:
        guesses.rise(source, _SECONDS_EACH)
        return {"number": Problem(_NO_CARD)}
    if "revoke" not in request.state.form and came_before(request, session):
        return {"number": Problem(_SHOWN_BEFORE)}
    return card


def issue(
    request: Request, session: Session, account: Account, member: Member, action: str
) -> tuple[str, Markup]:
    """Give somebody a card in place of the one before; give its number, and what is printed."""
    card, code = cards.issue(session, member, f"account:{account.id}", today(), _name(request))
    log(session, account, action, card)
    sheet = card_sheets.drawn(request, session, card, code, member.language)
    return cards.shown_number(card.number), sheet


def came_before(request: Request, session: Session) -> bool:
    """Tell whether the form that asks for a card was sent before."""
    return cards.is_issued(session, _name(request))


def log(session: Session, account: Account, action: str, card: MemberCard) -> None:
    """Log what somebody did with a card, and two digits of its number.

    With the whole number, whoever reads the log could have somebody's card replaced.
    """
    record(session, account.id or 0, action, f"…{card.number[-2:]}")


def _name(request: Request) -> str:
    return crypto.fingerprint(sent_text(request.state.form, "_key") or random_id())[:22]
