"""Reviews of plans, and what each says of every item, with the line of a chair beside it."""

from datetime import date, datetime
from typing import Any

from sqlmodel import Field, SQLModel

from portal import lengths
from portal.approvals.models import ToSign
from portal.plans.history import Period
from portal.plans.reviews.rules import Kind, State
from portal.store.db import (
    Translated,
    code_column,
    first_revision,
    json_column,
    moment,
    random_id,
    stamp,
    translated,
)

LINE = lengths.FEW_LINES
"""How long a chair's line is at most."""


class Review(ToSign, table=True):
    """A plan between two days, as it was `drawn`; the body reads it once it is `opened`.

    `counts` has how the plan stood `now` and `before` in numbers. On the day of `read` the chair
    said that it is read. Once `signed` it is public and never changed.
    """

    __tablename__ = "plan_review"

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(default_factory=random_id, unique=True, max_length=lengths.ID)
    plan_id: int = Field(foreign_key="plan.id", index=True, ondelete="CASCADE")
    body_id: int | None = Field(
        default=None, foreign_key="body.id", index=True, ondelete="SET NULL"
    )
    kind: Kind = code_column(Kind)
    since: date
    until: date
    words: Translated = translated()
    counts: dict[str, Any] = json_column()
    drawn: date
    opened: date | None = None
    read: date | None = None
    chair_words: str = Field(default="", max_length=LINE)
    chair_language: str = Field(default="", max_length=lengths.LANGUAGE)
    asked: datetime | None = moment(default=None, nullable=True)
    signed: date | None = None
    made: datetime = stamp()
    revision: int = Field(default_factory=first_revision)

    @property
    def state(self) -> State:
        """Tell how far it is."""
        if self.signed:
            return State.SIGNED
        if self.asked and not (self.refused or self.withdrawn):
            return State.ASKED
        return State.OPEN if self.opened else State.DRAFT

    @property
    def period(self) -> Period:
        """Give from which day to which day it looks at the plan."""
        return Period(self.since, self.until)


class ReviewItem(SQLModel, table=True):
    """What a review says of an item, frozen as `content`, and the chair's line beside it."""

    __tablename__ = "plan_review_item"

    id: int | None = Field(default=None, primary_key=True)
    review_id: int = Field(foreign_key="plan_review.id", index=True, ondelete="CASCADE")
    item_id: int = Field(foreign_key="plan_item.id", index=True, ondelete="CASCADE")
    place: int
    reported: bool = False
    changed: bool = False
    late: bool = False
    undated: bool = False
    content: dict[str, Any] = json_column()
    chair_words: str = Field(default="", max_length=LINE)
    chair_language: str = Field(default="", max_length=lengths.LANGUAGE)
