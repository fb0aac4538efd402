"""A flag that a report speaks of immediate danger, for the job that has staff told."""

from datetime import UTC, datetime

from sqlmodel import Session

from portal.store.db import insert_once, serialise

WANTED = "incidents.danger_wanted"
"""Under which name the flag lies among the runs of jobs."""

LOCK = 0x6E6F7465
"""Whoever sets or takes the flag waits for others who do."""

_NO_TIME = datetime(1970, 1, 1, tzinfo=UTC)


def flag(session: Session) -> None:
    """Have staff told soon that a report speaks of immediate danger; no time is written down."""
    serialise(session, LOCK)
    insert_once(session, "job_run", "name", {"name": WANTED, "ran": _NO_TIME})
