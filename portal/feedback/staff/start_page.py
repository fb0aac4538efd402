"""What the start page says of reports back: what waits, what is due soon, which promises are."""

from collections.abc import Iterator
from datetime import timedelta

from sqlmodel import Session
from starlette.requests import Request

from portal.approvals.staff import ROLES
from portal.feedback import rules
from portal.feedback.staff import queries
from portal.languages.i18n import gettext, today
from portal.web.brought import Colleague, Panel

_MOST = 5
_SOON = timedelta(days=max(rules.WARNINGS))


def panels(_request: Request, session: Session, account: Colleague) -> Iterator[Panel]:
    """Say what is late or due soon, to those who write reports or sign them off."""
    if not account.holds(frozenset(ROLES)):
        return
    day = today()
    soon = day + _SOON
    shown = {
        "waiting": queries.waiting(session)[:_MOST],
        "reports": queries.due(session, soon, _MOST),
        "promises": queries.due_promises(session, soon, _MOST),
    }
    if any(shown.values()):
        panel = "feedback/staff/due.html"
        yield Panel(gettext("What we owe"), panel, shown | {"today": day}, due=True)
