"""Being signed in: a random token in the browser's cookie, and only its hash with us.

The cookie is SameSite=Lax, not Strict: with Strict, staff who follow a link to a page from
an e-mail would be asked to sign in again although they are. Nothing is changed by a GET,
and a form that another site sends is refused by `security`.
"""

import secrets
from datetime import datetime, timedelta

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal import audit, crypto, jobs
from portal.accounts import guards, links, queries
from portal.accounts.models import Account, AccountSession
from portal.accounts.rules import LONGEST_SESSION
from portal.security import SESSION_COOKIE, cookie, cookie_name

HALF_WAY_COOKIE = "half-way"


def open_session(
    request: Request, session: Session, account: Account, response: Response, now: datetime
) -> Response:
    """Sign the browser in under a fresh token, and end the session it had."""
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
    _forget(request, response, HALF_WAY_COOKIE)
    return _keep(request, response, SESSION_COOKIE, token)


def close_session(request: Request, session: Session, response: Response) -> Response:
    """Sign the browser out."""
    queries.end_session(session, guards.session_id(request))
    return _forget(request, response, SESSION_COOKIE)


def keep_half_way(request: Request, response: Response, token: str) -> Response:
    """Let the browser carry the sign that a password was right, for a few minutes."""
    return _keep(request, response, HALF_WAY_COOKIE, token, lasting=links.HALF_WAY)


def half_way(request: Request, session: Session) -> tuple[Account, links.HalfWay] | None:
    """Find who gave the right password a moment ago, if that password still stands."""
    token = cookie(request, HALF_WAY_COOKIE)
    proven = links.read_half_way(request.state.settings, token)
    account = queries.by_id(session, proven.account) if proven else None
    if account is None or proven is None or not links.bound_to(account, proven.state):
        return None
    return account, proven


def _keep(
    request: Request,
    response: Response,
    name: str,
    value: str,
    *,
    lasting: timedelta | None = None,
) -> Response:
    https = request.state.settings.https
    response.set_cookie(
        cookie_name(name, https),
        value,
        max_age=int(lasting.total_seconds()) if lasting else None,
        secure=https,
        httponly=True,
        samesite="lax",
    )
    return response


def _forget(request: Request, response: Response, name: str) -> Response:
    https = request.state.settings.https
    named = cookie_name(name, https)
    response.delete_cookie(named, secure=https, httponly=True, samesite="lax")
    return response


def _tidy(session: Session, now: datetime) -> None:
    queries.end_expired(session, now)
    queries.forget_old_failures(session, now)


jobs.register("accounts.end_expired_sessions", timedelta(hours=1), _tidy, deletes=True)
