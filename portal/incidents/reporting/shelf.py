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
from functools import partial

from sqlalchemy import event
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import Session as SessionBase
from sqlalchemy.orm import SessionTransaction
from sqlmodel import Session, col, delete, select
from starlette.background import BackgroundTask
from starlette.requests import Request

from portal.incidents.models import ReporterMemory
from portal.incidents.reporting import floods
from portal.store.db import now
from portal.store.jobs import Job
from portal.store.memory import Memory
from portal.web import lanes
from portal.web.networks import tells_networks

_SECONDS = 60 * 60
_MOST_BYTES = 32 * 1024 * 1024
_MOST_OF_ONE = 2 * 1024 * 1024
_ROW_BYTES = 500  # what a row takes besides its words
_COARSE = timedelta(minutes=10)


class Shelf:
    """The rows of this process, or only the room that they take.

    Room is reserved for a row before the transaction that it belongs to is kept, and given back
    if that fails: meanwhile the row of before stands.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._rows: dict[str, tuple[float, bytes, int, bytes]] = {}
        self._taken: Counter[bytes] = Counter()
        self._lock = threading.Lock()

    def reserve(self, name: str, source: bytes, size: int) -> bool:
        """Take room for a row, if there is some; one that replaces a larger one has its room.

        A source without a name is everybody, who have no share but the whole.
        """
        with self._lock:
            self._forget_old()
            size += _ROW_BYTES
            _, of, before, _ = self._rows.get(name, (0, b"", 0, b""))
            all_ = self._taken.total() - before + size
            own = self._taken[source] - (before if of == source else 0) + size
            full = all_ > _MOST_BYTES or (source and own > _MOST_OF_ONE)
            if full and size > before:
                return False
            self._taken[source] += size
            return True

    def keep(self, name: str, source: bytes, size: int, sealed: bytes) -> None:
        """Keep a row for an hour in the room it has, in place of the one of that name."""
        with self._lock:
            self._remove(name)
            until = self._clock() + _SECONDS
            self._rows[name] = (until, source, size + _ROW_BYTES, sealed)

    def give_back(self, source: bytes, size: int) -> None:
        """Give back the room of a row that is not kept."""
        with self._lock:
            self._free(source, size + _ROW_BYTES)

    def remove(self, name: str) -> None:
        """Keep a row no more."""
        with self._lock:
            self._remove(name)

    def remove_all(self, start: str) -> None:
        """Keep the rows no more whose names begin in one way."""
        with self._lock:
            for name in [name for name in self._rows if name.startswith(start)]:
                self._remove(name)

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
            self._free(row[1], row[2])

    def _free(self, source: bytes, size: int) -> None:
        self._taken[source] -= size
        if not self._taken[source]:
            del self._taken[source]


def put(request: Request, session: Session, name: str, sealed: bytes) -> bool:
    """Keep a row for an hour at most, once the transaction is kept; tell whether there is room.

    Without room the row of before goes, too: it is not what was said last.
    """
    memory: Memory = request.state.memory
    rows, shared = memory.of(Shelf), not request.state.limits.file
    told = tells_networks(request)
    source = memory.of(floods.Gate).source(request) if told else b""
    size = len(sealed)
    if not rows.reserve(name, source, size):
        drop(request, session, name)
        return False
    if shared:
        _write(session, name, sealed)
    keep = partial(rows.keep, name, source, size, b"" if shared else sealed)
    _follow(session, keep, partial(rows.give_back, source, size))
    return True


def drop(request: Request, session: Session, name: str) -> None:
    """Keep a row no more, once the transaction is kept."""
    if not request.state.limits.file:
        session.exec(delete(ReporterMemory).where(col(ReporterMemory.name) == name))
    _follow(session, partial(_shelf(request).remove, name), lambda: None)


def clearing(request: Request, start: str) -> BackgroundTask:
    """Keep the rows no more whose names begin in one way, once an answer was sent.

    Nobody waits for the database, and where it keeps nothing the rows end within the hour.
    """
    _shelf(request).remove_all(start)
    return BackgroundTask(_clear, request, start)


async def _clear(request: Request, start: str) -> None:
    if not request.state.limits.file:
        old = delete(ReporterMemory).where(col(ReporterMemory.name).startswith(start))
        await lanes.afterwards(request, lambda session: session.exec(old))


def get(request: Request, session: Session, name: str) -> bytes:
    """Give what is kept in a row; nothing, if it is kept no more."""
    if request.state.limits.file:
        return _shelf(request).get(name)
    query = select(ReporterMemory.sealed).where(ReporterMemory.name == name)
    return session.exec(query.where(col(ReporterMemory.expires) > now())).one_or_none() or b""


def forget_expired(session: Session, moment: datetime) -> None:
    """Delete the rows that nobody may open any more."""
    session.exec(delete(ReporterMemory).where(col(ReporterMemory.expires) <= moment))


def _shelf(request: Request) -> Shelf:
    memory: Memory = request.state.memory
    return memory.of(Shelf)


def _follow(session: Session, kept: Callable[[], None], undone: Callable[[], None]) -> None:
    """Do one thing when the transaction is kept, or the other when it ends without."""
    waiting = [kept]

    def commit(_session: SessionBase) -> None:
        waiting.pop()()

    def end(_session: SessionBase, transaction: SessionTransaction) -> None:
        if waiting and transaction.parent is None:
            waiting.pop()
            undone()

    event.listen(session, "after_commit", commit, once=True)
    event.listen(session, "after_transaction_end", end)


def _write(session: Session, name: str, sealed: bytes) -> None:
    # Whoever reads the table learns to ten minutes at best when somebody wrote.
    late = now() + timedelta(seconds=_SECONDS)
    expires = late - (late - late.min.replace(tzinfo=late.tzinfo)) % _COARSE
    row = postgresql.insert(ReporterMemory).values(name=name, sealed=sealed, expires=expires)
    changed = {"sealed": row.excluded.sealed, "expires": row.excluded.expires}
    session.connection().execute(row.on_conflict_do_update(index_elements=["name"], set_=changed))


JOB = Job("incidents.memory", timedelta(minutes=10), forget_expired)
