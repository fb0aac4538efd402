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
_TUNED = {"query_only": "OFF", "synchronous": "FULL"}  # what a transaction may say otherwise


class LockedError(Exception):
    """Somebody else is writing, and this transaction was not to wait any longer."""


def tune(connection: sqlite3.Connection, _record: Any) -> None:
    """Set up a new connection."""
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def begin(connection: Connection) -> None:
    """Begin a transaction as the options of its connection say."""
    options = connection.get_execution_options()
    _tell(connection, "query_only", "ON" if options.get("writes") is False else "OFF")
    _tell(connection, "synchronous", "FULL" if options.get("lasting", True) else "NORMAL")
    patience = options.get("patience", PATIENCE) if options.get("wait", True) else 0
    if options.get("writes") and patience < PATIENCE:
        _begin_impatiently(connection, patience)
    else:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("writes") else "BEGIN")


def _tell(connection: Connection, pragma: str, value: str) -> None:
    # A connection stays as it was told: most transactions follow one of their own kind.
    if connection.info.get(pragma, _TUNED[pragma]) != value:
        driver: Any = connection.connection.driver_connection
        driver.execute(f"PRAGMA {pragma}={value}")
        connection.info[pragma] = value


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
