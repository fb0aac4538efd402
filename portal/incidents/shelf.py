"""Sealed rows for an hour at most, in bounded room, and in less of it for each network.

A database that is a file is served by one process, and its memory holds the rows. Of several
processes each has a memory of its own, so with PostgreSQL the rows lie in a table that is not
logged: it reaches no replica, and no backup of ours. The memory then only counts how much room
each network has taken, because no row tells of a network.
"""

import threading
import time
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from weakref import WeakKeyDictionary

from sqlalchemy import Engine
from sqlalchemy.dialects import postgresql
from sqlmodel import Session, col, delete, select
from starlette.requests import Request

from portal import jobs
from portal.db import now
from portal.incidents import floods
from portal.incidents.models import ReporterMemory

_SECONDS = 60 * 60
_MOST_BYTES = 32 * 1024 * 1024
_MOST_OF_ONE = 2 * 1024 * 1024
_ROW_BYTES = 500  # what a row takes besides its words
_COARSE = timedelta(minutes=10)


class Shelf:
    """The rows of this process, or only the room that they take."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._rows: dict[str, tuple[float, bytes, int, bytes]] = {}
        self._taken: Counter[bytes] = Counter()
        self._lock = threading.Lock()

    def put(self, name: str, source: bytes, size: int, sealed: bytes) -> bool:
        """Keep a row for an hour, in place of the one of that name; tell whether there was room."""
        with self._lock:
            self._forget_old()
            self._remove(name)
            size += _ROW_BYTES
            full = self._taken.total() + size > _MOST_BYTES
            if full or self._taken[source] + size > _MOST_OF_ONE:
                return False
            self._taken[source] += size
            self._rows[name] = (self._clock() + _SECONDS, source, size, sealed)
            return True

    def get(self, name: str) -> bytes:
        """Give what is kept in a row; nothing, if it is kept no more."""
        with self._lock:
            self._forget_old()
            return self._rows[name][3] if name in self._rows else b""

    def _forget_old(self) -> None:
        # The row that was kept last stands last.
        while self._rows and self._rows[oldest := next(iter(self._rows))][0] < self._clock():
            self._remove(oldest)

    def _remove(self, name: str) -> None:
        if row := self._rows.pop(name, None):
            self._taken[row[1]] -= row[2]
            if not self._taken[row[1]]:
                del self._taken[row[1]]


_shelves: WeakKeyDictionary[Engine, Shelf] = WeakKeyDictionary()


def shelf(engine: Engine) -> Shelf:
    """Give the shelf of this process."""
    return _shelves.setdefault(engine, Shelf())


def put(request: Request, session: Session, name: str, sealed: bytes) -> bool:
    """Keep a row for an hour at most, if there is room for whoever sent the request."""
    engine, shared = request.state.engine, not request.state.limits.file
    source = floods.gate(engine).source(request)
    if not shelf(engine).put(name, source, len(sealed), b"" if shared else sealed):
        return False
    if shared:
        _write(session, name, sealed)
    return True


def get(request: Request, session: Session, name: str) -> bytes:
    """Give what is kept in a row; nothing, if it is kept no more."""
    if request.state.limits.file:
        return shelf(request.state.engine).get(name)
    query = select(ReporterMemory.sealed).where(ReporterMemory.name == name)
    return session.exec(query.where(col(ReporterMemory.expires) > now())).one_or_none() or b""


def forget_expired(session: Session, moment: datetime) -> None:
    """Delete the rows that nobody may open any more."""
    session.exec(delete(ReporterMemory).where(col(ReporterMemory.expires) <= moment))


def _write(session: Session, name: str, sealed: bytes) -> None:
    # Whoever reads the table learns to ten minutes at best when somebody wrote.
    late = now() + timedelta(seconds=_SECONDS)
    expires = late - (late - late.min.replace(tzinfo=late.tzinfo)) % _COARSE
    row = postgresql.insert(ReporterMemory).values(name=name, sealed=sealed, expires=expires)
    changed = {"sealed": row.excluded.sealed, "expires": row.excluded.expires}
    session.connection().execute(row.on_conflict_do_update(index_elements=["name"], set_=changed))


jobs.register("incidents.memory", timedelta(minutes=10), forget_expired)
