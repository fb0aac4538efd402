"""Having the database forget what was deleted, so that no file of it can be read for that.

A row that is deleted is gone from every answer, and not yet from the disk. SQLite overwrites it
in the database, but its log of writes has copies until that is emptied. PostgreSQL keeps it in
the table until VACUUM frees its room, and then until something else is written there.

This is work that is due every minute and never part of a request, which a stranger could send
all day. Nothing marks what was deleted, so no promise can be forgotten here.
"""

import logging
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine, event
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from portal.store import overwriting
from portal.store.jobs import Job

_log = logging.getLogger(__name__)

NAME = "database.erasure"
_TRIES, _WAIT_SECONDS = 4, 0.5
_PATIENCE_SECONDS = 0.25  # a writer has to wait as long, if a reader is in the way
_MOST_REWRITTEN = 32 * 1024 * 1024  # a fraction of a second, in which nobody else writes


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
            _rewrite(connection, file)
            busy, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise
        return False
    return not busy


def _rewrite(connection: sqlite3.Connection, file: Path) -> None:
    # SQLite overwrites what is deleted, and not where a row stood before it was moved to another
    # page. A temporary file would be one more that holds all words.
    if file.stat().st_size <= _MOST_REWRITTEN:
        connection.execute("PRAGMA temp_store=MEMORY")
        connection.execute("VACUUM")


_WAYS: dict[str, Callable[[Engine], bool]] = {
    "sqlite": _empty_write_ahead_log,
    "postgresql": overwriting.overwrite_freed,
}

JOB = Job(NAME, timedelta(minutes=1), erase)
