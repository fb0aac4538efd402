"""How long whoever took a report back can bring it back, and when it is gone."""

from datetime import date, timedelta

WAY_BACK_DAYS = 3
"""For how many full days whoever took a report back can bring it back with the code."""

HELD_DAYS = 28
"""For how many days at most two people keep a report that its reporter took back."""


def gone_on(taken_back: date, *, held: bool = False) -> date:
    """Say on which day nothing is left of a report that was taken back."""
    days = HELD_DAYS if held else WAY_BACK_DAYS + 1
    return taken_back + timedelta(days=days)
