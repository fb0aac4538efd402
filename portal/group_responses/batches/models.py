"""Batches under way, and what stays of those that were sent."""

from datetime import date, datetime
from typing import Any

from sqlmodel import Field, SQLModel

from portal import lengths
from portal.store.db import json_column, moment, random_id
from portal.store.tables import UNORDERED


class BatchDraft(SQLModel, table=True):
    """Answers that a helper enters for others; it goes with their membership, or when it expires.

    A row is what was typed of one person, by the names of the fields; nobody is named.
    `left_out` are the questions that nobody was asked.
    """

    __tablename__ = "batch_draft"
    __table_args__ = UNORDERED

    id: str = Field(default_factory=random_id, primary_key=True, max_length=lengths.ID)
    group_id: int = Field(foreign_key="voluntary_group.id", index=True, ondelete="CASCADE")
    consultation_id: int = Field(foreign_key="consultation.id", index=True, ondelete="CASCADE")
    made_by: str = Field(
        foreign_key="membership.id", index=True, ondelete="CASCADE", max_length=lengths.ID
    )
    language: str = Field(max_length=lengths.LANGUAGE)
    left_out: list[str] = json_column(list)
    rows: list[dict[str, Any]] = json_column(list)
    together: dict[str, Any] = json_column()
    started: datetime = moment()
    expires: datetime = moment(index=True)


class SentBatch(SQLModel, table=True):
    """A batch that was sent: of how many people, and that each agreed; its code opens it."""

    __tablename__ = "sent_batch"
    __table_args__ = UNORDERED

    id: str = Field(default_factory=random_id, primary_key=True, max_length=lengths.ID)
    group_id: int = Field(foreign_key="voluntary_group.id", index=True, ondelete="CASCADE")
    consultation_id: int = Field(foreign_key="consultation.id", index=True, ondelete="CASCADE")
    code_hash: str = Field(unique=True, max_length=64)
    people: int
    agreed: date
    withdrawn: bool = False


class BatchResponse(SQLModel, table=True):
    """A response that came in a batch, so that who holds its code can withdraw all of them."""

    __tablename__ = "batch_response"
    __table_args__ = UNORDERED

    response_id: str = Field(
        primary_key=True, foreign_key="response.id", ondelete="CASCADE", max_length=lengths.ID
    )
    batch_id: str = Field(
        foreign_key="sent_batch.id", index=True, ondelete="CASCADE", max_length=lengths.ID
    )
