"""Work that is due: features bring theirs, one process at a time runs it.

A clock may be wrong for a minute, and what is deleted does not come back when it is put right.
So a run that has not come yet counts as none, and after a week without a deletion none is made
before a day of running, or before somebody who looked at the clock says that it is right.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import Engine
from sqlmodel import Field, Session, SQLModel

from portal.settings import Settings
from portal.store import audit, noted
from portal.store.db import begin, moment, serialise
from portal.store.outage import is_unavailable

_log = logging.getLogger(__name__)
_LOCK = 0x6A6F6273

LONG_AGO = timedelta(days=7)
"""A deletion so long after the last one waits: either nothing ran, or the clock leapt."""

RUNNING = timedelta(days=1)
"""How long the portal has to run before it believes such a clock."""

_VOUCHED = timedelta(hours=2)  # Each look at what is due tells of so much time before it.
_WAITS = "deletion.waits"
_LOOKED = "deletion.looked"

Run = Callable[[Session, datetime], None]
Transaction = Callable[..., AbstractContextManager[Session]]
Errand = Callable[[Transaction, datetime], None]


@dataclass(frozen=True)
class Job:
    """Something to do again and again, and how often; its name stays the same over the years.

    An errand leads out of the house, to a server that may be slow: it is given transactions to
    open, and waits outside of them, because everybody who writes would have to wait with it. One
    that fails has had its turn.
    One that deletes by the date waits while the clock may be wrong.
    """

    name: str
    every: timedelta
    run: Run | None = None
    errand: Errand | None = None
    deletes: bool = False


Jobs = Sequence[Job]


class JobRun(SQLModel, table=True):
    """When a job last ran to its end."""

    __tablename__ = "job_run"

    name: str = Field(primary_key=True, max_length=60)
    ran: datetime = moment()


@dataclass(frozen=True)
class Waiting:
    """Since when deletion waits, when it goes on by itself, and when something was last deleted."""

    since: datetime
    until: datetime
    last: datetime


def last_run(session: Session, name: str, now: datetime) -> datetime | None:
    """Tell when a job last ran to its end; within a job, when it ran before this time."""
    row = session.get(JobRun, name)
    return row.ran if row and row.ran <= now else None


def waiting(session: Session, jobs: Jobs, now: datetime) -> Waiting | None:
    """Tell whether deletion waits, because the clock may be wrong."""
    held = _held(session, jobs, now)
    return held if held and now < held.until else None


def believe_clock(session: Session, jobs: Jobs, actor: str | int, now: datetime) -> bool:
    """Let deletion go on, because somebody looked at the clock; tell whether it waited."""
    held = waiting(session, jobs, now)
    if held is None:
        return False
    _note_waiting(session, now - RUNNING, now)
    audit.record(session, actor, "deletion.resumed", "clock", clock=now, last=held.last)
    return True


def run_due(jobs: Jobs, engine: Engine, settings: Settings, now: datetime) -> list[str]:
    """Run every job that is due, each in its own transaction; a failed one is tried again.

    Errands come last, because they carry what the others wrote.
    """
    due = sorted(jobs, key=lambda job: job.errand is not None)
    begun = partial(transaction, engine, settings)
    return [job.name for job in due if _attempt(job, jobs, begun, now)]


def _attempt(job: Job, jobs: Jobs, begun: Transaction, now: datetime) -> bool:
    try:
        return _run(job, jobs, begun, now)
    except Exception as error:
        # A job must not stop the others; what happened is in the operator's log.
        failed = None if is_unavailable(error) else error
        kind = type(error).__name__
        _log.error("The job %s failed and is tried again: %s", job.name, kind, exc_info=failed)
        return False


def _run(job: Job, jobs: Jobs, begun: Transaction, now: datetime) -> bool:
    with begun() as session:
        serialise(session, _LOCK)
        last = last_run(session, job.name, now)
        if last is not None and now < last + job.every:
            return False
        if job.deletes and not _may_delete(session, jobs, now):
            return False
        if job.run is not None:
            job.run(session, now)
        session.merge(JobRun(name=job.name, ran=now))
    if job.errand is not None:
        job.errand(begun, now)
    return True


def _may_delete(session: Session, jobs: Jobs, now: datetime) -> bool:
    held = _held(session, jobs, now)
    if held is None:
        noted.forget(session, _WAITS, _LOOKED)
        return True
    _note_waiting(session, held.since, now)
    return now >= held.until


def _held(session: Session, jobs: Jobs, now: datetime) -> Waiting | None:
    """Tell since when the portal runs that deleted nothing for long; not at all if it did."""
    runs = (last_run(session, job.name, now) for job in jobs if job.deletes)
    # The newest run of them all: one that always fails must not stop the others.
    newest = max((ran for ran in runs if ran is not None), default=now)
    if now - newest < LONG_AGO:
        return None
    since, looked = noted.at(session, _WAITS, _LOOKED)
    # A moment that has not come yet was noted by another clock.
    if since is None or looked is None or not since <= looked <= now < looked + LONG_AGO:
        since = now
    else:
        since += max(now - looked - _VOUCHED, timedelta())
    return Waiting(since, since + RUNNING, newest)


def _note_waiting(session: Session, since: datetime, now: datetime) -> None:
    noted.note(session, _WAITS, since)
    noted.note(session, _LOOKED, now)


@contextmanager
def transaction(engine: Engine, settings: Settings, **said: object) -> Iterator[Session]:
    """Open a transaction that writes, and keep what it wrote unless something went wrong.

    What is `said` of it stands in the session's `info` (see `db.begin`).
    """
    with Session(engine, info=audit.session_info(settings) | said) as session:
        begin(session, writes=True)
        yield session
        session.commit()
        audit.publish_head(session, settings.anchor)
