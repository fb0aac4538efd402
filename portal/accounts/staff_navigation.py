"""Which staff pages somebody sees at the top of every staff page, by role."""

from typing import NamedTuple

from starlette.requests import Request

from portal.accounts.models import Account, Role
from portal.languages.i18n import gettext
from portal.problems import mark
from portal.web.page import link

_EVERYBODY = frozenset(Role)
_KEY_HOLDERS = frozenset(
    {Role.CASEWORKER, Role.INDEPENDENT, Role.APPROVER, Role.PARTNER, Role.ANALYST}
)
_PAGES = (
    (mark("Start"), "staff_home", _EVERYBODY),
    (mark("Consultations"), "staff_consultations", frozenset({Role.OFFICER, Role.ANALYST})),
    (mark("Cases"), "cases", frozenset({Role.CASEWORKER, Role.INDEPENDENT})),
    (mark("Requests for approval"), "contact_requests", frozenset({Role.APPROVER})),
    (mark("Referrals"), "referrals", frozenset({Role.PARTNER})),
    (mark("Settings"), "council_settings", frozenset({Role.ADMINISTRATOR})),
    (mark("Reports"), "report_settings", frozenset({Role.ADMINISTRATOR})),
    (mark("Accounts"), "staff_accounts", frozenset({Role.ADMINISTRATOR})),
    (mark("Agencies"), "agencies", frozenset({Role.ADMINISTRATOR})),
    (mark("Audit log"), "audit_log", frozenset({Role.AUDITOR})),
    (mark("Destroyed reports"), "destroyed_reports", frozenset({Role.AUDITOR, Role.CASEWORKER})),
    (mark("Your key"), "vault", _KEY_HOLDERS),
    (mark("My account"), "my_account", _EVERYBODY),
)


class Item(NamedTuple):
    """One link of the staff navigation."""

    label: str
    href: str
    current: bool


def items(request: Request, account: Account) -> list[Item]:
    """List the pages this account may open, and which of them is being shown."""
    path = request.scope["path"]
    shown = [(label, link(name)) for label, name, roles in _PAGES if account.holds(roles)]
    current = max((href for _, href in shown if path.startswith(href)), key=len, default="")
    return [Item(gettext(label), href, href == current) for label, href in shown]
