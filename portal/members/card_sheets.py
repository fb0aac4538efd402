"""A card as it is printed: neutral, in its owner's language, with nothing of what it is for."""

from markupsafe import Markup
from sqlmodel import Session
from starlette.requests import Request

from portal.members import arrangements, cards
from portal.members.models import MemberCard
from portal.sealing import crypto
from portal.web.rendering import drawn_in


def drawn(request: Request, session: Session, card: MemberCard, code: str, tag: str) -> Markup:
    """Draw a card in a language, whatever that of the page on which it is shown, once."""
    return drawn_in(
        request,
        tag,
        "members/card_sheet.html",
        number=cards.shown_number(card.number),
        card_code=crypto.format_code(code),
        months=2 * arrangements.current(session).idle_months,
    )
