"""Overwriting what PostgreSQL left free, with rows that are made up and never kept.

VACUUM frees the room of rows that were deleted and leaves their words there, until something
else is written. Filled to its edge, a table holds nothing more of them.
"""

import base64
import secrets
from collections.abc import Callable
from datetime import date, datetime
from itertools import cycle
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    Connection,
    Engine,
    LargeBinary,
    NullPool,
    String,
    Table,
    TypeDecorator,
    create_engine,
    text,
)
from sqlalchemy.types import TypeEngine
from sqlmodel import SQLModel

from portal.store.db import Code, now

_READABLE = {
    "response",
    "written_answer",
    "equality_answers",
    "hidden_text",
    "report_key",
    "reply",
    "referral_copy",
    "contact_request",
    "member",
    "address_change",
    "sign_in_request",
    "support_request",
    "resident_comment",
    "comment_step",
    "comment_equality",
}
"""What can be read by itself, or with a key that lives on; all else is sealed to keys that go."""

_BYTES_AT_ONCE = 256 * 1024
_SIZES = (9980, 7600, 3600, 1700, 800, 350, 150, 0)
_MOST_INLINE = 8000  # what is longer lies in a file of its own (TOAST), in pieces of 1,996 bytes
_ROW_BYTES = 100
_overwritten: dict[tuple[str, str], int] = {}  # changes of a table when it last was


def overwrite_freed(engine: Engine) -> bool:
    """Overwrite what became free in each table that was changed, and tell whether all of it is."""
    done = True
    with _apart(engine) as connection:
        for name, changes in _changes(connection).items():
            place = (str(engine.url), name)
            if name not in SQLModel.metadata.tables or _overwritten.get(place) == changes:
                continue
            if _erase_from(connection, SQLModel.metadata.tables[name]):
                _overwritten[place] = changes
            elif name in _READABLE:
                done = False
    return done


def _apart(engine: Engine) -> Connection:
    """Connect outside of any transaction, as VACUUM has to stand."""
    return create_engine(engine.url, poolclass=NullPool, isolation_level="AUTOCOMMIT").connect()


def _changes(connection: Connection) -> dict[str, int]:
    """Count for each table how many of its rows were ever deleted or replaced.

    Rows that wait for VACUUM say too little: the database vacuums by itself, and overwrites not.
    """
    query = text("SELECT relname, n_tup_del + n_tup_upd FROM pg_stat_user_tables")
    return dict(connection.execute(query).all())


def _erase_from(connection: Connection, table: Table) -> bool:
    """Free the room of deleted rows and overwrite it; tell whether nothing of them is left."""
    if not _free(connection, table):
        return False
    if table.name not in _READABLE:
        return True
    filled = _overwrite(connection, table)
    for one in (table, *(key.column.table for key in table.foreign_keys)):
        _free(connection, one)
    return filled


def _free(connection: Connection, table: Table) -> bool:
    """Free the room of deleted rows, and tell whether no reader may still need one of them."""
    # VACUUM FULL would lock everybody out of a table; this one waits for nobody. Where few rows
    # were deleted it would leave their room unlisted, unless it cleans indexes, too.
    connection.execute(text(f'VACUUM (INDEX_CLEANUP ON) "{table.name}"'))
    query = text("SELECT n_dead_tup FROM pg_stat_user_tables WHERE relid = to_regclass(:name)")
    return not connection.execute(query, {"name": table.name}).scalar()


def _overwrite(connection: Connection, table: Table) -> bool:
    """Fill the free room of a table with rows that are never kept, and so never seen.

    From the largest to the smallest, each size is written until the file would have to grow.
    """
    apart = _apart(connection.engine)
    with apart.execution_options(isolation_level="READ COMMITTED") as transaction:
        filled = [_fill(transaction, table, size) for size in _SIZES]
        transaction.execute(text("SELECT pg_stat_force_next_flush()"))
        transaction.rollback()
    return all(filled)


def _fill(connection: Connection, table: Table, size: int) -> bool:
    """Insert rows of one size until the file grows, and tell whether it did."""
    before, written, at_once = _length(connection, table, size), 0, 1
    while before >= _length(connection, table, size):
        # No more can be free than there is.
        if written > 2 * before + _BYTES_AT_ONCE:
            return False
        _insert(connection, table, at_once, size)
        written += at_once * (size + _ROW_BYTES)
        at_once = min(2 * at_once, 1 + _BYTES_AT_ONCE // (size + _ROW_BYTES))
    return True


def _length(connection: Connection, table: Table, size: int) -> int:
    file = "reltoastrelid" if size > _MOST_INLINE else "oid"
    query = text(f"SELECT pg_relation_size({file}) FROM pg_class WHERE oid = to_regclass(:name)")  # noqa: S608
    return connection.execute(query, {"name": table.name}).scalar() or 0


def _insert(connection: Connection, table: Table, number: int, size: int) -> list[dict[str, Any]]:
    """Insert rows that are made up, after the rows to which they have to refer."""
    rows = [_made_up(table, size) for _ in range(number)]
    for key in (key for key in table.foreign_keys if not key.parent.nullable):
        many = number if key.parent.primary_key else 1
        parents = cycle(_insert(connection, key.column.table, many, 0))
        for row in rows:
            row[key.parent.name] = next(parents)[key.column.name]
    connection.execute(table.insert(), rows)
    return rows


def _made_up(table: Table, size: int) -> dict[str, Any]:
    """Make up a row that is like no other, with so many bytes in the first column that is wide."""
    needed = [column for column in table.columns if not column.nullable]
    own = (column for column in needed if not column.foreign_keys)
    wide = next((column for column in own if _is_wide(column.type)), None)
    return {one.name: _value(one, size if one is wide else 0) for one in needed}


def _is_wide(kind: TypeEngine[Any]) -> bool:
    kind = _stored(kind)
    endless = isinstance(kind, String) and not kind.length
    return isinstance(kind, LargeBinary | JSON) or endless


def _value(column: Column[Any], size: int) -> Any:
    if isinstance(column.type, Code):
        return next(iter(column.type.kind))
    kind = _stored(column.type)
    if isinstance(kind, LargeBinary):
        return secrets.token_bytes(size)
    noise = base64.b64encode(secrets.token_bytes(size * 3 // 4)).decode()
    if isinstance(kind, JSON):
        return {"": noise} if noise else {}
    if isinstance(kind, String):
        # What stays free on a page is then no longer than what stands there before words.
        return secrets.token_urlsafe(6) if column.primary_key or column.unique else noise
    return _PLAIN[kind.python_type]()


def _stored(kind: TypeEngine[Any]) -> TypeEngine[Any]:
    return kind.impl_instance if isinstance(kind, TypeDecorator) else kind


_PLAIN: dict[type, Callable[[], Any]] = {
    bool: bool,
    int: lambda: -secrets.randbelow(2**31),
    date: lambda: now().date(),
    datetime: now,
}
