"""Who may open the pages about cases: a role, and for most of them an open vault."""

from collections.abc import Callable, Mapping
from functools import wraps
from urllib.parse import quote

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from portal.accounts.guards import only
from portal.accounts.models import Account, Role
from portal.accounts.signing_in import asking
from portal.incidents.rules import Circle
from portal.incidents.staff.keys import vault
from portal.incidents.staff.keys.vault import Vault
from portal.web.page import View, link, redirect_to
from portal.web.security import SAFE_METHODS

VaultView = Callable[[Request, Session, Account, Vault], Response]

case_roles = (Role.CASEWORKER, Role.INDEPENDENT)
ROLES: Mapping[Circle, Role] = {
    Circle.TEAM: Role.CASEWORKER,
    Circle.INDEPENDENT: Role.INDEPENDENT,
    Circle.APPROVER: Role.APPROVER,
    Circle.PARTNER: Role.PARTNER,
    Circle.ANALYST: Role.ANALYST,
}
"""In which role an account holds a key of each circle."""

caseworker_only = only(*case_roles)
team_only = only(Role.CASEWORKER)
approver_only = only(Role.APPROVER)
partner_only = only(Role.PARTNER)
key_holder_only = only(*ROLES.values())


def with_vault(guard: Callable[..., View]) -> Callable[[VaultView], View]:
    """Make a guard that also asks for an open vault, and hands it to the view."""

    def opening(view: VaultView) -> View:
        @wraps(view)
        def opened(request: Request, session: Session, account: Account) -> Response:
            found = vault.opened(request, session, account.id or 0)
            if found is None:
                return _to_vault(request)
            return view(request, session, account, found)

        return guard(opened)

    return opening


def _to_vault(request: Request) -> Response:
    """Have the vault opened first, and the page after it; 307 takes along what was sent."""
    back = f"?next={quote(asking.wanted(request))}"
    if request.method in SAFE_METHODS:
        return redirect_to(request, link("vault") + back)
    return RedirectResponse(link("vault_first") + back, status_code=307)


caseworker_with_vault = with_vault(caseworker_only)
team_with_vault = with_vault(team_only)
approver_with_vault = with_vault(approver_only)
partner_with_vault = with_vault(partner_only)
