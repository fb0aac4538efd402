"""Who leads something, the links that they were sent, and how a school answered a checklist."""

from datetime import date

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from portal import lengths
from portal.plans.leading.rules import LONGEST, Answer
from portal.store.db import code_column, first_revision, json_column, random_id


class Lead(SQLModel, table=True):
    """A role or an organisation that leads items, or a school that answers `checklists`.

    It is known by how it is `spelled`, however it is written in plans.
    """

    __tablename__ = "plan_lead"

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(max_length=lengths.NAME)
    spelled: str = Field(unique=True, max_length=LONGEST)
    email: str = Field(default="", max_length=lengths.EMAIL)
    language: str = Field(max_length=lengths.LANGUAGE)
    checklists: list[int] = json_column(list)
    revision: int = Field(default_factory=first_revision)


class LeadLink(SQLModel, table=True):
    """A link for a quarter, which its first day names; the signed word in it names this row.

    It was mailed on the day of `sent`, and `reported` is when it was last used to report.
    """

    __tablename__ = "plan_lead_link"

    id: str = Field(default_factory=random_id, primary_key=True, max_length=lengths.ID)
    lead_id: int = Field(foreign_key="plan_lead.id", index=True, ondelete="CASCADE")
    quarter: date
    email: str = Field(max_length=lengths.EMAIL)
    sent: date
    until: date = Field(index=True)
    reminded: date | None = None
    reported: date | None = None
    revoked: date | None = None


class ChecklistAnswer(SQLModel, table=True):
    """How a school answered a question of a checklist in a quarter; without a row it did not."""

    __tablename__ = "plan_answer"
    __table_args__ = (UniqueConstraint("lead_id", "item_id", "quarter"),)

    id: int | None = Field(default=None, primary_key=True)
    lead_id: int = Field(foreign_key="plan_lead.id", ondelete="CASCADE")
    item_id: int = Field(foreign_key="plan_item.id", index=True, ondelete="CASCADE")
    quarter: date
    answer: Answer | None = code_column(Answer, default=None, nullable=True)
    comment: str = Field(default="", max_length=lengths.PARAGRAPH)
    language: str = Field(max_length=lengths.LANGUAGE)
    on: date
