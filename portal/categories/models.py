"""The options a council adds below the harmonised ones."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from portal import lengths
from portal.store.db import Translated, stamp, translated


class LocalOption(SQLModel, table=True):
    """An answer of the council's own, such as Somali. Retired, it still has its meaning."""

    __tablename__ = "local_option"
    __table_args__ = (UniqueConstraint("characteristic", "code"),)

    id: int | None = Field(default=None, primary_key=True)
    characteristic: str = Field(max_length=lengths.CODE)
    code: str = Field(max_length=lengths.CODE)
    parent: str = Field(max_length=lengths.CODE)
    label: Translated = translated()
    retired: bool = False
    created: datetime = stamp()
