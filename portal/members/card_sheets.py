"""A card as it is printed: neutral, in its owner's language, with nothing of what it is for."""

from markupsafe import Markup
from sqlmodel import Session
from starlette.requests import Request

from portal.languages import i18n
from portal.members import arrangements, cards
from portal.members.models import MemberCard
from portal.sealing import crypto
from portal.web.links import absolute, link
from portal.web.rendering import environment, shared_context


def drawn(request: Request, session: Session, card: MemberCard, code: str, tag: str) -> Markup:
    """Draw a card in a language, whatever that of the page on which it is shown, once."""
    before = i18n.language()
    i18n.speak(tag)
    try:
        sheet = environment().get_template("members/card_sheet.html")
        html = sheet.render(
            shared_context(request),
            number=cards.shown_number(card.number),
            card_code=crypto.format_code(code),
            address=absolute(request.state.settings, link("member_card")),
            months=2 * arrangements.current(session).idle_months,
        )
    finally:
        i18n.speak(before)
    return Markup(html)  # noqa: S704 - drawn by a template that escapes
