"""Calendars of what is public: right to the hour, in the language asked for, and nothing secret."""

from datetime import UTC, timedelta
from typing import Any

import pytest
from httpx2 import Response
from icalendar import Calendar
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.bodies.models import Body
from portal.bodies.rules import Stage
from portal.meetings import acts
from portal.meetings.models import Meeting
from portal.meetings.rules import Kind
from portal.store.db import now
from tests.bodies.factories import body, in_body
from tests.coming.planned import CALL, PLACE, TOPIC, planned
from tests.forum.factories import topic

FEED = "/data/en/forum/race-equality.ics"
EVENTS = "/data/en/events.ics"


def events(answer: Response) -> list[Any]:
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    return list(Calendar.from_ical(answer.content).walk("VEVENT"))


def forum(session: Session, **changes: Any) -> Body:
    return body(session, name={"en": "Race equality forum", "cy": "Fforwm"}, **changes)


def moved(session: Session, meeting: Meeting, **changes: Any) -> None:
    """Have whoever presides change a meeting."""
    session.refresh(meeting)
    session.rollback()
    acts.change(session, meeting, acts.stored(meeting) | changes)
    session.commit()


@pytest.mark.parametrize(
    "address",
    [
        "/data/en/forum/nothing.ics",
        "/data/tlh/forum/race-equality.ics",
        "/data/en-XA/events.ics",
        "/data/en/meetings/nothing.ics",
        "/data/calendar/nothing.ics",
        f"/data/calendar/{'a' * 60_000}.ics",
    ],
)
def test_what_is_not_there_is_not_found(
    browser: TestClient, session: Session, address: str
) -> None:
    forum(session)
    assert browser.get(address, follow_redirects=False).status_code == 404


def test_a_body_that_nobody_sees_yet_has_no_calendar(browser: TestClient, session: Session) -> None:
    one = planned(session, forum(session, stage=Stage.DRAFT))
    for address in (FEED, f"/data/en/meetings/{one.id}.ics"):
        assert browser.get(address).status_code == 404


@pytest.mark.parametrize("address", [FEED, "/data/en/meetings/{id}.ics"])
def test_a_calendar_tells_the_area_and_neither_place_call_nor_topic(
    browser: TestClient, session: Session, address: str
) -> None:
    made = forum(session)
    topic(session, made, title=TOPIC)
    one = planned(session, made)
    answer = browser.get(address.format(id=one.id))
    (event,) = events(answer)
    assert (event["summary"], event["location"]) == ("Race equality forum: Meeting", "Northside")
    assert event["url"] == f"https://voices.example/en/forum/race-equality/meetings/{one.id}"
    assert event.decoded("dtstart").astimezone(UTC) == one.starts
    for secret in (PLACE, CALL, TOPIC, "DESCRIPTION", "mailto"):
        assert secret not in answer.text


def test_titles_are_in_the_language_of_the_address(browser: TestClient, session: Session) -> None:
    planned(session, forum(session), title={"en": "Yearly meeting", "cy": "Cyfarfod blynyddol"})
    (english,), (welsh,) = (
        events(browser.get(FEED.replace("/en/", f"/{tag}/"))) for tag in ("en", "cy")
    )
    assert english["summary"] == "Race equality forum: Yearly meeting"
    assert welsh["summary"] == "Fforwm: Cyfarfod blynyddol"
    assert welsh["url"].startswith("https://voices.example/cy/")
    assert english["uid"] == welsh["uid"]


@pytest.mark.both
def test_a_meeting_that_is_moved_and_then_cancelled_is_the_same_with_a_higher_number(
    browser: TestClient, session: Session
) -> None:
    one = planned(session, forum(session))
    (before,) = events(browser.get(FEED))
    moved(session, one, starts=one.starts + timedelta(days=7, hours=1))
    (after,) = events(browser.get(FEED))
    acts.cancel(session, one)
    session.commit()
    (last,) = events(browser.get(FEED))
    assert before["uid"] == after["uid"] == last["uid"]
    assert [one["sequence"] for one in (before, after, last)] == [0, 1, 2]
    assert [one["status"] for one in (before, after, last)] == ["CONFIRMED"] * 2 + ["CANCELLED"]
    assert last["summary"] == "Cancelled: Race equality forum: Meeting"
    assert before["last-modified"].dt <= after["last-modified"].dt <= last["last-modified"].dt
    hours = after.decoded("dtstart").astimezone(UTC) - before.decoded("dtstart").astimezone(UTC)
    assert hours == timedelta(days=7, hours=1)


