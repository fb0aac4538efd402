"""After sending: the receipt, what became of the consultation, withdrawing, the next person."""

import re
from enum import IntEnum

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response as Reply

from portal.consultations import queries
from portal.consultations.answering import device, drafts, parting, receipt_view, sending
from portal.consultations.answering.visits import published, receipt_of, sent_response
from portal.problems import Problem, mark
from portal.sealing import crypto
from portal.store.db import now
from portal.web import cookies, feature
from portal.web.page import (
    Elsewhere,
    chapters,
    found,
    get,
    link,
    page,
    post,
    public,
    redirect,
    redirect_to,
    render,
    sent_text,
)

COOKIE = "receipt"
_OPENED = "opened"
_PLACE = "receipt"
_SECONDS = 60 * 60
_FORM = re.compile(r"(?P<code>\S+) (?P<until>[0-9]{1,12}) (?P<told>[0-2])")


class Told(IntEnum):
    """What the page of a receipt says of what somebody just did there."""

    NOTHING = 0
    UNSURE = 1
    UNQUOTED = 2


@page
@public
def done(request: Request, session: Session) -> Reply:
    """Show the receipt of what this browser sent: its code, what happens next, the answers."""
    consultation = published(session, request.path_params["slug"])
    holding = device.held(request).get(consultation.id or 0)
    response = sent_response(session, holding)
    if response is None:
        raise Elsewhere(link("consultation", slug=consultation.slug))
    return render(
        request,
        "consultations/answering/done.html",
        receipt_code=receipt_of(holding, response),
        sent=request.query_params.get("sent", ""),
        hears=chapters(request, session, "outcome", consultation),
        **receipt_view.shown(session, consultation, response),
    )


def open_receipt(request: Request, session: Session, code: str) -> Reply:
    """Lead to the page of a receipt, so that going back and forward between pages works.

    Its address carries the code sealed, under a key that is drawn each time and that only this
    browser holds until it is closed. A browser that keeps no cookies is shown the page at once.
    """
    asked = cookies.ask_for_key(request, COOKIE, "lax")
    return asked or lead_to(request, session, code)


def opens(request: Request, session: Session, code: str) -> bool:
    """Tell whether a code is a receipt: of answers, or of what another feature took."""
    own = queries.by_receipt(session, drafts.receipt_name(code)) is not None
    return own or feature.opened(request, session, code) is not None


def reopened(request: Request, session: Session) -> Reply | None:
    """Show the receipt that an address opens in this browser, for an hour."""
    key = cookies.key(request, COOKIE)
    sealed = cookies.unsealed(key, request.query_params.get(_OPENED, ""), _PLACE) or b""
    opened = _FORM.fullmatch(sealed.decode(errors="replace"))
    if not opened or int(opened["until"]) < now().timestamp():
        return None
    if not opens(request, session, opened["code"]):
        return None
    return _page(request, session, opened["code"], Told(int(opened["told"])))


def leave(request: Request, reply: Reply) -> Reply:
    """Have the browser forget the key to receipts, which counts no more."""
    return cookies.end_key(request, reply, COOKIE, "lax")


def lead_to(request: Request, session: Session, code: str, told: Told = Told.NOTHING) -> Reply:
    """Lead to the page of a receipt; show it at once to a browser that keeps no cookies."""
    key = cookies.key(request, COOKIE)
    if key is None:
        return _page(request, session, code, told)
    until = int(now().timestamp()) + _SECONDS
    opened = cookies.sealed(key, f"{code} {until} {int(told)}".encode(), _PLACE)
    return redirect_to(request, f"{link('receipt')}?{_OPENED}={opened}")


@page
@public
def withdraw(request: Request, session: Session) -> Reply:
    """Withdraw the response that a receipt code names, once that is confirmed."""
    code = crypto.parse_code(sent_text(request.state.form, "receipt_code"))
    response = queries.by_receipt(session, drafts.receipt_name(code)) if code else None
    if code is None or response is None:
        raise Elsewhere(link("receipt"))
    if sent_text(request.state.form, "sure") != "yes":
        return lead_to(request, session, code, Told.UNSURE)
    queries.hold(session, response)
    sending.withdraw(session, response)
    return lead_to(request, session, code)


@page
@public
def clear(request: Request, session: Session) -> Reply:
    """Leave nothing of the answers on this device."""
    if first := parting.before_leaving(request, session):
        return first
    reply = _forget(request, session, redirect(request, "home"))
    reply.headers["clear-site-data"] = '"cache", "storage"'
    return reply


@page
@public
def another(request: Request, session: Session) -> Reply:
    """Let the next person answer on the same device, with a code of their own.

    Whoever says that they are the next person is shown no code of the one before.
    """
    consultation = published(session, request.path_params["slug"])
    next_ = "afresh" in request.state.form
    if not next_ and (first := parting.before_leaving(request, session)):
        return first
    reply = redirect_to(request, link("consultation", slug=consultation.slug))
    return _forget(request, session, reply)


def _page(request: Request, session: Session, code: str, told: Told) -> Reply:
    response = queries.by_receipt(session, drafts.receipt_name(code))
    if response is None:
        return found(feature.opened(request, session, code))
    consultation = found(queries.by_id(session, response.consultation_id))
    unsure = told is Told.UNSURE
    problems = {"sure": Problem(mark("Tick the box to withdraw your answers."))} if unsure else {}
    return render(
        request,
        "consultations/answering/receipt_opened.html",
        status=422 if unsure else 200,
        code=code,
        problems=problems,
        unquoted=told is Told.UNQUOTED,
        chapters=chapters(request, session, "receipt", consultation, code),
        hears=chapters(request, session, "outcome", consultation),
        **receipt_view.shown(session, consultation, response),
    )


def _forget(request: Request, session: Session, reply: Reply) -> Reply:
    return device.forget(request, session, leave(request, reply))


routes = [
    post("/receipt/withdraw", withdraw, name="receipt_withdraw"),
    get("/consultations/{slug}/respond/done", done, name="respond_done"),
    post("/consultations/{slug}/respond/clear", clear, name="respond_clear"),
    post("/consultations/{slug}/respond/another", another, name="respond_another"),
]
