"""Work that is due: features register theirs, one process at a time runs it."""

import logging
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import Engine
from sqlmodel import Field, Session, SQLModel

from portal import audit
from portal.db import begin, moment, serialise
from portal.settings import Settings

_log = logging.getLogger(__name__)
_LOCK = 0x6A6F6273

Run = Callable[[Session, datetime], None]
Transaction = Callable[[], AbstractContextManager[Session]]
Errand = Callable[[Transaction, datetime], None]


@dataclass(frozen=True)
class Job:
    """Something to do again and again, and how often.

    An errand leads out of the house, to a server that may be slow: it is given transactions to
    open, and waits outside of them, because everybody who writes would have to wait with it.
    """

    name: str
    every: timedelta
    run: Run | None = None
    errand: Errand | None = None


class JobRun(SQLModel, table=True):
    """When a job last ran to its end."""

    __tablename__ = "job_run"

    name: str = Field(primary_key=True, max_length=60)
    ran: datetime = moment()


_jobs: dict[str, Job] = {}


def register(name: str, every: timedelta, run: Run) -> None:
    """Have a job run about every so often; the name must stay the same over the years."""
    _jobs[name] = Job(name, every, run=run)


def register_errand(name: str, every: timedelta, errand: Errand) -> None:
    """Have an errand run about every so often; one that fails has had its turn."""
    _jobs[name] = Job(name, every, errand=errand)


def last_run(session: Session, name: str) -> datetime | None:
    """Tell when a job last ran to its end; within a job, when it ran before this time."""
    row = session.get(JobRun, name)
    return row.ran if row else None


def run_due(engine: Engine, settings: Settings, now: datetime) -> list[str]:
    """Run every job that is due, each in its own transaction; a failed one is tried again.

    Errands come last, because they carry what the others wrote.
    """
    due = sorted(_jobs.values(), key=lambda job: job.errand is not None)
    return [job.name for job in due if _attempt(job, engine, settings, now)]


def _attempt(job: Job, engine: Engine, settings: Settings, now: datetime) -> bool:
    try:
        return _run(job, engine, settings, now)
    except Exception:
        # A job must not stop the others; what happened is in the operator's log.
        _log.exception("The job %s failed and will be tried again", job.name)
        return False


def _run(job: Job, engine: Engine, settings: Settings, now: datetime) -> bool:
    with transaction(engine, settings) as session:
        serialise(session, _LOCK)
        last = last_run(session, job.name)
        if last is not None and now < last + job.every:
            return False
        if job.run is not None:
            job.run(session, now)
        session.merge(JobRun(name=job.name, ran=now))
    if job.errand is not None:
        job.errand(partial(transaction, engine, settings), now)
    return True


@contextmanager
def transaction(engine: Engine, settings: Settings) -> Iterator[Session]:
    """Open a transaction that writes, and keep what it wrote unless something went wrong."""
    with Session(engine, info=audit.session_info(settings)) as session:
        begin(session, writes=True)
        yield session
        session.commit()
        audit.publish_head(session, settings.anchor)
