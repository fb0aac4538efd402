"""The answer that a group drafts, and what its members changed in it."""

from datetime import datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from portal import lengths
from portal.store.db import json_column, moment, random_id
from portal.store.tables import UNORDERED


class SharedAnswer(SQLModel, table=True):
    """What a group answers to a consultation: a draft that `code` opens, or what was sent of it.

    A draft that expires takes this with it. `ready` says that a member thinks it can be sent.
    """

    __tablename__ = "shared_answer"
    __table_args__ = (UniqueConstraint("group_id", "consultation_id"), UNORDERED)

    id: str = Field(default_factory=random_id, primary_key=True, max_length=lengths.ID)
    group_id: int = Field(foreign_key="voluntary_group.id", ondelete="CASCADE")
    consultation_id: int = Field(foreign_key="consultation.id", index=True, ondelete="CASCADE")
    code: str = Field(default="", max_length=lengths.CODE)
    draft_id: str | None = Field(
        default=None, foreign_key="draft.id", index=True, ondelete="CASCADE", max_length=64
    )
    response_id: str | None = Field(
        default=None, foreign_key="response.id", unique=True, ondelete="CASCADE", max_length=22
    )
    ready: bool = False


class SharedChange(SQLModel, table=True):
    """What a member gave as an answer, and in which hour; who has left the group is not named."""

    __tablename__ = "shared_change"
    __table_args__ = UNORDERED

    id: str = Field(default_factory=random_id, primary_key=True, max_length=lengths.ID)
    answer_id: str = Field(
        foreign_key="shared_answer.id", index=True, ondelete="CASCADE", max_length=lengths.ID
    )
    number: int
    question: str = Field(max_length=lengths.FIELD)
    sent: dict[str, Any] = json_column()
    language: str = Field(max_length=lengths.LANGUAGE)
    hour: datetime = moment()
    membership_id: str | None = Field(
        default=None,
        foreign_key="membership.id",
        index=True,
        ondelete="SET NULL",
        max_length=lengths.ID,
    )
