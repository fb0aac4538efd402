"""Everybody reads the public room, members theirs from joining on, and staff no closed one."""

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.bodies.rules import Office, Stage
from portal.forum.topics.rules import Room
from tests.accounts.factories import account
from tests.accounts.factories import sign_in as staff_in
from tests.bodies.factories import HERE, body, in_body, in_office, joined
from tests.forum.factories import at, topic
from tests.members.factories import member, sign_in

MEMBERS, CHAIRS = f"{HERE}/rooms/members", f"{HERE}/rooms/chair"


def test_a_draft_is_nowhere(browser: TestClient, session: Session) -> None:
    body(session, stage=Stage.DRAFT)
    for way in ("", "/answers", "/ask", "/join", "/rooms/public"):
        assert browser.get(HERE + way).status_code == 404


def test_a_stranger_reads_the_public_room_and_is_asked_who_they_are_at_others(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    open_one = topic(session, made, title="Street lights")
    closed = topic(session, made, room=Room.MEMBERS, title="Among us")
    page = browser.get(HERE).text
    assert "Street lights" in page
    assert "Among us" not in page
    assert browser.get(at(open_one)).status_code == 200
    for path in (at(closed), MEMBERS, CHAIRS):
        reply = browser.get(path, follow_redirects=False)
        assert reply.headers["location"].startswith("/en/member/sign-in?next=")


def test_a_stranger_who_signed_in_enters_no_closed_room(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    closed = topic(session, made, room=Room.MEMBERS)
    sign_in(browser, session, member(session))
    assert {browser.get(path).status_code for path in (at(closed), MEMBERS, CHAIRS)} == {403}


def test_members_read_what_was_begun_since_they_joined(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    before = topic(session, made, room=Room.MEMBERS, days=40, title="Long ago")
    since = topic(session, made, room=Room.MEMBERS, days=20, title="Since then")
    of_chair = topic(session, made, room=Room.CHAIR)
    in_body(browser, session, made)
    page = browser.get(MEMBERS).text
    assert "Since then" in page
    assert "Long ago" not in page
    assert browser.get(at(since)).status_code == 200
    assert browser.get(at(before)).status_code == 403
    assert browser.get(at(of_chair)).status_code == 403


def test_whoever_holds_an_office_reads_every_room(browser: TestClient, session: Session) -> None:
    made = body(session)
    made_in = [topic(session, made, room=room, days=400) for room in Room]
    in_office(browser, session, made, Office.MODERATOR)
    assert {browser.get(at(one)).status_code for one in made_in} == {200}


def test_a_former_member_enters_no_closed_room(browser: TestClient, session: Session) -> None:
    made, person = body(session), member(session)
    closed = topic(session, made, person, room=Room.MEMBERS)
    mine = joined(session, made, person)
    sign_in(browser, session, person)
    assert browser.get(at(closed)).status_code == 200
    session.delete(mine)
    session.commit()
    assert browser.get(at(closed)).status_code == 403


@pytest.mark.parametrize("role", Role)
def test_no_role_of_staff_opens_a_closed_room(
    browser: TestClient, session: Session, role: Role
) -> None:
    made = body(session)
    closed = topic(session, made, room=Room.MEMBERS, title="Among us")
    staff_in(browser, session, account(session, role))
    assert "Among us" not in browser.get(at(closed)).text
    listed = browser.get("/en/staff/forum/race-equality/topics")
    assert "Among us" not in listed.text
    assert browser.get(f"/en/staff/forum/race-equality/topics/{closed.id}").status_code in (
        403,
        404,
    )


def test_a_room_is_not_there_before_somebody_needs_it(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    in_body(browser, session, made)
    page = browser.get(HERE).text
    assert MEMBERS.replace("/en", "", 1) + '"' not in page
    assert f'{MEMBERS}/new"' in page
    topic(session, made, room=Room.MEMBERS)
    assert f'{MEMBERS}"' in browser.get(HERE).text


def test_closed_rooms_say_that_they_are_not_secret(browser: TestClient, session: Session) -> None:
    made = body(session)
    closed = topic(session, made, room=Room.MEMBERS)
    in_body(browser, session, made)
    for path in (MEMBERS, f"{MEMBERS}/new", at(closed)):
        assert "not secret: it may be asked for by law" in browser.get(path).text


def test_search_engines_find_a_body_and_neither_its_topics_nor_their_titles(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    one = topic(session, made)
    assert '<meta name="robots" content="noindex">' in browser.get(at(one)).text
    for path in (f"{HERE}/rooms/public", HERE, "/en/forum", f"{HERE}/answers", f"{HERE}/search"):
        assert '<meta name="robots" content="noindex">' in browser.get(path).text
    assert "noindex" not in browser.get(f"{HERE}/join").text
    site_map = browser.get("/sitemap.xml").text
    assert "/en/forum/race-equality/join" in site_map
    assert one.id not in site_map
    assert "/en/forum</loc>" not in site_map
    assert "/en/forum/race-equality</loc>" not in site_map


def test_a_list_is_read_by_its_key_the_latest_first(browser: TestClient, session: Session) -> None:
    made = body(session)
    for number in range(30):
        topic(session, made, title=f"Topic {number:02}")
    first = browser.get(HERE).text
    assert "Topic 29" in first
    assert "Topic 05" in first
    assert "Topic 04" not in first
    following = first.partition('rel="next"')[0].rpartition('href="')[2].partition('"')[0]
    assert "Topic 04" in browser.get(following.replace("&amp;", "&")).text
    assert browser.get(f"{HERE}?after=nonsense~%00").status_code == 404
    assert "Topic 29" in browser.get(f"{HERE}?after=nonsense~1~2").text


def test_a_quiet_body_says_what_it_waits_for(browser: TestClient, session: Session) -> None:
    body(session)
    assert "Quiet at the moment. Nothing is awaited." in browser.get(HERE).text
