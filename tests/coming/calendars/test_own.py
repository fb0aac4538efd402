"""A member's own calendar: at an address that they alone know, and it names nothing."""

import logging
import re
from typing import Any

import pytest
from icalendar import Calendar
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.bodies.rules import Joining, Office
from portal.coming.calendars.models import CalendarAddress
from portal.meetings.models import Meeting
from portal.members.models import Member
from portal.store.audit import AuditEntry
from tests.accounts.factories import account
from tests.accounts.factories import sign_in as sign_staff_in
from tests.bodies.factories import body, in_body, in_office, joined
from tests.coming.planned import CALL, PLACE, comes, planned
from tests.members.factories import all_of, card, member, sign_in

PAGE, NEW, END = "/en/member/calendar", "/en/member/calendar/new", "/en/member/calendar/end"


def secret(browser: TestClient) -> str:
    """Read the path of the calendar on its owner's page."""
    found = re.findall(
        r'value="https://voices\.example(/data/calendar/[0-9a-f]+\.ics)"', browser.get(PAGE).text
    )
    return found[0] if found else ""


def addressed(browser: TestClient) -> str:
    """Give the calendar of whoever is signed in an address."""
    assert browser.post(NEW).status_code == 200
    return secret(browser)


def events(browser: TestClient, path: str) -> list[Any]:
    """Read a calendar as a program does, which is signed in nowhere."""
    held = list(browser.cookies.jar)
    browser.cookies.clear()
    answer = browser.get(path)
    for cookie in held:
        browser.cookies.jar.set_cookie(cookie)
    assert answer.status_code == 200
    return list(Calendar.from_ical(answer.content).walk("VEVENT"))


def test_nobody_else_sees_or_changes_an_address(browser: TestClient, session: Session) -> None:
    owner = member(session)
    sign_in(browser, session, owner)
    path = addressed(browser)
    sign_in(browser, session, member(session))
    assert secret(browser) == ""
    browser.post(END)
    assert browser.get(path).status_code == 200
    browser.cookies.clear()
    sign_staff_in(browser, session, account(session, *Role))
    for address in (NEW, END):
        browser.post(address)
    assert browser.get(path).status_code == 200


def test_nothing_in_the_database_opens_a_calendar(browser: TestClient, session: Session) -> None:
    sign_in(browser, session, member(session))
    token = addressed(browser).rpartition("/")[2].removesuffix(".ics")
    (kept,) = all_of(session, CalendarAddress)
    assert token not in (kept.name, kept.salt)
    for wrong in (kept.name, kept.salt, kept.member_id, token[:-1], token.upper()):
        assert browser.get(f"/data/calendar/{wrong}.ics").status_code == 404


def test_a_new_address_ends_the_one_before(browser: TestClient, session: Session) -> None:
    sign_in(browser, session, member(session))
    before, after = addressed(browser), addressed(browser)
    assert before != after
    assert [browser.get(path).status_code for path in (before, after)] == [404, 200]
    assert len(all_of(session, CalendarAddress)) == 1


def test_an_address_ends_when_its_owner_says_so(browser: TestClient, session: Session) -> None:
    sign_in(browser, session, member(session))
    path = addressed(browser)
    assert "no address any more" in browser.post(END).text
    assert browser.get(path).status_code == 404


def test_an_address_ends_with_signing_out_everywhere(browser: TestClient, session: Session) -> None:
    sign_in(browser, session, member(session))
    path = addressed(browser)
    browser.post("/en/member/sign-out-everywhere")
    assert browser.get(path).status_code == 404


def test_an_address_ends_with_a_card_that_was_lost(browser: TestClient, session: Session) -> None:
    owner = member(session, email=None)
    number, _ = card(session, owner)
    sign_in(browser, session, owner)
    path = addressed(browser)
    sign_staff_in(browser, session, account(session, Role.OFFICER))
    browser.post("/en/staff/cards/end", data={"number": number, "revoke": "yes"})
    assert browser.get(path).status_code == 404


