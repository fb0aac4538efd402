"""Whether something failed because nothing can be kept just now, and not by a fault of ours."""

import errno
import sqlite3

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from portal.store.db import READ_ONLY, LockedError

_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EROFS)
_SQLITE_FAILURES = {
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
}
# Connections, resources, an operator who stops the server, and its system.
_POSTGRESQL_FAILURES = {"08", "53", "57", "58"}
_LOCK_NOT_AVAILABLE = "55P03"


def is_locked(error: BaseException) -> bool:
    """Tell whether something failed because others hold a lock that did not open in time."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    return (
        isinstance(cause, LockedError)
        or _sqlite_code(cause) == sqlite3.SQLITE_BUSY
        or getattr(cause, "sqlstate", None) == _LOCK_NOT_AVAILABLE
    )


def is_unavailable(error: BaseException) -> bool:
    """Tell whether something failed because nothing can be kept just now, by no fault of ours.

    The disk is full, the database is gone, or cannot be written, or is locked for too long.
    """
    if is_locked(error) or isinstance(error, PoolTimeoutError):
        return True
    if isinstance(error, OSError) and error.errno in _NO_ROOM:
        return True
    cause = error.orig if isinstance(error, DBAPIError) else error
    if code := _sqlite_code(cause):
        return code in _SQLITE_FAILURES
    if state := getattr(cause, "sqlstate", None):
        return state[:2] in _POSTGRESQL_FAILURES or state == READ_ONLY
    return isinstance(error, OperationalError | InterfaceError)


def _sqlite_code(cause: BaseException | None) -> int:
    return getattr(cause, "sqlite_errorcode", 0) & 0xFF
