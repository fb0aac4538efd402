"""Plans, their items, what was reported of each, and what an item said before it was changed."""

from datetime import date, datetime
from typing import Any

from sqlmodel import Field, SQLModel

from portal import lengths
from portal.plans.rules import Assessment, Kind, Reach, Standing, Status
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


class Plan(SQLModel, table=True):
    """A plan. Of what is not translated it is said once in which language it is.

    `levels` names from the top what its items are. A plan for another year `follows` the last.
    """

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(default_factory=random_id, unique=True, max_length=lengths.ID)
    slug: str = Field(unique=True, max_length=lengths.SLUG)
    kind: Kind = code_column(Kind)
    title: Translated = translated()
    language: str = Field(max_length=lengths.LANGUAGE)
    starts: date | None = None
    ends: date | None = None
    source: str = Field(default="", max_length=lengths.HEADING)
    standing: Standing = code_column(Standing, default=Standing.DRAFT, index=True)
    levels: list[str] = json_column(list)
    follows_id: int | None = Field(default=None, foreign_key="plan.id", index=True)
    published: datetime | None = moment(default=None, nullable=True)
    made: datetime = stamp()
    revision: int = Field(default_factory=first_revision)


class PlanItem(SQLModel, table=True):
    """One aim, action, duty or question, at its place below another or at the top (level 0).

    One that was copied from another plan `follows` what it was there.
    """

    __tablename__ = "plan_item"

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(default_factory=random_id, unique=True, max_length=lengths.ID)
    plan_id: int = Field(foreign_key="plan.id", index=True, ondelete="CASCADE")
    parent_id: int | None = Field(
        default=None, foreign_key="plan_item.id", index=True, ondelete="CASCADE"
    )
    place: int = 0
    number: str = Field(default="", max_length=lengths.CODE)
    level: int = 0
    text: Translated = translated()
    language: str = Field(max_length=lengths.LANGUAGE)
    reach: Reach = code_column(Reach, default=Reach.UNSAID)
    leads: list[str] = json_column(list)
    resources: str = Field(default="", max_length=lengths.ITEM)
    timescale: str = Field(default="", max_length=lengths.ITEM)
    due: date | None = None
    measure: str = Field(default="", max_length=lengths.ITEM)
    outcome: str = Field(default="", max_length=lengths.ITEM)
    status: Status = code_column(Status, default=Status.UNSAID)
    evidence: str = Field(default="", max_length=lengths.ITEM)
    assessment: Assessment = code_column(Assessment, default=Assessment.UNSAID)
    comment: str = Field(default="", max_length=lengths.ITEM)
    review_on: date | None = None
    of_import: int | None = None
    follows_id: int | None = Field(
        default=None, foreign_key="plan_item.id", index=True, ondelete="SET NULL"
    )
    revision: int = Field(default_factory=first_revision)


class Progress(SQLModel, table=True):
    """What was reported of an item on a day, signed by a role, for everybody to read.

    It is `by_lead` where whoever leads the item reported it. How far it said that the item is took
    the place of what `was` before.
    """

    __tablename__ = "plan_progress"

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(default_factory=random_id, unique=True, max_length=lengths.ID)
    item_id: int = Field(foreign_key="plan_item.id", index=True, ondelete="CASCADE")
    on: date
    by_role: str = Field(max_length=lengths.NAME)
    words: str = Field(max_length=lengths.PARAGRAPH)
    language: str = Field(max_length=lengths.LANGUAGE)
    status: Status = code_column(Status, default=Status.UNSAID)
    assessment: Assessment = code_column(Assessment, default=Assessment.UNSAID)
    evidence: str = Field(default="", max_length=lengths.PARAGRAPH)
    by_lead: bool = False
    was: dict[str, Any] = json_column()


class Version(SQLModel):
    """What something said before it was changed on a day, by its fields."""

    changed: date
    language: str = Field(max_length=lengths.LANGUAGE)
    was: dict[str, Any] = json_column()


class ItemVersion(Version, table=True):
    """An item as everybody could read it before."""

    __tablename__ = "plan_item_version"

    id: int | None = Field(default=None, primary_key=True)
    item_id: int = Field(foreign_key="plan_item.id", index=True, ondelete="CASCADE")


class PlanVersion(Version, table=True):
    """A public plan as a whole as it was before."""

    __tablename__ = "plan_version"

    id: int | None = Field(default=None, primary_key=True)
    plan_id: int = Field(foreign_key="plan.id", index=True, ondelete="CASCADE")
