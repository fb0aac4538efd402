"""Files of calendars say what real calendars expect, however odd a title is."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from portal.coming.calendars import writing
from portal.coming.calendars.writing import Cover, Entry

COVER = Cover("Race equality forum", "en", "Europe/London")
PLANNED = Entry(
    uid="one@voices",
    title="Forum meeting",
    starts=datetime(2027, 3, 25, 18, 30, tzinfo=UTC),
    ends=datetime(2027, 3, 25, 20, 30, tzinfo=UTC),
    sequence=0,
    changed=datetime(2027, 1, 4, 9, 0, tzinfo=UTC),
)
HOSTILE = (
    "BEGIN:VEVENT\r\nATTENDEE:mailto:a@mail.example\r\nEND:VEVENT",
    "a\x00b\x0bc\x1bd\x85e\u2028f",
    "\u202eturned round\u202c",
    "; , : \\ \\n \" '",
    "é" * 60_000,
    "اجتماع المنتدى 😀 会议",
)


def read(written: bytes) -> Any:
    """Read the one event with our library, after looking at the file as it lies."""
    (event,) = Calendar.from_ical(written).walk("VEVENT")
    return event


def read_otherwise(written: bytes) -> Any:
    """Read it with one that knows nothing of ours."""
    return vobject.readOne(written.decode()).vevent


@pytest.mark.parametrize("title", HOSTILE)
def test_no_title_breaks_out_of_its_line(title: str) -> None:
    written = writing.write(COVER, [replace(PLANNED, title=title, area=title)])
    lines = written.split(b"\r\n")
    assert written.endswith(b"END:VCALENDAR\r\n")
    assert written.count(b"\n") == written.count(b"\r") == len(lines) - 1
    assert max(map(len, lines)) <= 75
    assert b"ATTENDEE" not in [line.partition(b":")[0] for line in lines]
    assert read(written)["summary"] == read_otherwise(written).summary.value == writing.plain(title)


@given(st.text(max_size=300))
def test_any_title_is_read_as_it_was_written(title: str) -> None:
    written = writing.write(COVER, [replace(PLANNED, title=title)])
    assert read(written)["summary"] == read_otherwise(written).summary.value == writing.plain(title)


def test_a_meeting_is_read_with_its_hour_and_its_state() -> None:
    entry = replace(PLANNED, area="Cwmteg", href="https://voices.example/en/forum", sequence=3)
    written = writing.write(COVER, [entry])
    event, other = read(written), read_otherwise(written)
    for found in (event.decoded("dtstart"), other.dtstart.value):
        assert (found.hour, found.astimezone(UTC)) == (18, PLANNED.starts)
    for found in (event.decoded("dtend"), other.dtend.value):
        assert found.astimezone(UTC) == PLANNED.ends
    assert (event["uid"], event["sequence"], event["status"]) == ("one@voices", 3, "CONFIRMED")
    assert (other.uid.value, other.sequence.value, other.status.value) == (
        "one@voices",
        "3",
        "CONFIRMED",
    )
    assert event.decoded("dtstamp") == event.decoded("last-modified") == PLANNED.changed
    assert (event["location"], event["url"]) == ("Cwmteg", "https://voices.example/en/forum")
    assert event["summary"].params["language"] == "en"


def test_a_cancelled_meeting_says_so_and_keeps_no_time_busy() -> None:
    event = read(writing.write(COVER, [replace(PLANNED, cancelled=True)]))
    assert (event["status"], event["transp"]) == ("CANCELLED", "TRANSPARENT")


def test_nobody_is_named_and_nothing_is_asked_of_whoever_reads() -> None:
    written = writing.write(COVER, [PLANNED])
    for word in (b"METHOD", b"ORGANIZER", b"ATTENDEE", b"LOCATION", b"URL", b"DESCRIPTION"):
        assert word not in written


@pytest.mark.parametrize(
    ("starts", "hour"),
    [
        (datetime(2027, 3, 27, 10, tzinfo=UTC), 10),
        (datetime(2027, 3, 28, 9, tzinfo=UTC), 10),
        (datetime(2027, 10, 30, 9, tzinfo=UTC), 10),
        (datetime(2027, 10, 31, 10, tzinfo=UTC), 10),
    ],
)
def test_a_meeting_moved_over_a_change_of_clocks_stands_at_its_hour(
    starts: datetime, hour: int
) -> None:
    moved = replace(PLANNED, starts=starts, ends=starts + timedelta(hours=2), sequence=1)
    written = writing.write(COVER, [moved])
    assert read_otherwise(written).dtstart.value.hour == hour
    assert read_otherwise(written).dtstart.value.astimezone(UTC) == starts


def test_of_an_hour_that_comes_twice_the_second_one_is_told_in_utc() -> None:
    first = datetime(2027, 10, 31, 0, 30, tzinfo=UTC)
    for starts, told in ((first, b":20271031T013000"), (first + timedelta(hours=1), b"013000Z")):
        entry = replace(PLANNED, starts=starts, ends=starts + timedelta(hours=3))
        written = writing.write(COVER, [entry])
        (line,) = [one for one in written.split(b"\r\n") if one.startswith(b"DTSTART")][-1:]
        assert line.endswith(told)


def test_a_calendar_without_meetings_is_one_all_the_same() -> None:
    calendar = Calendar.from_ical(writing.write(COVER, []))
    assert [part.name for part in calendar.subcomponents] == ["VTIMEZONE"]
    assert calendar["x-wr-calname"] == "Race equality forum"
    assert calendar["refresh-interval"].params["value"] == "DURATION"


def test_the_same_is_written_alike() -> None:
    assert writing.write(COVER, [PLANNED]) == writing.write(COVER, [PLANNED])
