"""Which requests wait longer than residents were told."""

from datetime import date, datetime

from sqlmodel import Session
from starlette.requests import Request

from portal.council.rules import Council
from portal.language_support import queries, rules
from portal.promises import is_overdue
from portal.store.db import now


def is_late(request: Request, asked: date) -> bool:
    """Tell whether somebody should have heard from us by now."""
    return _is_late(request.state.council, asked, now())


def count(session: Session, council: Council, moment: datetime) -> tuple[int, int]:
    """Count the requests that wait, and those of them that do so for too long."""
    days = queries.waiting_since(session)
    late = sum(number for asked, number in days.items() if _is_late(council, asked, moment))
    return sum(days.values()), late


def _is_late(council: Council, asked: date, moment: datetime) -> bool:
    promise = rules.promise(asked, council.support_reply_days, council.calendar)
    return is_overdue(promise, moment, council.calendar)
