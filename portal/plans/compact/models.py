"""Compacts of a group or body and a year, and what each side says of its duties."""

from datetime import date
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from portal import lengths
from portal.plans.rules import Assessment
from portal.store.db import code_column, json_column, random_id


class Compact(SQLModel, table=True):
    """A plan with two sections of duties, for a group or a body and a year.

    `council_id` and `theirs_id` are the sections. Each side agrees on a day with a `version` of the
    whole; once both have, what they `agreed` on is kept as it was then and everybody reads it.
    """

    __table_args__ = (
        UniqueConstraint("group_id", "plan_id", "year"),
        UniqueConstraint("body_id", "plan_id", "year"),
    )

    id: str = Field(default_factory=random_id, primary_key=True, max_length=lengths.ID)
    plan_id: int = Field(foreign_key="plan.id", index=True, ondelete="CASCADE")
    year: int
    group_id: int | None = Field(
        default=None, foreign_key="voluntary_group.id", index=True, ondelete="CASCADE"
    )
    body_id: int | None = Field(default=None, foreign_key="body.id", index=True, ondelete="CASCADE")
    council_id: int = Field(foreign_key="plan_item.id", index=True, ondelete="CASCADE")
    theirs_id: int = Field(foreign_key="plan_item.id", index=True, ondelete="CASCADE")
    version: str = Field(default="", max_length=64)
    council_agreed: date | None = None
    theirs_agreed: date | None = None
    published: date | None = None
    agreed: dict[str, Any] = json_column()


class CompactMark(SQLModel, table=True):
    """Whether a side met a duty of its own in the year, and why, in the language it wrote in."""

    __tablename__ = "compact_mark"

    compact_id: str = Field(
        primary_key=True, foreign_key="compact.id", ondelete="CASCADE", max_length=lengths.ID
    )
    item_id: int = Field(
        primary_key=True, foreign_key="plan_item.id", index=True, ondelete="CASCADE"
    )
    assessment: Assessment = code_column(Assessment)
    comment: str = Field(default="", max_length=lengths.PARAGRAPH)
    language: str = Field(max_length=lengths.LANGUAGE)
