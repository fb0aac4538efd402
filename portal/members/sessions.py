"""Being signed in as a member: a random token in a cookie of its own, and only its hash with us.

It is apart from the session of staff: both may be open in one browser, and neither is the other.
"""

import secrets
from datetime import datetime, timedelta
from functools import partial

from sqlmodel import Session
from starlette.background import BackgroundTask
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from portal.languages.i18n import calendar
from portal.members import queries
from portal.members.models import Member, MemberSession
from portal.members.rules import OWN_DEVICE, SHARED_DEVICE, month_of
from portal.sealing import crypto
from portal.store.db import now as clock
from portal.store.jobs import Job
from portal.web import cookies, lanes
from portal.web.security import MEMBER_COOKIE, cookie, is_hidden


def visitor(request: Request, session: Session) -> Member | None:
    """Find which member is signed in, for the page and for its header."""
    member = queries.signed_in(session, session_id(request), clock())
    request.state.member = member
    return member


def session_id(request: Request) -> str:
    """Give the name under which this browser's session is stored."""
    return crypto.fingerprint(cookie(request, MEMBER_COOKIE))


def open_session(
    request: Request, session: Session, member: Member, response: Response, *, own_device: bool
) -> Response:
    """Sign the browser in under a fresh token, end the session it had, and note the month.

    A page of somebody else does not sign it in as them, to read what is written then.
    """
    if is_hidden(request.headers):
        raise HTTPException(403)
    now = clock()
    queries.end_session(session, session_id(request))
    token = secrets.token_urlsafe(32)
    lasts = OWN_DEVICE if own_device else SHARED_DEVICE
    session.add(
        MemberSession(
            id=crypto.fingerprint(token),
            member_id=member.id,
            own_device=own_device,
            expires=now + lasts,
        )
    )
    member.here, member.warned = month_of(calendar().day(now)), None
    session.add(member)
    lasting = OWN_DEVICE if own_device else None
    return cookies.carry(request, response, MEMBER_COOKIE, token, "lax", lasting=lasting)


def close_session(request: Request, session: Session, response: Response) -> Response:
    """Sign the browser out."""
    queries.end_session(session, session_id(request))
    return cookies.drop(request, response, MEMBER_COOKIE, "lax")


def leave(request: Request, response: Response) -> Response:
    """Sign the browser out that is left in a hurry: its token counts no more, whoever copied it.

    The answer does not wait for the database.
    """
    if cookie(request, MEMBER_COOKIE):
        ended = partial(queries.end_session, fingerprint=session_id(request))
        lanes.then(response, BackgroundTask(lanes.afterwards, request, ended))
    return cookies.drop(request, response, MEMBER_COOKIE, "lax")


def _tidy(session: Session, now: datetime) -> None:
    queries.end_expired(session, now)


JOB = Job("members.end_expired_sessions", timedelta(hours=1), _tidy, deletes=True)
