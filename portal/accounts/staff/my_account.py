"""One's own account: password, second factor, recovery codes, and where one is signed in."""

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.accounts import queries
from portal.accounts.guards import session_id, staff_only
from portal.accounts.models import Account
from portal.accounts.signing_in import proofs, sessions, waiting
from portal.accounts.signing_in.views import go_half_way, refused, typed
from portal.accounts.staff import enrolment
from portal.problems import Problem, Problems, mark
from portal.store.audit import record
from portal.store.db import now
from portal.web.page import get, page, post, redirect, render, sent_text

_WRONG = mark("This is not your current password.")


@page
@staff_only
def my_account(request: Request, session: Session, account: Account) -> Response:
    """Show one's own account."""
    return _page(request, session, account)


@page(hashing=True)
@staff_only
def change_password(request: Request, session: Session, account: Account) -> Response:
    """Change one's password; every other browser is signed out, and this one gets a new token."""
    if refusal := _unproven(request, session, account, "current"):
        return refusal
    if problems := enrolment.new_password_problems(request, account):
        return _page(request, session, account, problems)
    enrolment.change_password(request, session, account)
    response = redirect(request, "my_account")
    return sessions.open_session(request, session, account, response, now())


@page(hashing=True)
@staff_only
def renew_recovery_codes(request: Request, session: Session, account: Account) -> Response:
    """Draw new recovery codes, which ends the old ones."""
    if refusal := _unproven(request, session, account, "password_for_codes"):
        return refusal
    record(session, account.id or 0, "account.recovery_codes_renewed", account.email)
    return enrolment.fresh_recovery_codes(request, account)


@page(hashing=True)
@staff_only
def renew_factor(request: Request, session: Session, account: Account) -> Response:
    """Go on to set up another telephone or app."""
    if refusal := _unproven(request, session, account, "password_for_app"):
        return refusal
    return go_half_way(request, session, account, enrolling=True)


@page
@staff_only
def end_sessions(request: Request, session: Session, account: Account) -> Response:
    """Sign out one of one's other browsers, or everywhere."""
    only = sent_text(request.state.form, "session")
    queries.end_sessions(session, account, only=only)
    record(session, account.id or 0, "account.signed_out", account.email, everywhere=not only)
    if only and only != session_id(request):
        return redirect(request, "my_account")
    return sessions.close_session(request, session, redirect(request, "sign_in"))


def _unproven(request: Request, session: Session, account: Account, field: str) -> Response | None:
    """Ask for the password once more: a browser left open must not give the account away."""
    asker, current = waiting.asker(request), typed(request.state.form, field)
    proven = proofs.password(session, asker, account.email, current, now())
    if isinstance(proven, Account):
        return None
    problems = {field: Problem(_WRONG)}
    return refused(request, proven) or _page(request, session, account, problems)


def _page(
    request: Request, session: Session, account: Account, problems: Problems | None = None
) -> Response:
    return render(
        request,
        "accounts/staff/mine.html",
        sessions=queries.sessions_of(session, account, now()),
        current=session_id(request),
        problems=problems,
    )


routes = [
    get("/account", my_account, name="my_account"),
    post("/account/password", change_password, name="change_password"),
    post("/account/codes", renew_recovery_codes, name="renew_recovery_codes"),
    post("/account/app", renew_factor, name="renew_factor"),
    post("/account/sessions", end_sessions, name="end_my_sessions"),
]
