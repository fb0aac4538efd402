"""Times are read as people write them, and midnight belongs to the day that it ends."""

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.consultations import date_changes
from portal.consultations.date_changes import Move
from portal.consultations.rules import Told, usual_days
from portal.council.rules import Council
from portal.forms.boxes import Moment
from portal.forms.dates import read_clock
from portal.forms.field import Ground
from portal.languages import i18n
from portal.languages.calendar import Calendar
from portal.problems import Problems
from tests.accounts.factories import account, sign_in
from tests.consultations.factories import consultation

LONDON = ZoneInfo("Europe/London")
NEXT_YEAR = datetime.now(UTC).year + 1
MIDNIGHT = datetime(NEXT_YEAR, 12, 5, tzinfo=LONDON)
STAFF = "/en/staff/consultations"
FIVE = (
    "17:00/17.00/1700/17h00/17 : 00/5pm/5 pm/5PM/5 p.m./5.00pm/5:00 PM/0500pm/5\u202fpm/"
    "١٧:٠٠/۵ pm/5 yp/٥ م"
)
PAGES = [
    "/en/",
    "/en/consultations",
    "/en/consultations/parks",
    "/en/consultations/parks/print",
    STAFF,
    *(
        f"{STAFF}/parks{page}"
        for page in ("", "/details", "/extend", "/dates", "/close", "/poster")
    ),
    f"{STAFF}/parks/preview/page",
]


@pytest.mark.parametrize(
    "typed",
    ["", "5", "17", "25:00", "17:60", "13pm", "0am", "5:3", "173", "12345", "at five", "²:00"],
)
def test_what_is_no_time_is_refused(typed: str) -> None:
    problems: Problems = {}
    sent = {"closes.day": "4", "closes.month": "12", "closes.year": "2026", "closes_time": typed}
    closes, ground = Moment("closes"), Ground(zone="Europe/London")
    assert closes.read(sent, ground, None, problems) is None
    assert list(problems) == ["closes_time"]


@pytest.mark.parametrize("typed", FIVE.split("/"))
def test_five_o_clock_is_read_however_it_is_written(typed: str) -> None:
    assert read_clock(typed) == time(17, 0)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("5.30pm", time(17, 30)),
        ("5:30 PM", time(17, 30)),
        ("17.30", time(17, 30)),
        ("1730", time(17, 30)),
        ("930", time(9, 30)),
        ("9.30am", time(9, 30)),
        ("12am", time(0, 0)),
        ("12 pm", time(12, 0)),
        ("12.30am", time(0, 30)),
        ("0:05", time(0, 5)),
    ],
)
def test_other_times_are_read_too(typed: str, read: time) -> None:
    assert read_clock(typed) == read


@pytest.mark.parametrize(
    ("moment", "day", "clock"),
    [
        (MIDNIGHT, "4 December", "24:00"),
        (MIDNIGHT + timedelta(minutes=1), "5 December", "00:01"),
        (MIDNIGHT - timedelta(hours=7), "4 December", "17:00"),
        (datetime(NEXT_YEAR, 7, 1, tzinfo=LONDON), "30 June", "24:00"),
        (datetime(NEXT_YEAR, 1, 1, tzinfo=LONDON), "31 December", "24:00"),
    ],
)
def test_what_ends_at_midnight_ends_with_the_day_before(
    moment: datetime, day: str, clock: str
) -> None:
    i18n.speak("en")
    i18n.keep_time(Calendar("Europe/London"))
    assert day in i18n.last_day(moment.astimezone(UTC))
    assert i18n.until(moment).startswith(f"{day} ")
    assert i18n.until(moment).endswith(f", {clock}")


@pytest.mark.parametrize(
    ("tag", "comma"), [("en", ", "), ("cy", ", "), ("pl", ", "), ("ur", "، "), ("ar", "، ")]
)
def test_a_time_stands_after_the_comma_of_its_language(tag: str, comma: str) -> None:
    i18n.keep_time(Calendar("Europe/London"))
    i18n.speak(tag)
    told = (i18n.until(MIDNIGHT), i18n.moment(MIDNIGHT - timedelta(minutes=1)))
    i18n.speak("en")
    for written in told:
        assert written[-len(comma) - 5 : -5] == comma
        assert written.count(comma.strip()) == 1


def test_everybody_reads_the_day_before(browser: TestClient, session: Session) -> None:
    consultation(session, closes=MIDNIGHT)
    sign_in(browser, session, account(session, Role.OFFICER))
    for address in PAGES:
        page = browser.get(address).text
        assert f"4 December {NEXT_YEAR}" in page, address
        assert f"5 December {NEXT_YEAR}" not in page, address


def test_a_moved_date_is_told_in_the_same_way(browser: TestClient, session: Session) -> None:
    parks = consultation(session, closes=MIDNIGHT)
    later = {Told.CLOSES: (parks.closes, MIDNIGHT + timedelta(days=7))}
    date_changes.apply(session, parks, Move(dict(later), {"en": "Floods"}))
    session.commit()
    page = browser.get("/en/consultations/parks").text
    assert re.search(rf"It was \w+ 4 December {NEXT_YEAR}; it is now \w+ 11 December", page)
    assert f"12 December {NEXT_YEAR}" not in page


def test_what_follows_from_the_closing_day_follows_from_the_day_before() -> None:
    evening = usual_days(MIDNIGHT - timedelta(hours=1), Council())
    assert usual_days(MIDNIGHT, Council()) == evening
    assert usual_days(MIDNIGHT + timedelta(hours=1), Council()) != evening
    assert isinstance(evening["report_back"], date)
