"""Where the council's settings are kept."""

from typing import Any

from sqlmodel import Field, SQLModel

from portal.store.db import json_column


class CouncilSettings(SQLModel, table=True):
    """The one row of settings, and how often it has been changed."""

    __tablename__ = "council_settings"

    id: int = Field(default=1, primary_key=True)
    version: int = 0
    values: dict[str, Any] = json_column()
