"""Batches of slips, and the names of the codes that were not used yet."""

from datetime import date

from sqlmodel import Field, SQLModel

from portal import lengths
from portal.store.db import random_id
from portal.store.tables import UNORDERED


class SlipBatch(SQLModel, table=True):
    """Slips that were printed together: how many, and how many once it was revoked were used."""

    __tablename__ = "slip_batch"
    __table_args__ = UNORDERED

    id: str = Field(default_factory=random_id, primary_key=True, max_length=lengths.ID)
    group_id: int = Field(foreign_key="voluntary_group.id", index=True, ondelete="CASCADE")
    consultation_id: int = Field(foreign_key="consultation.id", index=True, ondelete="CASCADE")
    number: int
    made: date
    revoked: bool = False


class Slip(SQLModel, table=True):
    """A slip that can be used, by the name of its code; a used one is gone, and leaves nothing."""

    __table_args__ = UNORDERED

    id: str = Field(primary_key=True, max_length=64)
    batch_id: str = Field(
        foreign_key="slip_batch.id", index=True, ondelete="CASCADE", max_length=lengths.ID
    )
