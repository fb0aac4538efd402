"""What the start page says to analysts: whose results are there."""

from collections.abc import Iterator

from sqlmodel import Session
from starlette.requests import Request

from portal.accounts.models import Role
from portal.consultations.staff import listing
from portal.consultations.staff.start_page import listed
from portal.languages.i18n import gettext
from portal.store.db import now
from portal.web.brought import Colleague, Panel


def panels(_request: Request, session: Session, account: Colleague) -> Iterator[Panel]:
    """List the consultations that closed last."""
    if not account.holds(frozenset({Role.ANALYST})):
        return
    if closed := listing.closed_last(session, now()):
        yield listed(gettext("Results"), closed, "closes", "results")
