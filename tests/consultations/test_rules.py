"""When a consultation is open, and which days follow from its close."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.consultations.rules import Stage, Status, may_send, status, usual_days
from portal.languages.calendar import add_months

OPENS, CLOSES = datetime(2026, 5, 1, tzinfo=UTC), datetime(2026, 6, 1, tzinfo=UTC)
INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True)
class Periods:
    timezone: str = "Europe/London"
    report_back_weeks: int = 12
    written_months: int = 12
    equality_months: int = 6


@pytest.mark.parametrize(
    ("stage", "moment", "expected"),
    [
        (Stage.DRAFT, OPENS, Status.HIDDEN),
        (Stage.PUBLISHED, OPENS - INSTANT, Status.SOON),
        (Stage.PUBLISHED, OPENS, Status.OPEN),
        (Stage.PUBLISHED, CLOSES - INSTANT, Status.OPEN),
        (Stage.PUBLISHED, CLOSES, Status.CLOSED),
        (Stage.CLOSED, OPENS, Status.CLOSED),
        (Stage.ARCHIVED, OPENS, Status.ARCHIVED),
    ],
)
def test_what_residents_see(stage: Stage, moment: datetime, expected: Status) -> None:
    assert status(stage, OPENS, CLOSES, moment) is expected


def test_a_consultation_without_dates_is_hidden() -> None:
    assert status(Stage.PUBLISHED, None, CLOSES, OPENS) is Status.HIDDEN
    assert status(Stage.PUBLISHED, OPENS, None, OPENS) is Status.HIDDEN


@pytest.mark.parametrize(
    ("started", "moment", "expected"),
    [
        (OPENS, CLOSES - INSTANT, True),
        (OPENS, CLOSES + timedelta(hours=23), True),
        (OPENS, CLOSES + timedelta(days=1), False),
        (CLOSES, CLOSES + INSTANT, False),
    ],
)
def test_a_draft_open_at_the_close_may_be_sent_for_a_day(
    started: datetime, moment: datetime, expected: bool
) -> None:
    assert may_send(CLOSES, started, moment) is expected


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
        (date(2026, 12, 15), 12, date(2027, 12, 15)),
        (date(2026, 5, 31), 0, date(2026, 5, 31)),
    ],
)
def test_months_are_counted_to_the_same_day_or_the_months_last(
    day: date, months: int, expected: date
) -> None:
    assert add_months(day, months) == expected


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 120))
def test_a_month_later_is_never_earlier_and_at_most_31_days_a_month(day: date, months: int) -> None:
    assert timedelta(0) <= add_months(day, months) - day <= timedelta(days=31 * months)


def test_days_are_counted_on_the_councils_calendar() -> None:
    just_after_midnight = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)  # 00:30 on 1 July in London
    assert usual_days(just_after_midnight, Periods()) == {
        "report_back": date(2026, 9, 23),
        "delete_written": date(2027, 7, 1),
        "delete_equality": date(2027, 1, 1),
    }
