"""Work that is due: features register theirs, one process at a time runs it."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine
from sqlmodel import Field, Session, SQLModel

from portal import audit
from portal.db import begin, moment, serialise
from portal.settings import Settings

_log = logging.getLogger(__name__)
_LOCK = 0x6A6F6273

Run = Callable[[Session, datetime], None]


@dataclass(frozen=True)
class Job:
    """Something to do again and again, and how often."""

    name: str
    every: timedelta
    run: Run


class JobRun(SQLModel, table=True):
    """When a job last ran to its end."""

    __tablename__ = "job_run"

    name: str = Field(primary_key=True, max_length=60)
    ran: datetime = moment()


_jobs: dict[str, Job] = {}


def register(name: str, every: timedelta, run: Run) -> None:
    """Have a job run about every so often; the name must stay the same over the years."""
    _jobs[name] = Job(name, every, run)


def run_due(engine: Engine, settings: Settings, now: datetime) -> list[str]:
    """Run every job that is due, each in its own transaction; a failed one is tried again."""
    return [job.name for job in _jobs.values() if _attempt(job, engine, settings, now)]


def _attempt(job: Job, engine: Engine, settings: Settings, now: datetime) -> bool:
    try:
        return _run(job, engine, settings, now)
    except Exception:
        # A job must not stop the others; what happened is in the operator's log.
        _log.exception("The job %s failed and will be tried again", job.name)
        return False


def _run(job: Job, engine: Engine, settings: Settings, now: datetime) -> bool:
    with Session(engine, info=audit.session_info(settings)) as session:
        begin(session, writes=True)
        serialise(session, _LOCK)
        last = session.get(JobRun, job.name)
        if last is not None and now < last.ran + job.every:
            return False
        job.run(session, now)
        session.merge(JobRun(name=job.name, ran=now))
        session.commit()
        audit.publish_head(session, settings.anchor)
        return True
