"""What the start page says of requests for language support."""

from collections.abc import Iterator

from sqlmodel import Session
from starlette.requests import Request

from portal.accounts.models import Role
from portal.language_support.staff import lateness
from portal.languages.i18n import gettext
from portal.store.db import now
from portal.web.brought import Colleague, Panel


def panels(request: Request, session: Session, account: Colleague) -> Iterator[Panel]:
    """Say how many wait, to those who can answer them."""
    if not account.holds(frozenset({Role.OFFICER})):
        return
    number, late = lateness.count(session, request.state.council, now())
    if number:
        shown = {"number": number, "late": late}
        yield Panel(
            gettext("Language support"), "language_support/staff/waiting.html", shown, due=True
        )
