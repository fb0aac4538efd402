"""When whoever left an address hears what came of it: pure."""

from datetime import date
from enum import StrEnum


class Word(StrEnum):
    """What they hear: that everything is answered, or that the promised day has passed."""

    ANSWERED = "answered"
    LATE = "late"


def word(closed: date | None, promised: date | None, today: date) -> Word | None:
    """Say what there is to tell today; None while there is nothing yet.

    `closed` is when all was signed off in every language, `promised` by when that was to be. On
    the promised day itself the council is not late.
    """
    if closed is not None:
        return Word.ANSWERED
    return Word.LATE if promised is not None and promised < today else None


def is_awaited(closed: date | None, promised: date | None, today: date) -> bool:
    """Tell whether anybody can still leave an address: something was promised, and is to come."""
    return promised is not None and word(closed, promised, today) is None
