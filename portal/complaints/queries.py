"""Everything that is asked of the database about comments."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from operator import itemgetter
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, delete, func, select, update

from portal.complaints import rules
from portal.complaints.models import Comment, CommentCount, CommentEquality, CommentStep
from portal.complaints.rules import Card
from portal.store import keyset
from portal.store.db import insert_once
from portal.store.keyset import Place, Slice

_BY_DAY = keyset.Order([col(Comment.due), col(Comment.id)])
_LATEST = keyset.Order([col(Comment.changed), col(Comment.id)], newest_first=True)
_ALIKE = ("year", "kind", "service", "language", "state")
_OF_YEAR = sa.extract("year", col(Comment.day))


def keep(session: Session, comment: Comment) -> bool:
    """Keep a comment, unless one with its code is kept; tell whether it is new."""
    return insert_once(session, "resident_comment", "receipt", comment.model_dump())


def by_receipt(session: Session, receipt: str, *, hold: bool = False) -> Comment | None:
    """Find the comment that a code names, and let nobody else change one that is held."""
    return session.get(Comment, receipt, with_for_update=hold or None, populate_existing=hold)


def held(session: Session, name: str) -> Comment | None:
    """Find a comment as officers do, and let nobody else change it meanwhile."""
    query = select(Comment).where(Comment.id == name).with_for_update()
    return session.exec(query.execution_options(populate_existing=True)).one_or_none()


def steps(session: Session, comment: Comment) -> Sequence[CommentStep]:
    """List what became of a comment, the first at first."""
    query = select(CommentStep).where(CommentStep.comment_id == comment.receipt)
    return session.exec(query.order_by(col(CommentStep.id))).all()


def waiting(session: Session, kind: str, service: str, place: Place | None) -> Slice[Comment]:
    """Read a page of the comments that wait, those first that are due first."""
    query = select(Comment).where(*_chosen(kind, service), col(Comment.due).is_not(None))
    return keyset.read(session, query, _BY_DAY, place).each(itemgetter(0))


def settled(session: Session, kind: str, service: str, place: Place | None) -> Slice[Comment]:
    """Read a page of the comments of which nothing is owed, the latest first."""
    query = select(Comment).where(*_chosen(kind, service), col(Comment.due).is_(None))
    return keyset.read(session, query, _LATEST, place).each(itemgetter(0))


def count_waiting(session: Session, today: date) -> tuple[int, int]:
    """Count the comments that wait, and those of them that should have been answered."""
    query = select(func.count()).where(col(Comment.due).is_not(None))
    late = query.where(col(Comment.due) < today)
    return session.exec(query).one(), session.exec(late).one()


def keep_equality(session: Session, row: CommentEquality) -> bool:
    """Keep what somebody told about themselves, unless they told it before."""
    return insert_once(session, "comment_equality", "comment_id", row.model_dump())


def cards(session: Session, service: str, year: int) -> Sequence[Card]:
    """List the cards that are kept, about a service and of a year, or about all and of all."""
    said = (col(Comment.well) != "", col(Comment.wrong) != "")
    told = (col(CommentEquality.nation), col(CommentEquality.answers))
    query = sa.select(*said, *told).join_from(Comment, CommentEquality, isouter=True)
    query = query.where(*_chosen(rules.Kind.CARD, service), *_of_year(year))
    rows = session.execute(query.order_by(Comment.receipt))
    return [Card(bool(well), bool(wrong), of or "", kept or {}) for well, wrong, of, kept in rows]


def years(session: Session) -> tuple[int, int] | None:
    """Give the first and the last year of which there is any comment, or was one."""
    gone = session.exec(select(func.min(CommentCount.year), func.max(CommentCount.year))).one()
    here = session.exec(select(func.min(Comment.day), func.max(Comment.day))).one()
    found = [year for year in gone if year] + [day.year for day in here if day]
    return (min(found), max(found)) if found else None


def counted(session: Session, by: str, year: int) -> Counter[tuple[str, str]]:
    """Count comments by a column and their kind, the deleted ones too, of a year or (0) of all."""
    found: Counter[tuple[str, str]] = Counter()
    here, gone = getattr(Comment, by), getattr(CommentCount, by)
    now = sa.select(here, col(Comment.kind), func.count()).group_by(here, Comment.kind)
    then = sa.select(gone, col(CommentCount.kind), func.sum(CommentCount.number))
    then = then.group_by(gone, CommentCount.kind)
    now = now.where(*_of_year(year))
    if year:
        then = then.where(col(CommentCount.year) == year)
    for query in (now, then):
        for about, kind, number in session.execute(query):
            found[about, kind] += int(number)
    return found


def forget(session: Session, until: date) -> int:
    """Delete what was settled by a day, and go on counting it."""
    old = (col(Comment.changed) <= until, col(Comment.due).is_(None))
    alike = (_OF_YEAR, *(col(getattr(Comment, name)) for name in _ALIKE[1:]))
    rows = session.execute(sa.select(*alike, func.count()).where(*old).group_by(*alike)).all()
    for *same, number in rows:
        _count(session, dict(zip(_ALIKE, (int(same[0]), *same[1:]), strict=True)), number)
    session.exec(delete(Comment).where(*old))
    return sum(number for *_, number in rows)


def _count(session: Session, same: dict[str, Any], number: int) -> None:
    insert_once(session, "comment_count", " ".join(_ALIKE), same | {"number": 0})
    more = update(CommentCount).where(*(col(getattr(CommentCount, n)) == same[n] for n in same))
    session.execute(more.values(number=CommentCount.number + number))


def _chosen(kind: str, service: str) -> list[Any]:
    found = [col(Comment.kind) == rules.Kind(kind)] if kind else []
    return [*found, col(Comment.service) == service] if service else found


def _of_year(year: int) -> list[Any]:
    return [_OF_YEAR.in_([year])] if year else []
