"""The options a council adds below the harmonised ones."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from portal.db import Translated, stamp, translated


class LocalOption(SQLModel, table=True):
    """An answer of the council's own, such as Somali. Retired, it still has its meaning."""

    __tablename__ = "local_option"
    __table_args__ = (UniqueConstraint("characteristic", "code"),)

    id: int | None = Field(default=None, primary_key=True)
    characteristic: str = Field(max_length=40)
    code: str = Field(max_length=40)
    parent: str = Field(max_length=40)
    label: Translated = translated()
    retired: bool = False
    created: datetime = stamp()
