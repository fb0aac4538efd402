"""Which items came of what: a consultation, a topic, a meeting, a group."""

from datetime import date

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from portal import lengths

KEY = 2 * lengths.SLUG
"""How long the key of something public may be (see `Thing`)."""


class ItemLink(SQLModel, table=True):
    """That an item came of something public, which has this `key`, and since when that is said."""

    __tablename__ = "plan_item_link"
    __table_args__ = (UniqueConstraint("item_id", "key"),)

    id: int | None = Field(default=None, primary_key=True)
    item_id: int = Field(foreign_key="plan_item.id", index=True, ondelete="CASCADE")
    key: str = Field(index=True, max_length=KEY)
    since: date
