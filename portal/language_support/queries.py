"""Everything that is asked of the database about requests for language support."""

from collections import Counter
from datetime import date
from typing import Any

from sqlmodel import Session, col, delete, func, select, update

from portal.language_support.models import SupportCount, SupportRequest
from portal.language_support.rules import Answer, Need, State
from portal.store import keyset
from portal.store.db import insert_once
from portal.store.keyset import Place, Slice

_OLDEST = keyset.Order([col(SupportRequest.asked), col(SupportRequest.id)])
_OUTCOME = col(SupportCount.outcome)
_ALIKE = "month language kind service outcome why"

Counted = dict[tuple[str, str], Counter[str]]
"""How many there were of each two things, by a third."""


def keep(session: Session, request: SupportRequest) -> bool:
    """Keep a request, unless the same one is kept already; tell whether it is new."""
    return insert_once(session, "support_request", "id", request.model_dump())


def held(session: Session, name: str) -> SupportRequest | None:
    """Find a request, and let nobody else change it before this transaction ends."""
    query = select(SupportRequest).where(SupportRequest.id == name).with_for_update()
    return session.exec(query.execution_options(populate_existing=True)).one_or_none()


def waiting(session: Session, place: Place | None) -> Slice[tuple[Any, ...]]:
    """Read a page of the requests that wait, the oldest first."""
    query = select(SupportRequest).where(SupportRequest.state == State.WAITING)
    return keyset.read(session, query, _OLDEST, place)


def waiting_since(session: Session) -> dict[date, int]:
    """Count the requests that wait, by the day on which they were made."""
    day = col(SupportRequest.asked)
    query = select(day, func.count()).where(SupportRequest.state == State.WAITING)
    return dict(session.exec(query.group_by(day)).all())


def unanswered(session: Session, until: date) -> list[SupportRequest]:
    """List what was asked by a day and still waits, and let nobody answer it meanwhile."""
    query = select(SupportRequest).where(SupportRequest.state == State.WAITING)
    query = query.where(SupportRequest.asked <= until).order_by(col(SupportRequest.id))
    return list(session.exec(query.with_for_update()))


def forget_answered(session: Session, until: date) -> None:
    """Delete what was answered by a day."""
    session.exec(delete(SupportRequest).where(col(SupportRequest.answered) <= until))


def add(session: Session, month: date, need: Need, answer: Answer, number: int) -> None:
    """Count more of the same."""
    same = {"month": month, **need._asdict(), **answer._asdict()}
    insert_once(session, "support_count", _ALIKE, same | {"number": 0})
    more = update(SupportCount).where(*(col(getattr(SupportCount, n)) == same[n] for n in same))
    session.execute(more.values(number=SupportCount.number + number))


def months(session: Session) -> tuple[date, date] | None:
    """Give the first and the last month of which anything is counted."""
    ends = session.execute(select(func.min(SupportCount.month), func.max(SupportCount.month)))
    first, last = ends.one()
    return (first, last) if first else None


def counted(
    session: Session, months: tuple[date, date], service: str, one: str, other: str
) -> Counted:
    """Count the requests of some months by two columns and the outcome, for one service or all."""
    by = col(getattr(SupportCount, one)), col(getattr(SupportCount, other)), _OUTCOME
    query = select(*by, func.sum(SupportCount.number)).group_by(*dict.fromkeys(by))
    query = query.where(col(SupportCount.month).between(*months))
    if service:
        query = query.where(SupportCount.service == service)
    found: Counted = {}
    for first, second, outcome, number in session.execute(query):
        found.setdefault((first, second), Counter())[outcome] += int(number)
    return found
