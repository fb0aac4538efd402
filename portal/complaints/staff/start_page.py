"""What the start page says of comments that wait for an answer."""

from collections.abc import Iterator

from sqlmodel import Session
from starlette.requests import Request

from portal.accounts.models import Role
from portal.complaints import queries
from portal.languages.i18n import gettext, today
from portal.web.brought import Colleague, Panel


def panels(_request: Request, session: Session, account: Colleague) -> Iterator[Panel]:
    """Say how many wait, to those who can answer them."""
    if not account.holds(frozenset({Role.OFFICER})):
        return
    number, late = queries.count_waiting(session, today())
    if number:
        shown = {"number": number, "late": late}
        title = gettext("Comments and complaints")
        yield Panel(title, "complaints/staff/waiting.html", shown, due=True)
