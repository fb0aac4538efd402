"""Having the database forget what was deleted, so that no file of it can be read for that.

A row that is deleted is gone from every answer, and not yet from the disk. SQLite overwrites it
in the database, but its log of writes has copies until that is emptied. PostgreSQL keeps it in
the table until VACUUM frees its room, and then until something else is written there.

This is work that is due every minute and never part of a request, which a stranger could send
all day. Nothing marks what was deleted, so no promise can be forgotten here.
"""

import base64
import logging
import secrets
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from datetime import date, datetime, timedelta
from itertools import cycle
from pathlib import Path
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
    event,
    text,
)
from sqlalchemy.exc import DBAPIError
from sqlalchemy.types import TypeEngine
from sqlmodel import Session, SQLModel

from portal import jobs
from portal.db import Code, now

_log = logging.getLogger(__name__)

NAME = "database.erasure"
_READABLE = {
    "response",
    "written_answer",
    "equality_answers",
    "report_key",
    "reply",
    "referral_copy",
    "contact_request",
}
"""What can be read by itself, or with a key that lives on; all else is sealed to keys that go."""

_TRIES, _WAIT_SECONDS = 4, 0.5
_PATIENCE_SECONDS = 0.25  # a writer has to wait as long, if a reader is in the way
_BYTES_AT_ONCE = 256 * 1024
_SIZES = (9980, 7600, 3600, 1700, 800, 350, 150, 0)
_MOST_INLINE = 8000  # what is longer lies in a file of its own (TOAST), in pieces of 1,996 bytes
_ROW_BYTES = 100
_overwritten: dict[tuple[str, str], int] = {}  # changes of a table when it last was


def erase(session: Session, _now: datetime) -> None:
    """Have the database, once this transaction is kept, forget all that was deleted."""
    engine = session.get_bind()
    assert isinstance(engine, Engine)  # noqa: S101 - sessions are opened on an engine
    event.listen(session, "after_commit", lambda _session: _attempt(engine), once=True)


def _attempt(engine: Engine) -> None:
    try:
        done = _WAYS[engine.dialect.name](engine)
    except (DBAPIError, sqlite3.Error):
        done = False
    if not done:
        _log.warning(
            "What was deleted is not yet erased from the files of the database, because somebody "
            "reads or changes it. It is tried again in a minute."
        )


def _empty_write_ahead_log(engine: Engine) -> bool:
    file = Path(engine.url.database or "")
    log = file.with_name(f"{file.name}-wal")
    if not log.exists() or not log.stat().st_size:
        return True
    for attempt in range(_TRIES):
        if attempt:
            time.sleep(_WAIT_SECONDS)
        if _checkpoint(file):
            return True
    return False


def _checkpoint(file: Path) -> bool:
    """Empty the log of writes, and tell whether nobody was in the way."""
    # Its own connection, because those of the pool have more patience.
    try:
        with closing(sqlite3.connect(file, timeout=_PATIENCE_SECONDS)) as connection:
            busy, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise
        return False
    return not busy


def _overwrite_freed(engine: Engine) -> bool:
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
_WAYS: dict[str, Callable[[Engine], bool]] = {
    "sqlite": _empty_write_ahead_log,
    "postgresql": _overwrite_freed,
}

jobs.register(NAME, timedelta(minutes=1), erase)
