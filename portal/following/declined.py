"""The address on which somebody says that a body is not for them, as mails to them have it."""

from datetime import timedelta

from sqlmodel import Session

from portal.members import links, queries
from portal.members.models import MailChoice
from portal.settings import Settings

PAGE = "not_for_me"
_LASTS = timedelta(days=365)


def address(settings: Settings, choice: MailChoice, body: int, tag: str) -> str:
    """Write it: it says nothing of who somebody is."""
    return links.written(settings, PAGE, tag, [choice.key, body])


def named(session: Session, token: str) -> tuple[MailChoice, int] | None:
    """Read whose it is and which body it is about, if it still counts and they are still here."""
    said = links.read(session.info["settings"], PAGE, token, _LASTS)
    choice = queries.mail_choice(session, said[0]) if said else None
    return (choice, int(said[1])) if choice else None
