"""Choosing a password by invitation, and setting up the second factor."""

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.accounts import links, queries
from portal.accounts.models import Account, HalfWay
from portal.accounts.signing_in import asking, codes, passwords, sessions
from portal.accounts.signing_in.views import go_half_way, typed
from portal.problems import Problem, Problems, mark
from portal.store import audit
from portal.store.db import now
from portal.web.page import get, page, post, public, render, sent_text

ISSUER = "Voices"
DIFFERENT = mark("The two passwords are not the same.")

_CODE_WRONG = mark("This code is not right. Wait for the next one, and check the clock.")


@page
@public
def invitation(request: Request, session: Session) -> Response:
    """Show what an invitation is for; nothing happens yet, because mail scanners follow links."""
    account = _invited(request, session)
    if account is None:
        return render(request, "accounts/staff/invitation_over.html", status=404)
    return _invitation_page(request, account)


@page(hashing=True)
@public
def accept(request: Request, session: Session) -> Response:
    """Keep the password, which ends the link, and go on to the second factor."""
    account = _invited(request, session)
    if account is None:
        return render(request, "accounts/staff/invitation_over.html", status=404)
    if problems := new_password_problems(request, account):
        return _invitation_page(request, account, problems)
    change_password(request, session, account)
    return go_half_way(request, session, account)


def _offer_first(request: Request, session: Session) -> Response:
    enrolling = _enrolling(request, session)
    if enrolling is None:
        return asking.again(request, session)
    account, _ = enrolling
    return _enrol_page(request, account, codes.new_secret())


enrol = page(public(_offer_first))


@page
@public
@asking.asked_first("offer", _offer_first)
def confirm(request: Request, session: Session) -> Response:
    """Keep the second factor once a code shows that the app has it, and sign in."""
    enrolling = _enrolling(request, session)
    if enrolling is None:
        return asking.again(request, session)
    account, proven = enrolling
    settings, form, moment = request.state.settings, request.state.form, now()
    secret = codes.offered_secret(settings, account, sent_text(form, "offer"))
    typed_code = sent_text(form, "code")
    step = codes.accepted_step(secret, typed_code, 0, moment, demo=settings.demo)
    if step is None:
        problems = {"code": Problem(_CODE_WRONG)}
        return _enrol_page(request, account, secret or codes.new_secret(), problems)
    if not queries.end_half_way(session, proven.id):
        return asking.again(request, session)
    account.sealed_secret = codes.seal_secret(settings, account, secret)
    account.last_step = step
    return _enrolled(request, session, account)


def new_password_problems(request: Request, account: Account) -> Problems:
    """Say what is wrong with the new password on a form that asks for it twice."""
    chosen = typed(request.state.form, "new_password")
    if problem := passwords.problem(chosen, account.email):
        return {"new_password": problem}
    if chosen != typed(request.state.form, "again"):
        return {"again": Problem(DIFFERENT)}
    return {}


def change_password(request: Request, session: Session, account: Account) -> None:
    """Keep the new password of a form, and sign the account out everywhere."""
    account.password_hash = passwords.hashed(typed(request.state.form, "new_password"))
    queries.end_sessions(session, account)
    audit.record(session, account.id or 0, "account.password_changed", account.email)


def fresh_recovery_codes(request: Request, account: Account) -> Response:
    """Replace the recovery codes, and show the new ones this once."""
    drawn = codes.new_recovery_codes()
    settings = request.state.settings
    account.recovery_codes = [codes.stored_recovery_code(settings, code) for code in drawn]
    own = asking.is_own(asking.carried(request), account)
    return render(request, "accounts/staff/codes.html", codes=drawn, email=account.email, own=own)


def _enrolled(request: Request, session: Session, account: Account) -> Response:
    queries.end_sessions(session, account)
    audit.record(session, account.id or 0, "account.second_factor_set_up", account.email)
    response = fresh_recovery_codes(request, account)
    return sessions.open_session(request, session, account, response, now())


def _invited(request: Request, session: Session) -> Account | None:
    number, state = links.invited(request.state.settings, request.path_params["token"])
    account = queries.held(session, number)
    return account if account and links.bound_to(account, state) else None


def _enrolling(request: Request, session: Session) -> tuple[Account, HalfWay] | None:
    half_way = sessions.half_way(request, session)
    if half_way is None:
        return None
    account, proven = half_way
    if proven.enrolling:
        # It was begun in a session, which may have ended by itself meanwhile.
        signed_in = queries.signed_in(session, proven.session_id or "", now())
        return half_way if signed_in else None
    return None if account.sealed_secret else half_way


def _invitation_page(
    request: Request, account: Account, problems: Problems | None = None
) -> Response:
    return render(
        request,
        "accounts/staff/invitation.html",
        invited=account,
        problems=problems,
    )


def _enrol_page(
    request: Request, account: Account, secret: str, problems: Problems | None = None
) -> Response:
    return render(
        request,
        "accounts/staff/enrol.html",
        secret=codes.grouped(secret),
        image=codes.qr_code(secret, account.email, ISSUER),
        offer=codes.seal_offer(request.state.settings, account, secret),
        problems=problems,
    )


routes = [
    get("/account/invitation/{token}", invitation, name="invitation"),
    post("/account/invitation/{token}", accept, name="accept_invitation"),
    get("/account/enrol", enrol, name="enrol"),
    post("/account/enrol", confirm, name="confirm_enrolment"),
]
