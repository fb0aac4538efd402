"""Rows that say the same as one that is to be made: a page that was gone back to sends it again."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, TypeVar

from sqlmodel import Session, SQLModel, select

from portal.store.db import now

WITHIN = timedelta(hours=1)
"""So long the same words of the same author in the same place count as sent once more."""

Row = TypeVar("Row", bound=SQLModel)


def twins(
    session: Session, row: Row, names: Sequence[str], within: timedelta | None = WITHIN
) -> Sequence[Row]:
    """List the rows that have the same under these names, the latest made first, or ever made.

    The name under which a form makes its row once does not tell: a browser that goes back asks
    for the page anew, which then has another, and fills in what was typed.
    """
    table: Any = type(row)
    query = select(table)
    for name in names:
        # Not IS NOT DISTINCT FROM, for which PostgreSQL looks into no index.
        said = getattr(row, name)
        same = getattr(table, name) == said
        query = query.where(getattr(table, name).is_(None) if said is None else same)
    if within is not None:
        query = query.where(table.made > now() - within)
    return session.exec(query.order_by(table.id.desc())).all()
