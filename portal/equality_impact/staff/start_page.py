"""What the start page says of assessments: what waits for a second person, and what is due."""

from collections.abc import Iterator
from datetime import timedelta

from sqlmodel import Session
from starlette.requests import Request

from portal.approvals.staff import ROLES
from portal.equality_impact import queries, rules
from portal.languages.i18n import gettext, today
from portal.web.brought import Colleague, Panel

_MOST = 5


def panels(_request: Request, session: Session, account: Colleague) -> Iterator[Panel]:
    """Say what is late or due soon, to those who write assessments or sign them off."""
    if not account.holds(frozenset(ROLES)):
        return
    day = today()
    shown = {
        "waiting": queries.all_waiting(session)[:_MOST],
        "due": queries.due(session, day + timedelta(days=rules.SOON))[:_MOST],
        "measures": queries.late_measures(session, day)[:_MOST],
    }
    if any(shown.values()):
        panel = "equality_impact/staff/due.html"
        yield Panel(gettext("Equality impact"), panel, shown | {"today": day}, due=True)
