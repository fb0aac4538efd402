"""Whether something promised is ahead, due or overdue is judged in one way."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.languages.calendar import Calendar
from portal.promises import Countdown, Promise, Standing, countdown, due, is_overdue

LONDON = Calendar("Europe/London")
DAY = date(2026, 7, 10)
LAST = datetime(2026, 7, 10, 22, 59, 59, tzinfo=UTC)  # in summer the day ends an hour early
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("promise", "now", "standing"),
    [
        (Promise("reply", DAY), datetime(2026, 7, 9, 22, 59, 59, tzinfo=UTC), Standing.AHEAD),
        (Promise("reply", DAY), datetime(2026, 7, 9, 23, tzinfo=UTC), Standing.DUE),
        (Promise("reply", DAY), LAST, Standing.DUE),
        (Promise("reply", DAY), LAST + SECOND, Standing.OVERDUE),
        (Promise("call", LAST), LAST - SECOND, Standing.AHEAD),
        (Promise("call", LAST), LAST, Standing.OVERDUE),
    ],
)
def test_a_promise_stands_as_its_day_or_moment_says(
    promise: Promise[str], now: datetime, standing: Standing
) -> None:
    assert due(promise, now, LONDON) is standing


def test_nothing_is_overdue_where_nothing_is_promised() -> None:
    assert not is_overdue(None, LAST, LONDON)
    assert is_overdue(Promise("reply", DAY), LAST + SECOND, LONDON)
    assert not is_overdue(Promise("reply", DAY), LAST, LONDON)


@given(
    st.dates(date(2000, 1, 1), date(2100, 1, 1)),
    st.datetimes(timezones=st.just(UTC)),
)
def test_a_promise_by_a_day_is_overdue_once_another_day_has_begun(by: date, now: datetime) -> None:
    promise, today = Promise("reply", by), LONDON.day(now)
    assert is_overdue(promise, now, LONDON) is (by < today)
    assert (due(promise, now, LONDON) is Standing.AHEAD) is (today < by)


@pytest.mark.parametrize(
    ("by", "now", "stands"),
    [
        (DAY, LAST - timedelta(days=3), Countdown(Standing.AHEAD, 3)),
        (DAY, LAST, Countdown(Standing.DUE, 0)),
        (DAY, LAST + SECOND, Countdown(Standing.OVERDUE, 1)),
        (LAST, LAST + SECOND, Countdown(Standing.OVERDUE, 1)),
        (LAST, LAST - timedelta(days=2), Countdown(Standing.AHEAD, 2)),
    ],
)
def test_the_days_are_counted_that_are_left_or_have_passed(
    by: date, now: datetime, stands: Countdown
) -> None:
    assert countdown(Promise("reply", by), now, LONDON) == stands
