"""How a column's type is written in a revision, which outlives the portal's own types."""

from typing import Any, Literal

import sqlalchemy as sa
from sqlmodel import AutoString

from portal.store.db import Code, Moment


def render_item(kind: str, item: Any, writing: Any) -> str | Literal[False]:
    """Write the portal's types as those of SQLAlchemy, and leave the rest to Alembic."""
    if kind != "type":
        return False
    if isinstance(item, sa.JSON):
        writing.imports.add("from sqlalchemy.dialects import postgresql")
        return 'sa.JSON().with_variant(postgresql.JSONB(), "postgresql")'
    return _type(item)


def _type(item: Any) -> str | Literal[False]:
    if isinstance(item, Moment):
        return "sa.DateTime(timezone=True)"
    if isinstance(item, Code | AutoString):
        length = getattr(item.impl, "length", None)
        return f"sa.String({length or ''})"
    return False
