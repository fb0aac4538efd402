"""A closed room is opened by two people of staff, for danger or a court, and members see it."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select
from starlette.testclient import TestClient

from portal.accounts.models import Account, Role
from portal.bodies.models import Body
from portal.forum.topics.models import OpenedRoom
from portal.forum.topics.rules import Room
from portal.store import audit
from portal.store.audit import AuditEntry
from portal.store.db import now
from tests.accounts.factories import account, sign_in
from tests.bodies.factories import HERE, body, in_body, only, read, rows
from tests.forum.factories import topic

ROOMS = "/en/staff/closed-rooms"
ASKED = {
    "body": "race-equality",
    "room": "members",
    "ground": "danger",
    "reason": "Somebody wrote of a threat.",
}


@pytest.fixture
def officer(browser: TestClient, session: Session) -> Account:
    topic(session, body(session), room=Room.MEMBERS, title="Among us")
    first = account(session, Role.OFFICER)
    sign_in(browser, session, first)
    return first


def agree(browser: TestClient, session: Session) -> int:
    path = f"{ROOMS}/{only(session, OpenedRoom).id}/agree"
    return browser.post(path, follow_redirects=False).status_code


@pytest.mark.usefixtures("officer")
def test_no_reason_and_no_such_room_or_ground_open_anything(
    browser: TestClient, session: Session
) -> None:
    for wrong in ({"reason": ""}, {"room": "public"}, {"ground": "curiosity"}):
        assert browser.post(ROOMS, data=ASKED | wrong).status_code == 422
    assert rows(session, OpenedRoom) == []


@pytest.mark.usefixtures("officer")
def test_nobody_opens_a_room_alone(browser: TestClient, session: Session) -> None:
    browser.post(ROOMS, data=ASKED)
    assert agree(browser, session) == 422
    opened = only(session, OpenedRoom)
    assert opened.until is None
    assert browser.get(f"{ROOMS}/{opened.id}").status_code == 404


def test_nobody_agrees_whom_the_other_let_in(
    browser: TestClient, session: Session, officer: Account
) -> None:
    browser.post(ROOMS, data=ASKED)
    second = account(session, Role.OFFICER)
    audit.record(session, officer.id or 0, "account.invited", second.email, roles=["officer"])
    session.commit()
    sign_in(browser, session, second)
    assert agree(browser, session) == 422


@pytest.mark.usefixtures("officer")
def test_two_open_a_room_and_its_members_are_shown_it(
    browser: TestClient, session: Session
) -> None:
    browser.post(ROOMS, data=ASKED)
    sign_in(browser, session, account(session, Role.ADMINISTRATOR))
    assert agree(browser, session) == 303
    opened = only(session, OpenedRoom)
    listed = browser.get(f"{ROOMS}/{opened.id}").text
    assert "Among us" in listed
    way = listed.partition(f"{ROOMS}/{opened.id}/")[2].partition('"')[0]
    assert "They are broken." in browser.get(f"{ROOMS}/{opened.id}/{way}").text
    session.rollback()
    looks = session.exec(select(AuditEntry).where(AuditEntry.action == "forum.room_read")).all()
    assert len(looks) == 2
    sign_in(browser, session, account(session, Role.OFFICER))
    assert browser.get(f"{ROOMS}/{opened.id}").status_code == 403
    in_body(browser, session, only(session, Body))
    page = browser.get(f"{HERE}/rooms/members").text
    assert "Two people of the council’s staff opened this room" in page
    assert "Somebody may be in danger" in page
    assert ASKED["reason"] not in page


def test_a_room_closes_again_after_a_week(
    browser: TestClient, session: Session, officer: Account
) -> None:
    browser.post(ROOMS, data=ASKED)
    sign_in(browser, session, account(session, Role.OFFICER))
    agree(browser, session)
    opened = only(session, OpenedRoom)
    opened.until = now() - timedelta(seconds=1)
    session.add(opened)
    session.commit()
    sign_in(browser, session, officer)
    assert browser.get(f"{ROOMS}/{read(session, opened).id}").status_code == 404


def test_the_chairs_room_is_another_one(browser: TestClient, session: Session) -> None:
    made = body(session)
    of_chair = topic(session, made, room=Room.CHAIR)
    first, second = (account(session, Role.OFFICER) for _ in range(2))
    sign_in(browser, session, first)
    browser.post(ROOMS, data=ASKED)
    sign_in(browser, session, second)
    agree(browser, session)
    opened = only(session, OpenedRoom)
    assert browser.get(f"{ROOMS}/{opened.id}/{of_chair.id}").status_code == 404
