"""Everything that is asked of the database about reviews, and what they are drawn from."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, delete, func, insert, not_, select

from portal.plans.history import Change, Period
from portal.plans.models import ItemVersion, Plan, PlanItem, Progress
from portal.plans.reviews.models import Review, ReviewItem
from portal.plans.reviews.rules import Show
from portal.plans.rules import Standing
from portal.store import keyset
from portal.store.db import insert_once
from portal.store.keyset import Place, Slice

_PLACES = keyset.Order([col(ReviewItem.place)])
_AT_ONCE = 500
_SHOWN: Mapping[str, Any] = {
    Show.REPORTED: col(ReviewItem.reported),
    Show.CHANGED: col(ReviewItem.changed),
    Show.LATE: col(ReviewItem.late),
    Show.UNDATED: col(ReviewItem.undated),
    Show.SILENT: not_(col(ReviewItem.reported)),
}

Changes = dict[int, list[Change]]
"""How each item was changed, by its number."""


def words_of(session: Session, plan: Plan) -> Mapping[int, PlanItem]:
    """Read all items of a plan with their words, by their numbers."""
    rows = session.exec(select(PlanItem).where(PlanItem.plan_id == plan.id))
    return {row.id or 0: row for row in rows}


def changes(session: Session, plan: Plan, since: date) -> Changes:
    """List how each item of a plan was changed from a day on, in the order in which it was."""
    found: Changes = {}
    of_both: Any = ((ItemVersion, ItemVersion.changed), (Progress, Progress.on))
    for table, day in of_both:
        query = sa.select(table.item_id, day, table.was).join(PlanItem)
        query = query.where(col(PlanItem.plan_id) == plan.id, day >= since)
        for number, on, was in session.execute(query.order_by(table.id.desc())):
            found.setdefault(number, []).append(Change(on, was))
    return found


def reports(session: Session, plan: Plan, period: Period) -> dict[int, list[Progress]]:
    """List what was reported of each item of a plan within a time, the earliest first."""
    query = select(Progress).join(PlanItem).where(PlanItem.plan_id == plan.id)
    query = query.where(col(Progress.on).between(*period)).order_by(col(Progress.id))
    found: dict[int, list[Progress]] = {}
    for one in session.exec(query):
        found.setdefault(one.item_id, []).append(one)
    return found


def keep(session: Session, review: Review) -> bool:
    """Keep the review that a form makes, once however often it is sent; tell if it is new."""
    session.flush()
    made = {name: value for name, value in review.model_dump().items() if name != "id"}
    return insert_once(session, str(Review.__tablename__), "key", made)


def by_key(session: Session, key: str) -> Review:
    """Read the review that a form made."""
    return session.exec(select(Review).where(Review.key == key)).one()


def replace_items(session: Session, review: Review, rows: Sequence[dict[str, Any]]) -> None:
    """Put what a review says anew of its items in the place of what it said."""
    session.exec(delete(ReviewItem).where(col(ReviewItem.review_id) == review.id))
    for start in range(0, len(rows), _AT_ONCE):
        session.execute(insert(ReviewItem), list(rows[start : start + _AT_ONCE]))


def lines(session: Session, review: Review) -> Mapping[int, tuple[str, str]]:
    """Read the lines of a chair, with their language, by the number of the item of the plan."""
    columns = (ReviewItem.item_id, ReviewItem.chair_words, ReviewItem.chair_language)
    query = select(*columns).where(ReviewItem.review_id == review.id, ReviewItem.chair_words != "")
    return {number: (words, tag) for number, words, tag in session.exec(query)}


def of_plan(session: Session, plan: Plan) -> list[Review]:
    """List the reviews of a plan, the latest first."""
    query = select(Review).where(Review.plan_id == plan.id)
    return list(session.exec(query.order_by(col(Review.until).desc(), col(Review.id).desc())))


def signed(session: Session, plan: Plan, most: int) -> list[Review]:
    """List the reviews of a plan that everybody reads, the latest first."""
    query = select(Review).where(Review.plan_id == plan.id, col(Review.signed).is_not(None))
    query = query.order_by(col(Review.until).desc(), col(Review.id).desc())
    return list(session.exec(query.limit(most)))


def one(session: Session, plan: Plan, number: str, *, hold: bool = False) -> Review | None:
    """Find a review of a plan; one that is held nobody else changes meanwhile."""
    query = select(Review).where(Review.plan_id == plan.id, Review.id == _number(number))
    return session.exec(_held(query) if hold else query).one_or_none()


def for_body(
    session: Session, body: int, number: str, *, hold: bool = False
) -> tuple[Review, Plan] | None:
    """Find a review that a body reads or read, and its plan."""
    query: Any = _of_body(body).where(Review.id == _number(number))
    row = session.exec(_held(query) if hold else query).one_or_none()
    return (row[0], row[1]) if row else None


def read_by(session: Session, body: int, most: int) -> Sequence[tuple[Review, Plan]]:
    """List the reviews that a body reads or read, the latest first."""
    rows = session.exec(_of_body(body).order_by(col(Review.id).desc()).limit(most))
    return [(row[0], row[1]) for row in rows]


def count_unread(session: Session, body: int) -> int:
    """Count the reviews that are open to a body, and of which no chair said that it is read."""
    query = select(func.count()).select_from(Review).where(Review.body_id == body)
    query = query.where(col(Review.opened).is_not(None), col(Review.read).is_(None))
    return session.exec(query.where(col(Review.signed).is_(None))).one()


def all_waiting(session: Session, most: int) -> Sequence[tuple[Review, Plan]]:
    """List the reviews that wait for a second person, the longest first."""
    query = select(Review, Plan).join(Plan).where(col(Review.asked).is_not(None))
    ended = (Review.signed, Review.refused, Review.withdrawn)
    query = query.where(*(col(day).is_(None) for day in ended))
    return session.exec(query.order_by(col(Review.asked)).limit(most)).all()


def items(session: Session, review: Review, show: str, place: Place | None) -> Slice[ReviewItem]:
    """Read a page of the items of a review that somebody looks for, in the order of the plan."""
    query: Any = select(ReviewItem).where(ReviewItem.review_id == review.id)
    if show:
        query = query.where(_SHOWN[show])
    return keyset.read(session, query, _PLACES, place).each(lambda row: row[0])


def counted(session: Session, review: Review) -> dict[str, int]:
    """Count the items of a review that somebody can look for, by what they are looked for by."""
    sums = [func.sum(sa.case((condition, 1), else_=0)) for condition in _SHOWN.values()]
    query = sa.select(*sums).where(col(ReviewItem.review_id) == review.id)
    found = session.execute(query).one()
    return {show: number or 0 for show, number in zip(_SHOWN, found, strict=True)}


def _of_body(body: int) -> Any:
    query = select(Review, Plan).join(Plan).where(Review.body_id == body)
    return query.where(col(Review.opened).is_not(None), Plan.standing == Standing.PUBLIC)


def _held(query: Any) -> Any:
    return query.with_for_update(of=Review).execution_options(populate_existing=True)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
