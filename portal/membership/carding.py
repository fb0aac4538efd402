"""A representative gives a printed card to somebody without e-mail, who belongs to the group by it.

It is shown once. Only an officer revokes or replaces one, by its number: with a new card, whoever
replaces it could sign in as its owner.
"""

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.forms import fields, form
from portal.languages.i18n import today
from portal.members import card_sheets, cards
from portal.members import keeping as members
from portal.membership import guards, keeping, leading, mine
from portal.problems import Problem, Problems, mark
from portal.sealing import crypto
from portal.web.networks import Networks
from portal.web.page import page, post, render, sent_text

_MOST, _SECONDS_EACH = 20, 1800.0
_MANY = mark("So many cards were given out lately that no more can be made. Wait half an hour.")
_SHOWN = mark("This card was shown already. If it is lost, an officer makes another one.")


class Given(Networks):
    """How many cards each group gave out lately."""


@page
@leading.LEADING
def give_card(request: Request, session: Session, here: guards.Mine) -> Response:
    """Take somebody in who has no e-mail address, and show their card once."""
    sent, group, day = request.state.form, here.group, today()
    reading, name = _wanted(request), crypto.fingerprint(sent_text(sent, "_key"))[:22]
    if problems := reading.problems or _hindrance(request, session, here, name):
        return mine.shown(request, session, here, problems=problems)
    tag = reading.values["language"]
    member = members.take_in(session, day, tag)
    keeping.add(session, group, member, day)
    card, code = cards.issue(session, member, f"group:{group.id}", day, name)
    sheet = card_sheets.drawn(request, session, card, code, tag)
    number = cards.shown_number(card.number)
    return render(request, "membership/card.html", sheet=sheet, number=number, group=group)


def _wanted(request: Request) -> form.Reading:
    options = [(tag,) for tag in request.state.council.languages]
    asked = fields.Choice("language", mark("Language of the card"), required=True, options=options)
    return form.read([asked], request.state.form)


def _hindrance(request: Request, session: Session, here: guards.Mine, name: str) -> Problems:
    """Say why no card can be made of a form; else count one more."""
    if cards.is_issued(session, name):
        return {"language": Problem(_SHOWN)}
    given: Given = request.state.memory.of(Given)
    source = given.source_of(f"group:{here.group.id}")
    if given.level(source, _SECONDS_EACH) > _MOST - 1:
        return {"language": Problem(_MANY)}
    given.rise(source, _SECONDS_EACH)
    return {}


routes = [post("/member/groups/{slug}/card", give_card, name="give_card")]
