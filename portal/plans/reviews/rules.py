"""How a review stands, when it may be signed off, and which of its items somebody looks for."""

from datetime import date, timedelta
from enum import StrEnum

from portal.problems import Problem, mark

READ_FOR = timedelta(days=14)
"""So long a body can read a review before it is signed off, unless its chair has read it."""


class Kind(StrEnum):
    """What sort of review it is."""

    HALF_YEARLY = "half_yearly"
    YEARLY = "yearly"
    OTHER = "other"


class State(StrEnum):
    """How far a review is."""

    DRAFT = "draft"
    OPEN = "open"
    ASKED = "asked"
    SIGNED = "signed"


class Show(StrEnum):
    """Of which items somebody reads in a review."""

    REPORTED = "reported"
    CHANGED = "changed"
    LATE = "late"
    UNDATED = "undated"
    SILENT = "silent"


def free_from(opened: date) -> date:
    """Tell from which day on a review may be signed off though no chair said that it is read."""
    return opened + READ_FOR


def cannot_ask(
    opened: date | None, read: date | None, today: date, *, has_body: bool
) -> Problem | None:
    """Say why nobody is asked to sign a review off yet."""
    if not has_body or read is not None:
        return None
    if opened is None:
        return Problem(mark("Open it first to the body that reads it."))
    if today < free_from(opened):
        return Problem(
            mark("The body can read it for 14 days, unless its chair says before that it is read.")
        )
    return None


def period_problem(since: date | None, until: date | None, today: date) -> Problem | None:
    """Say what is wrong with the days between which a plan is reviewed."""
    if since and until and until < since:
        return Problem(mark("The last day comes before the first."))
    if until and until > today:
        return Problem(mark("The last day has not come yet."))
    return None
