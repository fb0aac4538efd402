"""SQLite, told to behave like a server: what holds for its connections and transactions."""

import sqlite3
from typing import Any

from sqlalchemy import Connection

PATIENCE = 5000
"""For how many milliseconds a transaction waits for others that write."""

_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    f"busy_timeout={PATIENCE}",
    "secure_delete=ON",
    "trusted_schema=OFF",
)


class LockedError(Exception):
    """Somebody else is writing, and this transaction was not to wait any longer."""


def tune(connection: sqlite3.Connection, _record: Any) -> None:
    """Set up a new connection."""
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def begin(connection: Connection) -> None:
    """Begin a transaction as the options of its connection say."""
    options = connection.get_execution_options()
    _allow_writing(connection, allowed=options.get("writes") is not False)
    patience = options.get("patience", PATIENCE) if options.get("wait", True) else 0
    if options.get("writes") and patience < PATIENCE:
        _begin_impatiently(connection, patience)
    else:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("writes") else "BEGIN")


def _allow_writing(connection: Connection, *, allowed: bool) -> None:
    # A connection stays as it was told: most transactions follow one of their own kind.
    if connection.info.get("writing", True) != allowed:
        driver: Any = connection.connection.driver_connection
        driver.execute(f"PRAGMA query_only={'OFF' if allowed else 'ON'}")
        connection.info["writing"] = allowed


def _begin_impatiently(connection: Connection, patience: int) -> None:
    driver: Any = connection.connection.driver_connection
    driver.execute(f"PRAGMA busy_timeout={patience}")
    try:
        driver.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
            raise LockedError from error
        raise
    finally:
        driver.execute(f"PRAGMA busy_timeout={PATIENCE}")
