"""What holds for every member: how long they stay signed in, and when they are asked to stay."""

from datetime import date, datetime, timedelta

MEMBER = "member"
"""What a page declares that is for members."""

OWN_DEVICE = timedelta(days=30)
SHARED_DEVICE = timedelta(hours=12)
"""How long a session lasts at most where the browser is not the member's alone."""

LINK_LASTS = timedelta(minutes=10)
LINK_MINUTES = 10
CHANGE_LASTS = timedelta(days=2)
"""How long a change of address waits for both mailboxes."""


MAIL_EACH = timedelta(minutes=5)
"""One more link an address may get each; the one before then still opens the door."""
MAILS_AT_ONCE = 3
TOLD_EACH = timedelta(days=1)
"""How often somebody whom nobody knows may be told so: strangers type their address, too."""


def next_mail(due: datetime | None, now: datetime) -> datetime | None:
    """Say until when mails to an address are spoken for with one more; None if it has to wait.

    Each mail takes `MAIL_EACH` of time, and a few may be taken in advance.
    """
    latest = now + MAILS_AT_ONCE * MAIL_EACH
    # What is due later than any was noted by a clock that was wrong.
    begins = due if due and now < due <= latest else now
    return None if begins + MAIL_EACH > latest else begins + MAIL_EACH


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
