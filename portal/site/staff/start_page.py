"""What the start page says of the council's own settings."""

from collections.abc import Iterator

from sqlmodel import Session
from starlette.requests import Request

from portal.accounts.models import Role
from portal.council.queries import stored
from portal.languages.i18n import ngettext
from portal.site.staff import settings
from portal.web.brought import Colleague, Panel

_WHO_SETTLES = frozenset({Role.ADMINISTRATOR, Role.OFFICER})


def panels(_request: Request, session: Session, account: Colleague) -> Iterator[Panel]:
    """List what the council has still to say, to those who can have it said."""
    if not account.holds(_WHO_SETTLES):
        return
    if duties := settings.SETTINGS.unfinished(stored(session)):
        yield Panel(
            ngettext(
                "The settings are not finished: %(num)s thing is missing.",
                "The settings are not finished: %(num)s things are missing.",
                len(duties),
            ),
            "site/staff/unfinished.html",
            {
                "duties": duties,
                "administrator": account.holds(frozenset({Role.ADMINISTRATOR})),
            },
            due=True,
        )