def test_what_a_calendar_does_not_show_changes_nothing_in_it(
    browser: TestClient, session: Session
) -> None:
    one = planned(session, forum(session))
    before = browser.get(FEED)
    moved(session, one)
    assert browser.get(FEED).content == before.content


def test_what_is_over_or_cancelled_stays_for_some_weeks(
    browser: TestClient, session: Session
) -> None:
    made = forum(session)
    for days in (-89, -91, 20):
        planned(session, made, now() + timedelta(days=days))
    assert len(events(browser.get(FEED))) == 2


def test_events_of_the_council_and_meetings_of_a_body_have_calendars_of_their_own(
    browser: TestClient, session: Session
) -> None:
    planned(session, forum(session))
    planned(session)
    assert [one["summary"] for one in events(browser.get(EVENTS))] == ["A feast"]
    assert [one["summary"] for one in events(browser.get("/data/cy/events.ics"))] == ["Gwledd"]
    assert len(events(browser.get(FEED))) == 1


@pytest.mark.both
def test_who_asks_again_is_told_that_nothing_changed_until_something_does(
    browser: TestClient, session: Session
) -> None:
    one = planned(session, forum(session))
    tag = browser.get(FEED).headers["etag"]
    same = browser.get(FEED, headers={"if-none-match": f'"other", {tag}'})
    assert (same.status_code, same.content, same.headers["etag"]) == (304, b"", tag)
    moved(session, one, starts=one.starts + timedelta(hours=1))
    other = browser.get(FEED, headers={"if-none-match": tag})
    assert other.status_code == 200
    assert other.headers["etag"] != tag


def test_a_calendar_is_kept_out_of_search_engines_and_sets_nothing(
    browser: TestClient, session: Session
) -> None:
    forum(session)
    answer = browser.get(FEED)
    assert answer.headers["x-robots-tag"] == "noindex, nofollow"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert "set-cookie" not in answer.headers
    assert events(answer) == []
    assert browser.head(FEED).status_code == 200


def test_one_meeting_is_a_file_to_be_opened(browser: TestClient, session: Session) -> None:
    one = planned(session)
    answer = browser.get(f"/data/en/meetings/{one.id}.ics")
    assert answer.headers["content-disposition"] == 'attachment; filename="meeting.ics"'
    (event,) = events(answer)
    assert event["uid"] == f"{one.id}@voices"


def test_the_page_of_calendars_names_every_body_and_the_events(
    browser: TestClient, session: Session
) -> None:
    forum(session)
    body(session, slug="a-draft", stage=Stage.DRAFT, answers_id=None)
    page = browser.get("/cy/calendars")
    assert "https://voices.example/data/cy/forum/race-equality.ics" in page.text
    assert "https://voices.example/data/cy/events.ics" in page.text
    assert "webcal://voices.example/data/cy/events.ics" in page.text
    assert "a-draft" not in page.text


@pytest.mark.parametrize("kind", [Kind.EVENT, Kind.TRAINING, None])
def test_a_member_is_given_a_file_that_tells_only_the_hour(
    browser: TestClient, session: Session, kind: Kind | None
) -> None:
    made = forum(session)
    in_body(browser, session, made)
    one = planned(session, None, kind=kind) if kind else planned(session, made)
    here = f"/en/events/{one.id}" if kind else f"/en/forum/race-equality/meetings/{one.id}"
    address = f"/en/member/meetings/{one.id}/file.ics"
    session.rollback()
    assert address in browser.get(here).text
    answer = browser.get(address)
    (entry,) = events(answer)
    assert entry["summary"] == "Meeting"
    assert (entry["class"], answer.headers["cache-control"]) == ("PRIVATE", "no-store")
    for secret in ("forum", "Forum", "feast", "Northside", PLACE, CALL, address.split("/")[-2]):
        assert secret not in answer.text
    browser.cookies.clear()
    assert browser.get(address, follow_redirects=False).status_code == 303
    assert f"/data/en/meetings/{address.split('/')[-2]}.ics" in browser.get(here).text


def test_a_file_of_a_meeting_that_nobody_sees_is_not_found(
    browser: TestClient, session: Session
) -> None:
    in_body(browser, session, body(session, slug="another"))
    one = planned(session, forum(session, stage=Stage.DRAFT))
    assert browser.get(f"/en/member/meetings/{one.id}/file.ics").status_code == 404
    assert browser.get("/en/member/meetings/nothing/file.ics").status_code == 404
