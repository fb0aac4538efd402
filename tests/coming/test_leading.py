"""From mails to meetings, and from a meeting to what follows from coming to it."""

from datetime import timedelta

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.bodies.rules import Stage
from portal.meetings.rules import State
from portal.store.db import now
from tests.bodies.factories import HERE, body, chair, in_body
from tests.coming.planned import comes, planned
from tests.members.factories import member, sign_in

FILE, NEEDS, NEEDED = "/data/en/meetings/{id}.ics", "/en/member/meetings/{id}/needs", "/needs"


def told(number: str) -> str:
    return f"/en/member/meetings/{number}"


def test_a_mail_leads_nobody_to_a_meeting_who_is_not_signed_in(
    browser: TestClient, session: Session
) -> None:
    one = planned(session, body(session))
    page = browser.get(told(one.id))
    assert "sign-in" in str(page.url) or "Sign in" in page.text
    assert "Race equality" not in page.text


def test_a_mail_leads_to_nothing_that_nobody_sees(browser: TestClient, session: Session) -> None:
    sign_in(browser, session, member(session))
    draft = planned(session, body(session, stage=Stage.DRAFT))
    for number in ("nothing", draft.id, "x" * 60_000):
        assert browser.get(told(number)).status_code == 404


def test_a_mail_leads_to_the_page_of_a_meeting_or_an_event(
    browser: TestClient, session: Session
) -> None:
    sign_in(browser, session, member(session))
    one, event = planned(session, body(session)), planned(session)
    assert browser.get(told(one.id)).url.path == f"{HERE}/meetings/{one.id}"
    assert browser.get(told(event.id)).url.path == f"/en/events/{event.id}"


def test_everybody_puts_a_meeting_into_a_calendar_and_who_comes_says_what_they_need(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    one = planned(session, made)
    page = browser.get(f"{HERE}/meetings/{one.id}").text
    assert FILE.format(id=one.id) in page
    assert NEEDED not in page
    person = in_body(browser, session, made)
    assert NEEDED not in browser.get(f"{HERE}/meetings/{one.id}").text
    comes(session, one, person)
    assert NEEDS.format(id=one.id) in browser.get(f"{HERE}/meetings/{one.id}").text
    event = planned(session)
    comes(session, event, person)
    page = browser.get(f"/en/events/{event.id}").text
    assert NEEDS.format(id=event.id) in page
    assert f"/en/member/meetings/{event.id}/file.ics" in page
    browser.cookies.clear()
    assert FILE.format(id=event.id) in browser.get(f"/en/events/{event.id}").text


def test_who_presides_is_led_to_what_is_needed(browser: TestClient, session: Session) -> None:
    made = body(session)
    one = planned(session, made)
    chair(browser, session, made)
    assert f"{HERE}/meetings/{one.id}/needs" in browser.get(f"{HERE}/meetings/{one.id}").text


@pytest.mark.parametrize("state", [State.CANCELLED, State.HELD])
def test_nothing_leads_on_from_what_will_not_be_or_has_been(
    browser: TestClient, session: Session, state: State
) -> None:
    made = body(session)
    one = planned(session, made, now() - timedelta(days=3), state=state)
    person = in_body(browser, session, made)
    comes(session, one, person)
    page = browser.get(f"{HERE}/meetings/{one.id}").text
    assert ".ics" not in page
    assert NEEDED not in page


def test_the_lists_of_meetings_and_of_events_lead_to_calendars(
    browser: TestClient, session: Session
) -> None:
    body(session)
    for page in (f"{HERE}/meetings", "/en/events"):
        assert 'href="/en/calendars"' in browser.get(page).text
    sign_in(browser, session, member(session))
    assert 'href="/en/member/calendar"' in browser.get("/en/member").text
