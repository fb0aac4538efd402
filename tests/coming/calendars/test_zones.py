"""Calendars are told how clocks change, so that a meeting stands at its hour on either side."""

import io
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from dateutil import tz
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from portal.coming.calendars import writing, zones
from portal.coming.calendars.writing import Cover
from portal.coming.calendars.zones import Yearly

HOUR = timedelta(hours=1)
RULED = ("Europe/London", "Europe/Berlin", "America/New_York", "Australia/Sydney")
UNRULED = ("Asia/Kolkata", "UTC", "Africa/Casablanca")


def told(zone: str) -> tz.tzical:
    """Read with another library what a calendar is told of a zone."""
    calendar = Calendar.from_ical(writing.write(Cover("Meetings", "en", zone), []))
    (part,) = calendar.walk("VTIMEZONE")
    return tz.tzical(io.StringIO(part.to_ical().decode().replace("\r\n", "\n")))


TOLD = {zone: told(zone).get() for zone in (*RULED, *UNRULED)}


def test_in_london_the_clocks_change_on_the_last_sundays_at_one_by_greenwich() -> None:
    winter, summer = zones.changes("Europe/London", 2025)
    assert (winter.name, winter.yearly) == ("GMT", Yearly(10, "-1SU"))
    assert (winter.shown, winter.before, winter.after) == (
        datetime.fromisoformat("2025-10-26T02:00"),
        HOUR,
        timedelta(),
    )
    assert (summer.name, summer.yearly) == ("BST", Yearly(3, "-1SU"))
    assert (summer.shown, summer.before, summer.after) == (
        datetime.fromisoformat("2025-03-30T01:00"),
        timedelta(),
        HOUR,
    )


@pytest.mark.parametrize(
    ("zone", "days"),
    [
        ("Europe/Berlin", {"-1SU"}),
        ("America/New_York", {"2SU", "1SU"}),
        ("Australia/Sydney", {"1SU"}),
    ],
)
def test_other_zones_have_rules_of_their_own(zone: str, days: set[str]) -> None:
    assert {one.yearly.day for one in zones.changes(zone, 2025) if one.yearly} == days


@pytest.mark.parametrize("zone", UNRULED)
def test_a_zone_that_follows_no_rule_is_told_change_by_change(zone: str) -> None:
    told = zones.changes(zone, 2025)
    assert {one.yearly for one in told} == {None}
    assert [one.shown for one in told] == sorted(one.shown for one in told)


@pytest.mark.parametrize("zone", [*RULED, *UNRULED])
@given(minutes=st.integers(0, 8 * 366 * 24 * 60))
def test_another_reader_shows_every_minute_as_the_zone_does(zone: str, minutes: int) -> None:
    moment = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    local = moment.astimezone(ZoneInfo(zone))
    if not local.fold:  # Such a time is written in UTC.
        as_read = local.replace(tzinfo=TOLD[zone])
        assert as_read.utcoffset() == local.utcoffset()


@pytest.mark.parametrize("year", range(2026, 2034))
@pytest.mark.parametrize("minutes", [-61, -1, 0, 1, 59, 60, 61, 119, 120])
@pytest.mark.parametrize("month", [3, 10])
def test_around_a_change_of_clocks_another_reader_is_right_to_the_minute(
    year: int, minutes: int, month: int
) -> None:
    last = datetime(year, month, 31, 1, tzinfo=UTC)
    change = last - timedelta(days=(last.weekday() + 1) % 7)
    local = (change + timedelta(minutes=minutes)).astimezone(ZoneInfo("Europe/London"))
    if not local.fold:
        assert local.replace(tzinfo=TOLD["Europe/London"]).utcoffset() == local.utcoffset()
