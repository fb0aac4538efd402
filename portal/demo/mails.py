"""The weekly mail of the demonstration, written once at its start, so that somebody can read it."""

from contextlib import nullcontext
from datetime import datetime, timedelta

from sqlmodel import Session

from portal.council import queries as council
from portal.features import FEATURES
from portal.following import desk, weekly
from portal.following.models import WeeklyMail
from portal.following.rules import weekly_day
from portal.members import arrangements
from portal.members.rules import WEEKDAYS

_A_WEEK = timedelta(days=7)


def seed(session: Session, now: datetime) -> None:
    """Write to everybody who follows something what was new in the last week."""
    if desk.laid(session, now) is None:
        return
    today = council.stored(session).calendar.day(now)
    weekday = WEEKDAYS.index(arrangements.current(session).weekly_day)
    session.add(WeeklyMail(day=weekly_day(today, weekday), since=now - _A_WEEK, until=now))
    session.flush()
    weekly.run(FEATURES, lambda **_: nullcontext(session), now)
