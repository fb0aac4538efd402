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

_TRIES = 4
_WAIT_SECONDS = 0.5
# A writer has to wait as long, if a reader is in the way.
_PATIENCE_SECONDS = 0.25
_MOST_BYTES = 256 * 1024 * 1024
_MOST_AT_ONCE = 1000
_PAGE_BYTES = 8192
_SIZES = (6000, 1500, 150, 0)  # those above 2 KB lie in a file of their own (TOAST)
_TOASTED = 2000
_ROW_BYTES = 100


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


def _vacuum(engine: Engine) -> bool:
    freed = _vacuum_deleted(engine) - _deleted(engine)
    for name in sorted(freed & _READABLE):
        _overwrite(engine, SQLModel.metadata.tables[name])
    _vacuum_deleted(engine)
    return not _deleted(engine) & _READABLE


def _vacuum_deleted(engine: Engine) -> set[str]:
    """Free the room of deleted rows, and tell in which tables there were any."""
    names = _deleted(engine)
    # VACUUM FULL would lock everybody out of a table; this one waits for nobody.
    with _apart(engine) as connection:
        for name in sorted(names):
            connection.execute(text(f'VACUUM "{name}"'))
    return names


def _deleted(engine: Engine) -> set[str]:
    query = text("SELECT relname FROM pg_stat_user_tables WHERE n_dead_tup > 0")
    with _apart(engine) as connection:
        return set(connection.execute(query).scalars()) & SQLModel.metadata.tables.keys()


def _apart(engine: Engine) -> Connection:
    # VACUUM stands in no transaction.
    apart = create_engine(engine.url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    return apart.connect()


def _overwrite(engine: Engine, table: Table) -> None:
    """Fill the free room of a table with rows that are never kept, and so never seen.

    From the largest to the smallest, each size is written until the file would have to grow.
    """
    with _apart(engine).execution_options(isolation_level="READ COMMITTED") as connection:
        for size in _SIZES:
            _fill(connection, table, size)
        # Else they might be counted as deleted after they were vacuumed, and overwritten anew.
        connection.execute(text("SELECT pg_stat_force_next_flush()"))
        connection.rollback()


def _fill(connection: Connection, table: Table, size: int) -> None:
    before, written = _length(connection, table, size), 0
    at_once = max(1, _PAGE_BYTES // (size + _ROW_BYTES))
    while before == _length(connection, table, size) and written < _MOST_BYTES:
        _insert(connection, table, at_once, size)
        written += at_once * (size + _ROW_BYTES)
        at_once = min(2 * at_once, _MOST_AT_ONCE)


def _length(connection: Connection, table: Table, size: int) -> int:
    file = "reltoastrelid" if size > _TOASTED else "oid"
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
    return {one.name: _value(one.type, size if one is wide else 0) for one in needed}


def _is_wide(kind: TypeEngine[Any]) -> bool:
    kind = _stored(kind)
    endless = isinstance(kind, String) and not kind.length
    return isinstance(kind, LargeBinary | JSON) or endless


def _value(kind: TypeEngine[Any], size: int) -> Any:
    if isinstance(kind, Code):
        return next(iter(kind.kind))
    kind, noise = _stored(kind), secrets.token_bytes(size)
    if isinstance(kind, LargeBinary):
        return noise
    if isinstance(kind, JSON):
        return {"": base64.b64encode(noise).decode()}
    if isinstance(kind, String):
        return secrets.token_hex(16)[: kind.length] if kind.length else noise.hex()
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
    "postgresql": _vacuum,
}

jobs.register(NAME, timedelta(minutes=1), erase)
