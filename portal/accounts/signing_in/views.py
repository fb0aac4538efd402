"""Signing in, in two steps, and signing out."""

from datetime import timedelta

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.accounts import commands, queries
from portal.accounts.models import Account, HalfWay
from portal.accounts.signing_in import asking, crowding, proofs, sessions, waiting
from portal.accounts.signing_in.proofs import Refusal
from portal.problems import Problem, Problems, mark
from portal.store.audit import record
from portal.store.db import now
from portal.web.page import (
    get,
    keep,
    link,
    own_path,
    page,
    post,
    public,
    redirect,
    render,
    sent_text,
)

_WRONG_PASSWORD = mark("The e-mail address or the password is not right.")
_WRONG_CODE = mark("This code is not right, or it has been used. Wait for the next one.")
_WRONG_RECOVERY = mark("The e-mail address, the password or the recovery code is not right.")


def _sign_in_first(request: Request, session: Session) -> Response:
    return asking.sign_in_page(request, session)


sign_in = page(public(_sign_in_first))


@page(hashing=True, admit=crowding.admitted)
@public
@asking.asked_first("password", _sign_in_first)
def check_password(request: Request, session: Session) -> Response:
    """Go on to the code if the password is right."""
    form = request.state.form
    asker, email = waiting.asker(request), sent_text(form, "email")
    proven = proofs.password(session, asker, email, typed(form, "password"), now())
    if isinstance(proven, Refusal):
        problems = {"email": Problem(_WRONG_PASSWORD)}
        return refused(request, proven) or asking.sign_in_page(request, session, problems)
    return go_half_way(request, session, proven, own_path(sent_text(form, "next")))


def _code_first(request: Request, session: Session) -> Response:
    proven = sessions.half_way(request, session)
    if proven is None:
        return asking.again(request, session)
    if not proven[0].sealed_secret:
        return asking.next_step(request, "enrol")
    return _code_page(request, session, proven)


ask_code = page(public(_code_first))


@page
@public
@asking.asked_first("code", _code_first)
def check_code(request: Request, session: Session) -> Response:
    """Sign in whoever gave the right password and now the right code."""
    half_way = sessions.half_way(request, session)
    if half_way is None:
        return asking.again(request, session)
    moment, typed_code = now(), sent_text(request.state.form, "code")
    proven = proofs.code(session, waiting.asker(request), half_way[0], typed_code, moment)
    if isinstance(proven, Refusal):
        problems = {"code": Problem(_WRONG_CODE)}
        return refused(request, proven) or _code_page(request, session, half_way, problems)
    if not queries.end_half_way(session, half_way[1].id):
        return asking.again(request, session)
    response = asking.onwards(request, proven, half_way[1].next or link("staff_home"))
    return sessions.open_session(request, session, proven, response, moment)


def _recovery_first(request: Request, session: Session) -> Response:
    return _recovery_page(request)


ask_recovery = page(public(_recovery_first))


@page(hashing=True, admit=crowding.admitted)
@public
@asking.asked_first("recovery_code", _recovery_first)
def check_recovery(request: Request, session: Session) -> Response:
    """Sign in whoever knows the password and a recovery code, and say how many are left.

    Whoever wanted a page, or has something to be sent on, comes there instead.
    """
    form = request.state.form
    email, code = sent_text(form, "email"), sent_text(form, "recovery_code")
    secrets, asker = (typed(form, "password"), code), waiting.asker(request)
    proven = proofs.recovery(session, asker, email, secrets, now())
    if isinstance(proven, Refusal):
        problems = {"email": Problem(_WRONG_RECOVERY)}
        waits = refused(request, proven, with_recovery=False)
        return waits or _recovery_page(request, problems)
    left = len(proven.recovery_codes)
    record(session, proven.id or 0, "account.recovery_code_used", proven.email, left=left)
    next_ = own_path(sent_text(form, "next"))
    response = asking.onwards(request, proven, next_ or link("my_account"))
    return sessions.open_session(request, session, proven, response, now())


@page
@public
def sign_out(request: Request, session: Session) -> Response:
    """End this browser's session."""
    return sessions.close_session(request, session, redirect(request, "home"))


def typed(form: object, name: str) -> str:
    """Read a password exactly as it was typed, spaces and all."""
    value = form.get(name, "") if hasattr(form, "get") else ""
    return value if isinstance(value, str) else ""


def go_half_way(
    request: Request,
    session: Session,
    account: Account,
    next_: str = "",
    *,
    enrolling: bool = False,
) -> Response:
    """Send somebody whose password was right on to the second factor."""
    step = "enrol" if enrolling or not account.sealed_secret else "sign_in_code"
    response = asking.next_step(request, step)
    return sessions.open_half_way(
        request, session, account, response, next_=next_, enrolling=enrolling
    )


def refused(request: Request, refusal: Refusal, *, with_recovery: bool = True) -> Response | None:
    """Say when to try again, if it is too soon; the count is kept in any case."""
    keep(request)
    if not refusal.wait:
        return None
    seconds = -(-refusal.wait // timedelta(seconds=1))
    response = render(
        request,
        "accounts/signing_in/sign_in_wait.html",
        status=429,
        seconds=seconds,
        minutes=-(-seconds // 60),
        busy=False,
        with_recovery=with_recovery,
        next=own_path(sent_text(request.state.form, "next")),
    )
    response.headers["retry-after"] = str(seconds)
    return response


def _recovery_page(request: Request, problems: Problems | None = None) -> Response:
    form = getattr(request.state, "form", request.query_params)
    return render(
        request,
        "accounts/signing_in/sign_in_recovery.html",
        email=sent_text(form, "email"),
        next=own_path(sent_text(form, "next")),
        problems=problems,
    )


def _code_page(
    request: Request,
    session: Session,
    proven: tuple[Account, HalfWay],
    problems: Problems | None = None,
) -> Response:
    return render(
        request,
        "accounts/signing_in/sign_in_code.html",
        demo=list(commands.demo_chapter(request, session, only=proven[0])),
        next=proven[1].next,
        problems=problems,
    )


routes = [
    get("/account/sign-in", sign_in, name="sign_in"),
    post("/account/sign-in", check_password, name="check_password"),
    get("/account/code", ask_code, name="sign_in_code"),
    post("/account/code", check_code, name="check_code"),
    get("/account/recovery", ask_recovery, name="sign_in_recovery"),
    post("/account/recovery", check_recovery, name="check_recovery"),
    post("/account/sign-out", sign_out, name="sign_out"),
]
