"""Asking which member it is, also somebody whose session ended while they typed."""

from typing import Any
from urllib.parse import quote

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.languages import i18n, locales
from portal.members import arrangements, new_addresses
from portal.members.models import Member
from portal.members.rules import whose
from portal.store.db import now
from portal.web import sealed_forms
from portal.web.brought import signing_in
from portal.web.links import link_here
from portal.web.own_paths import in_language, own_path
from portal.web.page import link, redirect_to, render, sent_text
from portal.web.security import SAFE_METHODS


def sign_in_page(
    request: Request, session: Session, *, status: int = 200, back: str = "", **shown: Any
) -> Response:
    """Ask for an address, or lead to a card's code; whoever signs in is led `back`."""
    empty: dict[str, Any] = {"email": "", "problems": {}, "wait": 0}
    return render(
        request,
        "members/signing_in/sign_in.html",
        status=status,
        next=back or wanted(request),
        demo=signing_in(request, session),
        to_members=True,
        least_age=arrangements.current(session).least_age,
        ways_in=[one for feature in request.state.features for one in feature.ways_in],
        **(empty | shown),
    )


def sent_page(
    request: Request, email: str, again: str, demo_link: str = "", *, for_an_hour: bool = False
) -> Response:
    """Say that a link was mailed; `again` is the page on which another address is written."""
    shown: dict[str, Any] = {"email": email, "again": again, "demo_link": demo_link}
    shown["for_an_hour"] = for_an_hour
    return render(request, "members/signing_in/sent.html", next=wanted(request), **shown)


def wanted(request: Request) -> str:
    """Give the page to which somebody is led once they signed in."""
    form = getattr(request.state, "form", request.query_params)
    return own_path(sent_text(form, "next"))


def instead(request: Request, session: Session) -> Response:
    """Ask whoever is not signed in, and come back to the page they wanted, with what they sent."""
    here = link_here(request)
    if request.method in SAFE_METHODS:
        return redirect_to(request, f"{link('member_sign_in')}?next={quote(here)}")
    if carried(request) is None:
        owner = sealed_forms.owner(request) or ""
        request.state.sealed_form = sealed_forms.seal(request, owner, now())
    return sign_in_page(request, session, status=403, back=own_path(here))


def onwards(request: Request, member: Member, then: str) -> Response:
    """Send on what a member typed before they were asked who they are, or lead to a page.

    What somebody else typed is not sent, and they are told.
    """
    form = carried(request)
    then = in_language(own_path(then), i18n.language(), locales.LANGUAGES | locales.PSEUDO)
    then = then or link("member_page")
    if form is None:
        return redirect_to(request, then)
    if form.whose == whose(member.id):
        return sealed_forms.send_on(i18n.language(), form)
    return render(request, "members/signing_in/not_sent.html", then=then)


def told_first(session: Session, member: Member, then: str) -> str:
    """Lead whoever comes with a card to their own page first, if somebody wants an address there.

    It may be another who saw the card, and nobody else tells its owner.
    """
    return "" if new_addresses.waiting(session, member, now()) else then


def is_anothers(request: Request, member: Member) -> bool:
    """Tell whether a form comes from somebody else's page, left open in this browser."""
    return sealed_forms.owner(request) not in (None, whose(member.id))


def carried(request: Request) -> sealed_forms.SealedForm | None:
    """Give the sealed form that a page carries, or one without a text if it cannot be opened."""
    found: sealed_forms.SealedForm | None = getattr(request.state, "sealed_form", None)
    return found
