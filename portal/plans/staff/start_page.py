"""What the start page says of plans: which reviews wait for a second person, and what is late."""

from collections.abc import Iterator
from typing import Any

from sqlmodel import Session
from starlette.requests import Request

from portal.accounts.models import Role
from portal.approvals.staff import ROLES
from portal.languages.i18n import gettext, today
from portal.plans import queries
from portal.plans.leading import rules, work
from portal.plans.reviews import queries as reviews
from portal.plans.reviews import vocabulary
from portal.web.brought import Colleague, Panel

_MOST = 5


def panels(_request: Request, session: Session, account: Colleague) -> Iterator[Panel]:
    """Say what waits to those who can sign it off, and to officers what is late in plans."""
    if not account.holds(frozenset(ROLES)):
        return
    shown: dict[str, Any] = {"waiting": reviews.all_waiting(session, _MOST), "late": []}
    if account.holds(frozenset({Role.OFFICER})):
        counting = work.current(session, rules.quarter_of(today()))
        numbers = [one.id or 0 for one in counting]
        shown["late"] = queries.late(session, numbers, today(), _MOST)
    if any(shown.values()):
        told = shown | {"words": vocabulary}
        yield Panel(gettext("Plans"), "plans/staff/due.html", told, due=True)
