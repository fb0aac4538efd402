"""What holds for every member: how long they stay signed in, and when they are asked to stay."""

from datetime import date, datetime, timedelta
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
FIRST_WAITS = timedelta(days=7)
"""How long the first address of a card waits: longer than a card of an office until it is revoked.

Whoever saw the card could want one, too; its owner has time to read of it and to lose no page.
"""


MAIL_EACH = timedelta(minutes=5)
"""One more link an address may get each; the one before then still opens the door."""
MAILS_AT_ONCE = 3
TAKING_PART_LASTS = timedelta(hours=1)
"""How long a link counts with which somebody takes part, and how often one more is mailed."""
TOLD_EACH = timedelta(days=1)
"""How often somebody whom nobody knows may be told so: strangers type their address, too."""


WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class MailKind(StrEnum):
    """A kind of mail that a member can stop; answers that they asked for are none of these."""

    WEEKLY = "weekly"
    AT_ONCE = "at_once"
    MEETINGS = "meetings"
    CHANGES = "changes"
    GROUPS = "groups"


def next_mail(due: datetime | None, now: datetime, each: timedelta) -> datetime | None:
    """Say until when mails to an address are spoken for with one more; None if it has to wait.

    Each mail takes some time, and a few may be taken in advance.
    """
    latest = now + MAILS_AT_ONCE * each
    # What is due later than any was noted by a clock that was wrong.
    begins = due if due and now < due <= latest else now
    return None if begins + each > latest else begins + each


def whose(member: str) -> str:
    """Name a member as the owner of a page, and of what was typed on it."""
    return f"{MEMBER}:{member}"


def hinted(email: str) -> str:
    """Write an address so that its owner knows it, and others learn little."""
    name, _, domain = email.rpartition("@")
    return f"{name[:1]}…@{domain}"


def month_of(day: date) -> date:
    """Give the month of a day: nothing tells more closely when somebody was here."""
    return day.replace(day=1)


def months_before(month: date, months: int) -> date:
    """Go back from the first day of a month to that of an earlier one."""
    number = 12 * month.year + month.month - 1 - months
    return date(number // 12, number % 12 + 1, 1)
