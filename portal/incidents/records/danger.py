"""A flag that a report speaks of immediate danger, for the job that has staff told."""

from sqlmodel import Session

from portal.store import noted
from portal.store.db import serialise

WANTED = "incidents.danger_wanted"
"""Under which name the flag is set."""

LOCK = 0x6E6F7465
"""Whoever sets or takes the flag waits for others who do."""


def flag(session: Session) -> None:
    """Have staff told soon that a report speaks of immediate danger; no time is written down."""
    serialise(session, LOCK)
    noted.flag(session, WANTED)
