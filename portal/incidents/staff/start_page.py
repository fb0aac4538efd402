"""What waits for somebody in the reports, danger and children first.

What is urgent is sealed: who has their key open finds it counted, anybody else only that
something came at which nobody has looked.
"""

from collections.abc import Iterator
from typing import NamedTuple

from sqlmodel import Session
from starlette.requests import Request

from portal.accounts.models import Role
from portal.incidents import report_settings
from portal.incidents.models import KeyHolder
from portal.incidents.records import danger, keys, reach
from portal.incidents.staff.cases import queue, shut_pages
from portal.incidents.staff.guards import case_roles
from portal.incidents.staff.keys import vault
from portal.incidents.staff.settings import settings_pages, support_pages
from portal.incidents.staff.sharing import contacts, partners, proposals
from portal.languages.i18n import gettext, today
from portal.web.brought import Colleague, Panel
from portal.web.page import link


class Waiting(NamedTuple):
    """How many wait on one page, if that is known; what is `late` should not."""

    label: str
    href: str
    number: int | None
    late: bool = False


def panels(request: Request, session: Session, account: Colleague) -> Iterator[Panel]:
    """Say what waits for an account."""
    if shown := [*_lacking(session, account), *_waiting(request, session, account)]:
        yield Panel(gettext("Reports"), "incidents/staff/waiting.html", shown, due=True)


def _lacking(session: Session, account: Colleague) -> Iterator[Waiting]:
    """Ask for what is missing about danger while reports are taken in, until it is there."""
    decided = report_settings.current(session)
    missing = report_settings.lacking(decided) if decided.enabled else []
    if missing and account.holds(frozenset({Role.ADMINISTRATOR})):
        label = gettext("Say whom to call in danger, and who looks")
        yield Waiting(
            label, link(settings_pages.SETTINGS.section, section="danger"), len(missing), late=True
        )


def _waiting(request: Request, session: Session, account: Colleague) -> Iterator[Waiting]:
    """Count what waits in each of somebody's roles; who has no key opens nothing."""
    number = account.id or 0
    if account.holds(shut_pages.ROLES):
        yield from _shut(session)
    if account.holds(frozenset({Role.ADMINISTRATOR})):
        yield from _numbers(session)
    holder = keys.of_account(session, number)
    if holder is None:
        return
    if account.holds(frozenset(case_roles)):
        yield from _urgent(session, holder, vault.opened(request, session, number))
        yield from _cases(session, holder)
    if account.holds(frozenset({Role.APPROVER})):
        yield from _requests(session, number)
    if account.holds(frozenset({Role.PARTNER})):
        yield from _referrals(session, number, holder)


def _urgent(session: Session, holder: KeyHolder, opened: vault.Vault | None) -> Iterator[Waiting]:
    href = link("cases")
    if opened is None:
        if danger.is_waiting(session, holder.circle):
            yield Waiting(
                gettext("Something urgent came: open your key and look"), href, None, True
            )
        return
    lines = queue.urgent(session, opened)
    in_danger = sum(line.danger for line in lines)
    unseen = sum(line.look is not None for line in lines)
    counted = (
        (gettext("Says there is danger"), in_danger),
        (gettext("A child at risk"), sum(line.child for line in lines)),
        (gettext("Nobody has looked at it yet"), unseen),
    )
    yield from (Waiting(label, href, number, late=True) for label, number in counted if number)


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


def _shut(session: Session) -> Iterator[Waiting]:
    if number := len(reach.shut(session)):
        label = gettext("Reports that nobody can open")
        yield Waiting(label, link("shut_reports"), number, late=True)


def _requests(session: Session, number: int) -> Iterator[Waiting]:
    waiting = contacts.waiting(session, number)
    urgent = proposals.among(session, [request.id for request, _ in waiting])
    href = link("contact_requests")
    if urgent:
        yield Waiting(gettext("Passing on without consent, in danger"), href, urgent, late=True)
    yield Waiting(gettext("Requests for approval"), href, len(waiting))


def _referrals(session: Session, number: int, holder: KeyHolder) -> Iterator[Waiting]:
    listed = partners.listed(session, number, holder, today())
    waiting = [referral.id for referral, _ in listed if referral.answered is None]
    urgent = proposals.among(session, waiting)
    href = link("referrals")
    if urgent:
        yield Waiting(gettext("Passed on without consent, in danger"), href, urgent, late=True)
    yield Waiting(gettext("Referrals that wait for an answer"), href, len(waiting))
