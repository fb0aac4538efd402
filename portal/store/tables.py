"""What a table says about its rows beyond their columns: how they are copied, how they lie."""

from typing import Any

from sqlalchemy import MetaData
from sqlmodel.main import default_registry

APART: dict[str, Any] = {"info": {"copied": "apart"}}
"""Rows that open something: they are copied with the keys only, and not with the rest."""

MOMENTARY: dict[str, Any] = {"info": {"copied": "never"}}
"""Rows that are of use for some hours at most: no copy ever holds them."""

# SQLite numbers the rows of an ordinary table in the order they came; these must not tell it.
UNORDERED: dict[str, Any] = {"sqlite_with_rowid": False}
"""Rows that lie by their random keys, so that their place tells nothing of when they came."""


def apart(known: MetaData) -> list[str]:
    """Name the tables that are copied with the keys, those first to whose rows others refer."""
    return _copied(known, APART)


def momentary(known: MetaData) -> list[str]:
    """Name the tables that are never copied."""
    return _copied(known, MOMENTARY)


def belonging_to(table: str) -> list[tuple[type[Any], str]]:
    """List the tables whose rows belong to one row of this and go with it, and by which column."""
    return [
        (mapper.class_, key.parent.name)
        for mapper in default_registry.mappers
        for key in sorted(mapper.local_table.foreign_keys, key=str)
        if key.column.table.name == table and key.ondelete == "CASCADE"
    ]


def _copied(known: MetaData, how: dict[str, Any]) -> list[str]:
    return [one.name for one in known.sorted_tables if one.info.items() >= how["info"].items()]
