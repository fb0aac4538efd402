"""The council's calendar: which day it is there, and how days, weeks and months are counted on."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_DAY = timedelta(days=1)
_AN_INSTANT = timedelta(microseconds=1)
_WEEKEND = 5


@dataclass(frozen=True)
class Calendar:
    """The zone of the council's clocks, and the days on which it is closed besides weekends.

    A year for which no closed days were set has none: a clock then runs out too early, not late.
    """

    zone: str = "Europe/London"
    closed: frozenset[date] = frozenset()

    def local(self, moment: datetime) -> datetime:
        """Tell what the clocks show at a moment."""
        return moment.astimezone(ZoneInfo(self.zone))

    def day(self, moment: datetime) -> date:
        """Tell which day it is at a moment."""
        return self.local(moment).date()

    def last_day(self, end: datetime) -> date:
        """Tell the last day before something ends: what ends at midnight ends the day before."""
        return self.day(end - _AN_INSTANT)

    def moment(self, day: date, clock: time = time()) -> datetime:
        """Tell the moment at which the clocks show a time of a day, its beginning if none."""
        # In UTC, because times of one zone are compared and counted on as their clocks show them.
        return datetime.combine(day, clock, ZoneInfo(self.zone)).astimezone(UTC)

    def end(self, day: date) -> datetime:
        """Tell the first moment that is not of a day any more; a day may have 23 or 25 hours."""
        return self.moment(day + _DAY)

    def is_working(self, day: date) -> bool:
        """Tell whether the council works on a day: Monday to Friday, unless it is closed."""
        return day.weekday() < _WEEKEND and day not in self.closed

    def add_working_days(self, day: date, days: int) -> date:
        """Count working days on from a day."""
        while days > 0:
            day += _DAY
            days -= self.is_working(day)
        return day

    def has_come(self, clocks: Sequence[time], since: datetime, now: datetime) -> bool:
        """Tell whether one of these times of a working day came after one moment and by another.

        Times that were missed together count as one, so what follows is done once.
        """
        days = self._back(self.day(now), self.day(since)) if clocks else ()
        moments = (self.moment(day, clock) for day in days for clock in clocks)
        return any(since < moment <= now for moment in moments)

    def _back(self, day: date, first: date) -> Iterator[date]:
        while day >= first:
            if self.is_working(day):
                yield day
            day -= _DAY


def add_months(day: date, months: int) -> date:
    """Count months on from a day; the 31st becomes the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    first_after = date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    return date(year, month + 1, min(day.day, (first_after - _DAY).day))
