"""Asking for a link, and signing in with the code of a card."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.languages import i18n
from portal.members import asking, cards, forms, sessions
from portal.members.signing_in import limits, mailing
from portal.problems import Problem, mark
from portal.sealing import crypto
from portal.store.db import now
from portal.web.brought import signing_in
from portal.web.page import (
    done,
    get,
    link,
    own_path,
    page,
    post,
    public,
    render,
    sent_text,
    switched,
)

_LONGEST_PATH = 2000
_NO_CODE = mark("This code is not complete or has a mistake in it. Check it and try again.")
_OPENS_NOTHING = mark(
    "No card with this code opens anything. It may have been replaced. Call the council."
)


@page
@public
def sign_in(request: Request, session: Session) -> Response:
    """Ask for an address or a card's code."""
    return asking.sign_in_page(request, session)


@page
@public
def ask_for_link(request: Request, session: Session) -> Response:
    """Have a link mailed, and answer the same whether or not anybody is known under the address."""
    form, moment = request.state.form, now()
    if "_switch" in form or "email" not in form:
        return switched(request) or _in_this_language(request, session)
    reading = forms.address(form)
    if reading.problems:
        return _again(request, session, problems=reading.problems)
    if limits.asks_too_often(request):
        return _later(_again(request, session, status=429, wait=limits.WAIT_MINUTES))
    email, next_ = reading.values["email"], own_path(sent_text(form, "next"))
    if limits.may_mail(session, limits.Mail.LINK, email, moment):
        kept = next_ if len(next_) <= _LONGEST_PATH else ""
        mailing.ask(session, email, i18n.language(), kept, moment)
    return asking.sent_page(request, email, _sign_in_page(form))


@page
@public
def ask_for_card(request: Request, session: Session) -> Response:
    """Ask for the code of a card."""
    return _card_page(request, session)


@page
@public
def enter_card(request: Request, session: Session) -> Response:
    """Sign in whoever has a card; a code that opens nothing is counted."""
    if response := switched(request):
        return response
    form = request.state.form
    if "_switch" in form or "code" not in form:
        return _card_page(request, session)
    if limits.tries_too_often(request):
        return _later(_card_page(request, session, status=429, wait=limits.WAIT_MINUTES))
    reading = forms.code(form)
    codes = crypto.codes_in(reading.values["code"])
    member = next(filter(None, (cards.opened(session, code) for code in codes)), None)
    if member is None:
        problems = reading.problems or {"code": Problem(_OPENS_NOTHING if codes else _NO_CODE)}
        if codes:
            limits.note_failed_try(request)
        return _card_page(request, session, problems=problems)
    then = asking.told_first(session, member, sent_text(form, "next"))
    response = asking.onwards(request, member, then)
    own_device = forms.own_device(form)
    return sessions.open_session(request, session, member, response, own_device=own_device)


@page
@public
def sign_out(request: Request, session: Session) -> Response:
    """End this browser's session."""
    return sessions.close_session(request, session, done(request, link("member_sign_in"), "out"))


def _in_this_language(request: Request, session: Session) -> Response:
    """Show what stood in another language: the page with the form, or that a mail was sent."""
    form = request.state.form
    if "_sent" in form:
        return asking.sent_page(request, sent_text(form, "email"), _sign_in_page(form))
    return _again(request, session)


def _again(request: Request, session: Session, **shown: Any) -> Response:
    """Show the page again with what was typed into it."""
    typed = sent_text(request.state.form, "email")
    return asking.sign_in_page(request, session, email=typed, **shown)


def _sign_in_page(form: Mapping[str, Any]) -> str:
    next_ = own_path(sent_text(form, "next"))
    return link("member_sign_in") + (f"?next={quote(next_)}" if next_ else "")


def _card_page(request: Request, session: Session, **shown: Any) -> Response:
    # The demonstration tells its codes to everybody; elsewhere none stands in an address.
    linked = request.query_params if request.state.settings.demo else {}
    form = getattr(request.state, "form", linked)
    empty: dict[str, Any] = {"problems": {}, "wait": 0}
    return render(
        request,
        "members/signing_in/card.html",
        code=sent_text(form, "code"),
        own_device=bool(sent_text(form, "own_device")),
        next=asking.wanted(request),
        demo=signing_in(request, session),
        to_members=True,
        **(empty | shown),
    )


def _later(response: Response) -> Response:
    response.headers["retry-after"] = str(limits.WAIT_MINUTES * 60)
    return response


routes = [
    get("/member/sign-in", sign_in, name="member_sign_in"),
    post("/member/sign-in", ask_for_link, name="ask_for_link"),
    get("/member/card", ask_for_card, name="member_card"),
    post("/member/card", enter_card, name="enter_card"),
    post("/member/sign-out", sign_out, name="member_sign_out"),
]
