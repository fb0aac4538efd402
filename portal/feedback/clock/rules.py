"""When a report back was owed, how late it is or was, and what is said to whom by then: pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from portal.feedback.rules import TELL_AFTER, WARNINGS


class Moved(NamedTuple):
    """A promised day that was moved: which it was, and on which day it was moved."""

    before: date | None
    on: date


@dataclass(frozen=True)
class Clock:
    """By when a report was promised, what everybody reads of it, and what is still missing.

    `missed` is the first promised day that passed before anybody moved it: from then on the
    council is late, whatever it promised after. `missing` are the promised languages in which
    nobody reads what was published.
    """

    by: date
    missed: date | None = None
    published: date | None = None
    closed: date | None = None
    missing: tuple[str, ...] = ()

    @property
    def owed(self) -> date:
        """Give the day from which it is counted how late it is."""
        return self.missed or self.by

    @property
    def after(self) -> int:
        """Give how many days after the promised day the loop was closed; before it, below 0."""
        return (self.closed - self.owed).days if self.closed else 0

    def is_late(self, today: date) -> bool:
        """Tell whether something is owed since a day that has passed."""
        return self.closed is None and self.owed < today

    def is_told(self, today: date) -> bool:
        """Tell whether it is so late that others than its officers hear of it."""
        return self.closed is None and (today - self.owed).days >= TELL_AFTER


def clock(
    by: date,
    moves: Sequence[Moved],
    *,
    published: date | None = None,
    closed: date | None = None,
    missing: tuple[str, ...] = (),
) -> Clock:
    """Set the clock of a report by how its day was moved, the first move first.

    What was moved once the loop was closed changes nothing of how late that was.
    """
    later = [one for one in moves if closed and one.on > closed]
    by = next((one.before for one in later if one.before), by)
    passed = [one.before for one in moves if one.before and one.before < one.on]
    missed = min((day for day in passed if day < by), default=None)
    return Clock(by, missed, published, closed, missing)


def reminded(left: int, told: int) -> int:
    """Give the last reminder that counts, `left` days before the promised day, or 0.

    One that was given before the day was moved away from it is given again; what would have come
    before it by now is not.
    """
    if 0 < told < left:
        return min((days for days in WARNINGS if days >= left), default=0)
    return told
