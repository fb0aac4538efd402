"""A document on its way into a plan, which is there for a day, and what was taken in."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, LargeBinary, UniqueConstraint
from sqlmodel import Field, SQLModel

from portal import lengths
from portal.store.db import json_column, moment, random_id, stamp
from portal.store.tables import MOMENTARY


class ImportDraft(SQLModel, table=True):
    """What an officer sent to bring it into a plan: one at a time, theirs alone, for a day.

    The `document` is packed as it was read, not the file itself; `mapping` is what they confirmed.
    """

    __tablename__ = "plan_import_draft"
    __table_args__ = MOMENTARY

    id: str = Field(default_factory=random_id, primary_key=True, max_length=lengths.ID)
    plan_id: int = Field(foreign_key="plan.id", index=True, ondelete="CASCADE")
    account_id: int = Field(foreign_key="account.id", unique=True, ondelete="CASCADE")
    name: str = Field(default="", max_length=lengths.FILENAME)
    document: bytes = Field(sa_type=LargeBinary)
    mapping: dict[str, Any] = json_column()
    confirmed: bool = False
    expires: datetime = moment(index=True)


class PlanImport(SQLModel, table=True):
    """That a document was taken into a plan: when, under which number, and how many items.

    `revisions` is the sum of those of its items then: it differs once one of them is changed.
    """

    __tablename__ = "plan_import"
    __table_args__ = (UniqueConstraint("plan_id", "number"),)

    id: str = Field(primary_key=True, max_length=lengths.ID)
    plan_id: int = Field(foreign_key="plan.id", index=True, ondelete="CASCADE")
    number: int
    name: str = Field(default="", max_length=lengths.FILENAME)
    items: int
    revisions: int = Field(sa_type=BigInteger)
    taken: datetime = stamp()
