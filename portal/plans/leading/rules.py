"""Quarters, who a lead is however it is written, and until when a link counts."""

from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum

from portal.languages.calendar import add_months
from portal.languages.searching import fold
from portal.plans.history import Period

AFTER = timedelta(days=14)
"""So long after its quarter a link still counts."""

REMINDED_BEFORE = timedelta(days=7)
"""So long before it ends whoever reported nothing is reminded, once."""

LONGEST = 360
"""How long a role may be as it is spelled: a letter may become several."""

_MONTHS = 3


class Answer(StrEnum):
    """How a question of a checklist is answered."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


def spelled(name: str) -> str:
    """Write a role so that the same one is alike: without case, accents and needless spaces."""
    return fold(name).strip(" .,;:-")[:LONGEST]


def is_role(name: str) -> bool:
    """Tell whether somebody is named: words in square brackets say that a name was taken out."""
    bare = name.strip(" .,;:-")
    return bool(bare) and not (bare[0] == "[" and bare[-1] == "]")


def quarter_of(day: date) -> Period:
    """Give the quarter of the calendar year in which a day is."""
    first = date(day.year, (day.month - 1) // _MONTHS * _MONTHS + 1, 1)
    return Period(first, add_months(first, _MONTHS) - timedelta(days=1))


def until(quarter: Period) -> date:
    """Tell the last day on which a link of a quarter counts."""
    return quarter.until + AFTER


def sends_itself(quarter: Period, today: date) -> bool:
    """Tell whether links of a quarter are mailed if nobody did before: in its last month."""
    return _last_month(quarter) <= today <= quarter.until


def is_current(
    quarter: Period, starts: date | None, ends: date | None, *, is_followed: bool
) -> bool:
    """Tell whether a plan counts in a quarter; without a last day until another follows it."""
    if starts and starts > quarter.until:
        return False
    return ends >= quarter.since if ends else not is_followed


def is_reviewed(quarter: Period, signed: Iterable[Period]) -> bool:
    """Tell whether a review of a quarter was signed off: one that reaches into its last month.

    One that ended earlier reviewed the quarter before; what is reported since is for the next.
    """
    last_month = _last_month(quarter)
    return any(last_month <= one.until and one.since <= quarter.until for one in signed)


def _last_month(quarter: Period) -> date:
    return add_months(quarter.since, _MONTHS - 1)
