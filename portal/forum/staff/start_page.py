"""What officers are told first: which answers are owed, what is due first at the top."""

from collections.abc import Iterator

from sqlmodel import Session
from starlette.requests import Request

from portal.accounts.models import Role
from portal.forum.topics import asks, translated
from portal.languages.i18n import gettext
from portal.web.brought import Colleague, Panel


def panels(_request: Request, session: Session, account: Colleague) -> Iterator[Panel]:
    """Say what is owed to which body."""
    counted = asks.counted(session) if account.holds(frozenset({Role.OFFICER})) else []
    if counted:
        titles = translated.titles(session, [topic for topic, *_ in counted])
        shown = {"rows": counted, "titles": titles}
        yield Panel(gettext("Answers owed"), "forum/staff/owed.html", shown, due=True)
