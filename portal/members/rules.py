"""What holds for every member: how long they stay signed in, and when they are asked to stay."""

from datetime import date, timedelta
from enum import StrEnum

MEMBER = "member"
"""What a page declares that is for members."""

OWN_DEVICE = timedelta(days=30)
SHARED_DEVICE = timedelta(hours=12)
"""How long a session lasts at most where the browser is not the member's alone."""

LINK_LASTS = timedelta(minutes=10)
LINK_MINUTES = 10
CHANGE_LASTS = timedelta(days=2)
"""How long a change of address waits for both mailboxes."""


class Standing(StrEnum):
    """Whether somebody was here of late: else they are asked to stay, and then erased."""

    HERE = "here"
    UNHEARD = "unheard"
    OVER = "over"


def whose(member: str) -> str:
    """Name a member as the owner of a page, and of what was typed on it."""
    return f"{MEMBER}:{member}"


def month_of(day: date) -> date:
    """Give the month of a day: nothing tells more closely when somebody was here."""
    return day.replace(day=1)


def months_between(earlier: date, later: date) -> int:
    """Count the months from one to another, whatever their days."""
    return 12 * (later.year - earlier.year) + later.month - earlier.month
