"""What waits for somebody in the reports: counted for the start page, and nothing opened."""

from collections.abc import Iterator
from typing import NamedTuple

from sqlmodel import Session
from starlette.requests import Request

from portal.accounts.models import Role
from portal.incidents import report_settings
from portal.incidents.models import KeyHolder
from portal.incidents.records import keys
from portal.incidents.staff.cases import queue
from portal.incidents.staff.guards import case_roles
from portal.incidents.staff.settings import support_pages
from portal.incidents.staff.sharing import contacts, partners
from portal.languages.i18n import gettext, today
from portal.web.brought import Colleague, Panel
from portal.web.page import link


class Waiting(NamedTuple):
    """How many wait on one page; what is `late` should not."""

    label: str
    href: str
    number: int
    late: bool = False


def panels(_request: Request, session: Session, account: Colleague) -> Iterator[Panel]:
    """Say what waits for an account."""
    if shown := _waiting(session, account):
        yield Panel(gettext("Reports"), "incidents/staff/waiting.html", shown)


def _waiting(session: Session, account: Colleague) -> list[Waiting]:
    """Count what waits in each of somebody's roles; who has no key opens nothing."""
    numbers = _numbers(session) if account.holds(frozenset({Role.ADMINISTRATOR})) else ()
    holder = keys.of_account(session, account.id or 0)
    if holder is None:
        return [*numbers]
    return [
        *numbers,
        *(_cases(session, holder) if account.holds(frozenset(case_roles)) else ()),
        *(_requests(session, account) if account.holds(frozenset({Role.APPROVER})) else ()),
        *(_referrals(session, account, holder) if account.holds(frozenset({Role.PARTNER})) else ()),
    ]


def _numbers(session: Session) -> Iterator[Waiting]:
    if number := len(support_pages.due(report_settings.current(session))):
        yield Waiting(
            gettext("Numbers of those who help, to be rung"), link("report_support"), number, True
        )


def _cases(session: Session, holder: KeyHolder) -> Iterator[Waiting]:
    for view, number in queue.standing(session, holder).items():
        if number or view == "open":
            href = f"{link('cases')}?view={view}"
            yield Waiting(gettext(queue.VIEWS[view]), href, number, view == "overdue")


def _requests(session: Session, account: Colleague) -> Iterator[Waiting]:
    number = len(contacts.waiting(session, account.id or 0))
    yield Waiting(gettext("Requests for approval"), link("contact_requests"), number)


def _referrals(session: Session, account: Colleague, holder: KeyHolder) -> Iterator[Waiting]:
    listed = partners.listed(session, account.id or 0, holder, today())
    number = sum(referral.answered is None for referral, _ in listed)
    yield Waiting(gettext("Referrals that wait for an answer"), link("referrals"), number)
