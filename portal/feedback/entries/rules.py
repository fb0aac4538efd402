"""What readers choose of all entries, and how late a promise is: pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from portal.feedback.rules import OWED, Concern, Outcome

LATE = "late"
"""What stands for an outcome where somebody looks for the promises that are late."""


@dataclass(frozen=True)
class Choice:
    """What somebody looks for: entries that concern any of some codes of each kind, an outcome.

    `late` is the day on which promises are to be late.
    """

    concerns: Mapping[Concern, Collection[str]] = field(default_factory=dict)
    outcome: Outcome | None = None
    late: date | None = None


def days_late(outcome: Outcome, due: date | None, today: date) -> int:
    """Say for how many days something has been owed longer than was promised; 0 if it is not."""
    if outcome not in OWED or due is None:
        return 0
    return max(0, (today - due).days)