@pytest.mark.both
def test_an_address_goes_with_its_owner(browser: TestClient, session: Session) -> None:
    sign_in(browser, session, member(session))
    path = addressed(browser)
    browser.post("/en/member/leave", data={"words": "goes", "sure": "yes"})
    assert all_of(session, Member) == []
    assert browser.get(path).status_code == 404


@pytest.mark.both
def test_a_members_calendar_says_when_and_nothing_else(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    one = planned(session, made, title={"en": "About stop and search"})
    in_body(browser, session, made)
    path = addressed(browser)
    (event,) = events(browser, path)
    assert (event["summary"], event["class"]) == ("Meeting", "PRIVATE")
    assert event.decoded("dtstart") == one.starts
    answer = browser.get(path)
    for word in ("Race", "race", "stop", "Northside", PLACE, CALL, "URL", "forum", one.id):
        assert word not in answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-robots-tag"] == "noindex, nofollow"
    assert answer.headers["referrer-policy"] == "no-referrer"
    tag = answer.headers["etag"]
    assert browser.get(path, headers={"if-none-match": tag}).status_code == 304


def test_two_members_are_not_found_to_have_the_same_meeting(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    planned(session, made)
    names = set()
    for _ in range(2):
        in_body(browser, session, made)
        names |= {event["uid"] for event in events(browser, addressed(browser))}
    assert len(names) == 2


def test_a_calendar_speaks_the_language_of_its_owner(browser: TestClient, session: Session) -> None:
    made = body(session)
    planned(session, made)
    in_body(browser, session, made, language="cy")
    answer = browser.get(addressed(browser))
    assert "SUMMARY;LANGUAGE=cy:" in answer.text


def held(browser: TestClient) -> int:
    return len(events(browser, addressed(browser)))


def test_who_has_no_seat_has_no_meetings(browser: TestClient, session: Session) -> None:
    made = body(session)
    planned(session, made)
    planned(session)
    for state in (Joining.WAITING, Joining.DECLINED, Joining.WITHDRAWN):
        person = member(session)
        joined(session, made, person, state=state)
        sign_in(browser, session, person)
        assert held(browser) == 0


def test_who_holds_an_office_has_its_meetings(browser: TestClient, session: Session) -> None:
    made = body(session)
    planned(session, made)
    in_office(browser, session, made, Office.CHAIR)
    assert held(browser) == 1


def test_who_leaves_a_body_has_its_meetings_no_more(browser: TestClient, session: Session) -> None:
    made = body(session)
    one = planned(session, made)
    person = member(session)
    mine = joined(session, made, person)
    sign_in(browser, session, person)
    comes(session, one, person)
    assert held(browser) == 1
    session.delete(mine)
    session.commit()
    assert held(browser) == 0


def test_events_are_there_for_who_comes_and_meetings_not_for_who_does_not(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    of_body, event, other = planned(session, made), planned(session), planned(session)
    person = in_body(browser, session, made)
    comes(session, of_body, person, comes=False)
    comes(session, event, person)
    comes(session, other, person, comes=False)
    (shown,) = events(browser, addressed(browser))
    assert shown.decoded("dtstart") == read(session, event).starts


def read(session: Session, meeting: Meeting) -> Meeting:
    session.refresh(meeting)
    return meeting


def test_what_is_held_says_that_there_is_an_address_and_not_which(
    browser: TestClient, session: Session
) -> None:
    sign_in(browser, session, member(session))
    path = addressed(browser)
    everything = browser.get("/en/member/held").text
    assert '"your calendar has a secret address": true' in everything
    assert path not in everything


def test_no_log_tells_an_address(
    browser: TestClient, session: Session, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "portal")
    sign_in(browser, session, member(session))
    path = addressed(browser)
    browser.get(path)
    assert path not in caplog.text
    assert [entry for entry in all_of(session, AuditEntry) if "calendar" in entry.action] == []
