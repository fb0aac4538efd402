"""What the council agreed to do at meetings, as officers see it on their pages."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlmodel import Session
from starlette.requests import Request

from portal.accounts.models import Role
from portal.bodies.models import Body
from portal.languages.i18n import gettext, today
from portal.meetings import action_queries
from portal.store import db
from portal.web.brought import Chapter, Colleague, Panel


def panels(_request: Request, session: Session, account: Colleague) -> Iterator[Panel]:
    """Say what the council still has to do for which body, and by when."""
    officer = account.holds(frozenset({Role.OFFICER}))
    if officer and (rows := action_queries.of_council(session, db.now())):
        shown = _shown(rows)
        title = gettext("What the council agreed to do")
        yield Panel(title, "meetings/staff/panel.html", shown, due=True)


def beside_topics(_request: Request, session: Session, body: Body) -> Iterator[Chapter]:
    """Say the same of one body, where officers write for the council."""
    rows = [one for one in action_queries.of_council(session, db.now()) if one[2].id == body.id]
    if rows:
        yield Chapter("meetings/staff/agreed.html", _shown(rows))


def _shown(rows: Sequence[action_queries.OfCouncil]) -> dict[str, Any]:
    return {"rows": rows, "today": today()}
