"""Who may open a page."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from functools import partial, wraps

from sqlmodel import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from portal.accounts import queries, staff_navigation
from portal.accounts.models import Account, Role
from portal.accounts.signing_in import asking
from portal.sealing import crypto
from portal.store.db import LockedError, now
from portal.web import sealed_forms
from portal.web.page import View
from portal.web.security import SAFE_METHODS, SESSION_COOKIE, cookie
from portal.web.switching import in_other_language

_SEEN_EVERY = timedelta(minutes=5)

StaffView = Callable[[Request, Session, Account], Response]


def only(*roles: Role) -> Callable[[StaffView], View]:
    """Make a guard that hands the view the account that is asking, if it holds one of the roles."""
    allowed = frozenset(roles)

    def guard(view: StaffView) -> View:
        @wraps(view)
        def guarded(request: Request, session: Session) -> Response:
            account = visitor(request, session)
            if account is None or asking.is_anothers(request, account):
                return asking.instead(request, session)
            _own_page(request, account)
            if account.roles:
                request.state.staff_nav = staff_navigation.navigation(request, account)
            if not account.holds(allowed):
                raise HTTPException(403)
            _note_seen(request, session)
            return in_other_language(request, session) or view(request, session, account)

        guarded.allowed = frozenset(role.value for role in roles)  # type: ignore[attr-defined]
        guarded.known = partial(_is_known, allowed)  # type: ignore[attr-defined]
        return guarded

    return guard


officer_only = only(Role.OFFICER)
analyst_only = only(Role.ANALYST)
administrator_only = only(Role.ADMINISTRATOR)
auditor_only = only(Role.AUDITOR)
staff_only = only(*Role)


def visitor(request: Request, session: Session) -> Account | None:
    """Find who is signed in, for the page and for its header."""
    account = queries.signed_in(session, session_id(request), now())
    request.state.account = account
    return account


def session_id(request: Request) -> str:
    """Give the name under which this browser's session is stored."""
    return crypto.fingerprint(cookie(request, SESSION_COOKIE))


def _is_known(allowed: frozenset[Role], request: Request, session: Session) -> bool:
    account = visitor(request, session)
    return account is not None and account.holds(allowed)


def _note_seen(request: Request, session: Session) -> None:
    fingerprint, moment = session_id(request), now()
    seen = queries.last_seen(session, fingerprint)
    if seen is None or moment - seen < _SEEN_EVERY or request.method not in SAFE_METHODS:
        return
    # Whoever cannot be noted because the database is busy is noted on the next page.
    with suppress(LockedError):
        queries.note_seen(request.state.engine, fingerprint, moment)


def _own_page(request: Request, account: Account) -> None:
    """Name the owner in the page's forms, and refuse a sealed form that cannot be opened."""
    form = asking.carried(request)
    if form is not None and not form.text:
        raise HTTPException(403)
    owner = asking.whose(account)
    request.state.signed_owner = sealed_forms.signed_owner(request.state.settings, owner)
