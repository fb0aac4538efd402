"""Being signed in: a random token in the browser's cookie, and only its hash with us.

The cookie is SameSite=Lax, not Strict: with Strict, staff who follow a link to a page from
an e-mail would be asked to sign in again although they are. Nothing is changed by a GET,
and a form that another site sends is refused by `security`.
"""

import secrets
from datetime import datetime, timedelta

from sqlmodel import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from portal.accounts import guards, queries
from portal.accounts.models import Account, AccountSession, HalfWay
from portal.accounts.rules import LONGEST_SESSION
from portal.accounts.signing_in import browsers, passwords
from portal.sealing import crypto
from portal.store import audit
from portal.store.db import now as clock
from portal.store.jobs import Job
from portal.web import cookies
from portal.web.security import SESSION_COOKIE, cookie, is_hidden

HALF_WAY_COOKIE = "half-way"
HALF_WAY = timedelta(minutes=5)

_LONGEST_PATH = 2000


def open_session(
    request: Request, session: Session, account: Account, response: Response, now: datetime
) -> Response:
    """Sign the browser in under a fresh token, and end the session it had.

    A page of somebody else does not sign it in as them.
    """
    if is_hidden(request.headers):
        raise HTTPException(403)
    queries.end_session(session, guards.session_id(request))
    token = secrets.token_urlsafe(32)
    session.add(
        AccountSession(
            id=crypto.fingerprint(token),
            account_id=account.id or 0,
            created=now,
            seen=now,
            expires=now + LONGEST_SESSION,
        )
    )
    audit.record(session, account.id or 0, "account.signed_in", account.email)
    known = browsers.of(request).with_account(account, now)
    kept = browsers.sealed(request.state.settings, known)
    cookies.carry(request, response, browsers.COOKIE, kept, "lax", lasting=browsers.LASTS)
    _end_half_way(request, session, response)
    return cookies.carry(request, response, SESSION_COOKIE, token, "lax")


def close_session(request: Request, session: Session, response: Response) -> Response:
    """Sign the browser out, and end what it had begun."""
    queries.end_session(session, guards.session_id(request))
    _end_half_way(request, session, response)
    return cookies.drop(request, response, SESSION_COOKIE, "lax")


def open_half_way(
    request: Request,
    session: Session,
    account: Account,
    response: Response,
    *,
    next_: str = "",
    enrolling: bool = False,
) -> Response:
    """Note that the password was right, and let the browser carry the sign for a few minutes.

    Whoever sets up another second factor is signed in, and does it in that session only.
    """
    queries.end_half_way(session, _half_way_id(request))
    token = secrets.token_urlsafe(32)
    session.add(
        HalfWay(
            id=crypto.fingerprint(token),
            account_id=account.id or 0,
            session_id=guards.session_id(request) if enrolling else None,
            state=_state(account),
            next=next_ if len(next_) <= _LONGEST_PATH else "",
            enrolling=enrolling,
            expires=clock() + HALF_WAY,
        )
    )
    return cookies.carry(request, response, HALF_WAY_COOKIE, token, "lax", lasting=HALF_WAY)


def half_way(request: Request, session: Session) -> tuple[Account, HalfWay] | None:
    """Find who gave the right password a moment ago, if that still counts in this browser."""
    found = queries.half_way(session, _half_way_id(request), clock())
    account = queries.by_id(session, found.account_id) if found else None
    if found is None or account is None or account.disabled or found.state != _state(account):
        return None
    if found.session_id and found.session_id != guards.session_id(request):
        return None
    return account, found


def _end_half_way(request: Request, session: Session, response: Response) -> None:
    queries.end_half_way(session, _half_way_id(request))
    cookies.drop(request, response, HALF_WAY_COOKIE, "lax")


def _half_way_id(request: Request) -> str:
    return crypto.fingerprint(cookie(request, HALF_WAY_COOKIE))


def _state(account: Account) -> str:
    return passwords.state(f"{account.password_hash} {account.sealed_secret}")


def _tidy(session: Session, now: datetime) -> None:
    queries.end_expired(session, now)
    queries.end_expired_half_ways(session, now)
    queries.forget_old_failures(session, now)


JOB = Job("accounts.end_expired_sessions", timedelta(hours=1), _tidy, deletes=True)
