"""Who sees the sums of closed cases: whoever shares the statistics key, with their vault open."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from sqlmodel import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from portal.accounts import guards
from portal.accounts.models import Account, Role
from portal.incidents.rules import TeamKeyPurpose
from portal.incidents.staff.guards import with_vault
from portal.incidents.staff.keys.vault import Vault
from portal.web.page import View

ROLES = (Role.ANALYST, Role.CASEWORKER)
"""Whose keys open the records of closed cases."""


@dataclass(frozen=True)
class Counter:
    """Somebody who counts; `privates` open the records, none before a colleague let them in."""

    number: int
    privates: list[bytes]


CounterView = Callable[[Request, Session, Counter], Response]


def with_counter(view: CounterView) -> View:
    """Hand a view whoever asks."""

    @wraps(view)
    def opened(request: Request, session: Session, account: Account, vault: Vault) -> Response:
        privates = vault.team_privates(session, TeamKeyPurpose.STATISTICS)
        return view(request, session, Counter(account.id or 0, privates))

    return with_vault(guards.only(*ROLES))(opened)


def with_key(view: CounterView) -> View:
    """Hand a view whoever asks, and refuse those who do not share the key."""

    @wraps(view)
    def shared(request: Request, session: Session, counter: Counter) -> Response:
        if not counter.privates:
            raise HTTPException(403)
        return view(request, session, counter)

    return with_counter(shared)
