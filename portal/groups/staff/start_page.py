"""What waits for an officer among the groups, and what an operator is told of them."""

from collections.abc import Iterator
from typing import NamedTuple

from sqlmodel import Session
from starlette.requests import Request

from portal.accounts.models import Role
from portal.findings import Finding, warning
from portal.groups.staff import queries
from portal.languages.i18n import gettext, today
from portal.settings import Settings
from portal.web.brought import Colleague, Panel
from portal.web.page import link

_OFFICERS = frozenset({Role.OFFICER})


class Waiting(NamedTuple):
    """How many entries stand in a list where something is to be done."""

    label: str
    href: str
    number: int


def panels(_request: Request, session: Session, account: Colleague) -> Iterator[Panel]:
    """Say to officers which entries wait for them."""
    if not account.holds(_OFFICERS):
        return
    numbers = {view: queries.count(session, view, today()) for view in queries.DUE}
    shown = [
        Waiting(gettext(queries.VIEWS[view]), f"{link('staff_groups')}?view={view}", number)
        for view, number in numbers.items()
        if number
    ]
    if shown:
        yield Panel(gettext("Groups"), "groups/staff/waiting.html", shown, due=True)


def findings(session: Session, settings: Settings) -> Iterator[Finding]:
    """Look whether groups could be written to."""
    counted = sum(queries.count(session, view, today()) for view in queries.VIEWS)
    if counted and not (settings.smtp_url and settings.public_url):
        yield warning(
            "Groups cannot confirm their address or say yes by mail.",
            "Set PORTAL_SMTP_URL and PORTAL_PUBLIC_URL; until then an officer rings each group.",
        )
