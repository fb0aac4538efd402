"""Whoever takes part in a body no more does not come to its meetings, and needs nothing at them."""

import re
from datetime import timedelta

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.bodies.models import Block, Body
from portal.coming.needs.models import MeetingNeed
from portal.coming.reminding import due
from portal.meetings.models import Coming, Meeting
from portal.members.models import Member
from tests.accounts.factories import account
from tests.accounts.factories import sign_in as sign_staff_in
from tests.bodies.factories import HERE, body, chair, in_body, only, rows
from tests.coming.planned import CALL, PLACE, comes, planned
from tests.forum.factories import at, topic, written
from tests.members.factories import outbox, sign_in

ASKED = {"needed": ["interpreter"], "language": "Urdu", "words": ""}


@pytest.fixture
def made(session: Session) -> Body:
    return body(session)


@pytest.fixture
def meeting(session: Session, made: Body) -> Meeting:
    return planned(session, made)


@pytest.fixture
def person(browser: TestClient, session: Session, made: Body, meeting: Meeting) -> Member:
    """Have a member come who needs an interpreter, and who comes to an event of the council."""
    one = in_body(browser, session, made)
    address = f"{HERE}/meetings/{meeting.id}/coming"
    session.rollback()
    browser.post(address, data={"_do": "yes"})
    browser.post(f"/en/member/meetings/{address.split('/')[-2]}/needs", data=ASKED)
    assert len(rows(session, MeetingNeed)) == 1
    return one


def block(browser: TestClient, session: Session, made: Body, person: Member, until: str) -> None:
    theirs = topic(session, made, person)
    (post,) = written(session, theirs)
    way = at(theirs, f"/posts/{post.id}/block")
    chair(browser, session, made)
    said = {"reason": "threat", "words": "You wrote that you would find her.", "language": "en"}
    day = dict(zip(("until.year", "until.month", "until.day"), until.split("-"), strict=False))
    browser.post(way, data=said | (day if until else {}))
    assert only(session, Block).since


@pytest.mark.both
def test_leaving_a_body_ends_coming_to_its_meetings_and_what_was_needed(
    browser: TestClient, session: Session, person: Member
) -> None:
    feast = planned(session)
    comes(session, feast, person)
    session.refresh(feast)
    kept = feast.id
    session.rollback()
    browser.post(f"{HERE}/join/leave", data={"sure": "yes"})
    assert [one.meeting_id for one in rows(session, Coming)] == [kept]
    assert rows(session, MeetingNeed) == []
    sign_staff_in(browser, session, account(session, Role.OFFICER))
    assert "Nobody needs anything" in browser.get("/en/staff/meetings/needs").text


def test_who_does_not_tick_the_box_still_comes(
    browser: TestClient, session: Session, person: Member
) -> None:
    browser.post(f"{HERE}/join/leave")
    assert only(session, Coming).comes
    assert len(rows(session, MeetingNeed)) == 1


def test_a_block_for_good_ends_it_and_nobody_then_says_that_they_come(
    browser: TestClient, session: Session, made: Body, meeting: Meeting, person: Member
) -> None:
    block(browser, session, made, person, "")
    assert rows(session, Coming) == rows(session, MeetingNeed) == []
    session.refresh(meeting)
    here = f"{HERE}/meetings/{meeting.id}"
    session.rollback()
    sign_in(browser, session, person)
    assert "I will come" not in browser.get(here).text
    assert browser.post(f"{here}/coming", data={"_do": "yes"}).status_code == 403
    assert rows(session, Coming) == []


def test_a_block_for_some_days_leaves_the_meetings_alone(
    browser: TestClient, session: Session, made: Body, person: Member
) -> None:
    block(browser, session, made, person, "2099-01-01")
    blocked = only(session, Block)
    assert (len(rows(session, Coming)), bool(blocked.until)) == (1, True)


def test_erasing_oneself_ends_it(browser: TestClient, session: Session, person: Member) -> None:
    assert person
    browser.post("/en/member/leave", data={"words": "goes", "sure": "yes"})
    assert rows(session, Coming) == rows(session, MeetingNeed) == []


def hears_and_sees(browser: TestClient, session: Session, meeting: Meeting, person: Member) -> bool:
    """Tell whether somebody reads where a meeting is, is reminded of it, and has it in theirs."""
    session.rollback()
    session.refresh(meeting)
    here, moment = f"{HERE}/meetings/{meeting.id}", meeting.starts - timedelta(days=1)
    session.rollback()
    sign_in(browser, session, person)
    browser.post("/en/member/calendar/new")
    page = browser.get("/en/member/calendar").text
    address = re.findall(r"/data/calendar/[0-9a-f]+\.ics", page)[0]
    shown = browser.get(here).text
    due.tell(session, moment)
    session.commit()
    signs = {
        PLACE in shown,
        CALL in shown,
        b"BEGIN:VEVENT" in browser.get(address).content,
        person.email in [one.recipient for one in outbox(session) if one.subject == "A reminder"],
    }
    assert len(signs) == 1
    return signs.pop()


@pytest.mark.both
def test_whoever_is_blocked_for_good_reads_no_place_is_not_reminded_and_has_it_in_no_calendar(
    browser: TestClient, session: Session, made: Body, meeting: Meeting, person: Member
) -> None:
    block(browser, session, made, person, "")
    assert not hears_and_sees(browser, session, meeting, person)


@pytest.mark.both
@pytest.mark.parametrize("lifted", [False, True])
def test_whoever_is_blocked_for_some_days_or_no_more_still_does(
    browser: TestClient,
    session: Session,
    made: Body,
    meeting: Meeting,
    person: Member,
    *,
    lifted: bool,
) -> None:
    block(browser, session, made, person, "" if lifted else "2099-01-01")
    blocked = only(session, Block)
    blocked.lifted = blocked.since if lifted else None
    session.commit()
    assert hears_and_sees(browser, session, meeting, person)
