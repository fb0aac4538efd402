"""Cards that officers issue: printed once, known by their number, and in no list.

A list of cards would be one of members. Whoever issues one writes its number down, and names it
to have it replaced or revoked.
"""

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.accounts.guards import officer_only
from portal.accounts.models import Account
from portal.members import cards, keeping
from portal.members.models import Member, MemberCard
from portal.members.staff import issuing
from portal.problems import Problems
from portal.store.db import random_id
from portal.web.page import done, get, link, page, post, render, sent_text


@page
@officer_only
def staff_cards(request: Request, session: Session, account: Account) -> Response:
    """Ask for a card to be issued, or for the number of one to be replaced or revoked."""
    return _shown(request)


@page
@officer_only
def issue_card(request: Request, session: Session, account: Account) -> Response:
    """Take somebody in who has no e-mail address, and show their card once."""
    reading = issuing.wanted(request, session, request.state.council.languages)
    if reading.problems:
        return _shown(request, reading.problems)
    member = issuing.take_in(session, reading.values["language"])
    return _issued(request, session, account, member, "card.issued")


@page
@officer_only
def end_card(request: Request, session: Session, account: Account) -> Response:
    """Have a card open nothing any more, and sign its owner out, who may get another one."""
    card = issuing.named(request, session, account)
    if not isinstance(card, MemberCard):
        return _shown(request, card)
    member = session.get_one(Member, card.member_id)
    if refused := keeping.new_way_in(request.state.features, session, member):
        return _shown(request, {"number": refused})
    keeping.sign_out(request.state.features, session, member)
    if "revoke" not in request.state.form:
        return _issued(request, session, account, member, "card.replaced")
    cards.revoke(session, card)
    issuing.log(session, account, "card.revoked", card)
    return done(request, link("staff_cards"), "done")


def _issued(
    request: Request, session: Session, account: Account, member: Member, action: str
) -> Response:
    """Show a new card, which nothing leads back to."""
    number, sheet = issuing.issue(request, session, account, member, action)
    return render(request, "members/staff/card.html", sheet=sheet, number=number)


def _shown(request: Request, problems: Problems | None = None) -> Response:
    form = getattr(request.state, "form", {})
    return render(
        request,
        "members/staff/cards.html",
        language_chosen=sent_text(form, "language"),
        number=sent_text(form, "number"),
        keys=(random_id(), random_id()),
        problems=problems,
    )


routes = [
    get("/staff/cards", staff_cards, name="staff_cards"),
    post("/staff/cards/issue", issue_card, name="issue_card"),
    post("/staff/cards/end", end_card, name="end_card"),
]
