"""What those who belong to a body read of it while somebody asks for it to be closed."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from portal.accounts.models import Account, Role
from portal.bodies import change_queries, rules
from portal.bodies.change_models import Change
from portal.bodies.rules import Stage
from portal.bodies.visiting import Visit
from portal.languages.i18n import calendar, today
from portal.problems import mark

ASKED_BY = {
    Role.OFFICER: mark("An officer of the council asked on %(day)s that this body be closed."),
    Role.ADMINISTRATOR: mark(
        "An administrator of the council asked on %(day)s that this body be closed."
    ),
}
"""Who asked, by their role and never by name."""

_BY_STAFF = mark("Staff of the council asked on %(day)s that this body be closed.")


@dataclass(frozen=True)
class Closing:
    """That a body may be closed: who asked, for which reason and when, until when one objects.

    Nothing came of one that is `over`.
    """

    wish: Change
    said: str
    asked: date
    until: date
    over: bool


def asked_for(session: Session, visit: Visit) -> Closing | None:
    """Find what somebody asked for, or what came to nothing of late, for who belongs to a body."""
    wish = change_queries.closing(session, visit.body) if visit.belongs else None
    if wish is None or visit.body.stage is not Stage.OPEN:
        return None
    ended = wish.refused or wish.withdrawn
    if ended and today() > ended + rules.OBJECTED_WITHIN:
        return None
    asked = asked_on(wish)
    return Closing(wish, _said(session, wish), asked, objected_until(wish), ended is not None)


def asked_on(wish: Change) -> date:
    """Give the day on which something was asked for."""
    return calendar().day(wish.asked)


def objected_until(wish: Change) -> date:
    """Give the last day on which members can object."""
    return asked_on(wish) + rules.OBJECTED_WITHIN


def _said(session: Session, wish: Change) -> str:
    asker = session.get(Account, wish.asked_by) if wish.asked_by else None
    roles = asker.roles if asker else []
    return next((said for role, said in ASKED_BY.items() if role in roles), _BY_STAFF)
