"""What the start page says to officers of what waits to be booked."""

from collections.abc import Iterator

from sqlmodel import Session
from starlette.requests import Request

from portal.accounts.models import Role
from portal.coming.needs import queries
from portal.languages.i18n import gettext
from portal.store.db import now
from portal.web.brought import Colleague, Panel


def panels(_: Request, session: Session, account: Colleague) -> Iterator[Panel]:
    """Say how much waits to be booked."""
    number = queries.count_waiting(session, now())
    if number and account.holds(frozenset({Role.OFFICER})):
        shown = "coming/needs/staff_panel.html"
        yield Panel(gettext("Needed at meetings"), shown, number, due=True)
