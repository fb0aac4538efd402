"""When people are reminded of a meeting, and what of it they are told at once if it changes."""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta

WEEK, DAY = timedelta(days=7), timedelta(days=1)
AHEAD = (WEEK, DAY)
"""So long before a meeting people are reminded of it, each time once."""


def stage(starts: datetime, now: datetime) -> int:
    """Tell how many reminders of a meeting are due by now: none, that of the week, both."""
    return sum(starts - now <= ahead for ahead in AHEAD)


def what(parts: Sequence[object]) -> str:
    """Put what people have to know of a meeting into one word that changes with any of it."""
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:32]
