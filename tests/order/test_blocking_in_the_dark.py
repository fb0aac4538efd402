"""Whoever blocks learns nothing of who wrote what: the answer is the same whoever is behind it."""

import re

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.bodies.models import Block, Body
from portal.bodies.rules import Office
from portal.forum.topics.models import Topic
from portal.languages.i18n import today
from portal.members.models import Member
from tests.bodies.factories import HERE, body, chair, holder, in_office, joined, only, read, rows
from tests.forum.factories import at, topic
from tests.members.factories import member, outbox, sign_in
from tests.order.test_blocking import WHY, block, way


@pytest.fixture
def made(session: Session) -> Body:
    return body(session)


@pytest.fixture
def author(session: Session, made: Body) -> Member:
    person = member(session)
    joined(session, made, person)
    return person


def answer(browser: TestClient, session: Session, there: Topic) -> tuple[int, str]:
    """Block whoever wrote a topic; give what is answered, and what then stands under Today."""
    page = browser.post(way(session, there), data=WHY, follow_redirects=False)
    listed = browser.get(f"{HERE}/today").text
    return page.status_code, page.headers.get("location", "") + str(listed.count("Threats"))


def test_two_posts_of_one_person_and_of_two_are_blocked_with_the_same_answer(
    browser: TestClient, session: Session, made: Body, author: Member
) -> None:
    other, third = member(session), member(session)
    for person in (other, third):
        joined(session, made, person)
    mine = [topic(session, made, author) for _ in range(2)]
    theirs = [topic(session, made, one) for one in (other, third)]
    chair(browser, session, made)
    first = [answer(browser, session, one) for one in mine]
    for one in rows(session, Block):
        session.delete(one)
    session.commit()
    assert first == [answer(browser, session, one) for one in theirs]
    assert {status for status, _ in first} == {303}


def test_somebody_who_holds_an_office_is_blocked_with_the_same_answer_and_writes_on(
    browser: TestClient, session: Session, made: Body, author: Member
) -> None:
    boss = chair(browser, session, made)
    moderator = in_office(browser, session, made, Office.MODERATOR)
    of_office, of_member = topic(session, made, moderator), topic(session, made, author)
    sign_in(browser, session, boss)
    outbox(session)
    status, _ = answer(browser, session, of_office)
    assert (status, outbox(session)) == (303, [])
    assert answer(browser, session, of_member)[0] == 303
    kept = next(one for one in rows(session, Block) if one.member_id == moderator.id)
    sign_in(browser, session, moderator)
    assert browser.get(f"{HERE}/rooms/public/new").status_code == 200
    for do in ("lift", "agree", "undo"):
        browser.post(f"{HERE}/blocks/{kept.id}", data={"_do": do, "language": "en"})
    assert read(session, kept).lifted is None


def test_the_block_of_an_office_holder_counts_once_they_hold_it_no_more(
    browser: TestClient, session: Session, made: Body, author: Member
) -> None:
    block(session, made, author)
    held = holder(session, made, Office.MODERATOR, author)
    sign_in(browser, session, author)
    assert browser.get(f"{HERE}/rooms/public/new").status_code == 200
    session.delete(held)
    session.commit()
    assert browser.get(f"{HERE}/rooms/public/new").status_code == 403


def test_each_block_is_lifted_apart(
    browser: TestClient, session: Session, made: Body, author: Member
) -> None:
    mine = [topic(session, made, author) for _ in range(2)]
    chair(browser, session, made)
    for one in mine:
        browser.post(way(session, one), data=WHY)
    first, second = sorted(rows(session, Block), key=lambda one: one.id)
    numbers = first.id, second.id
    for number, status in zip(numbers, (403, 200), strict=True):
        chair(browser, session, made)
        browser.post(f"{HERE}/blocks/{number}", data={"_do": "lift"})
        sign_in(browser, session, author)
        assert browser.get(f"{HERE}/rooms/public/new").status_code == status


def test_one_post_is_blocked_once(
    browser: TestClient, session: Session, made: Body, author: Member
) -> None:
    there = topic(session, made, author)
    in_office(browser, session, made, Office.MODERATOR)
    assert browser.post(way(session, there), data=WHY).status_code == 200
    again = browser.post(way(session, there), data=WHY)
    assert again.status_code == 422
    assert "They are blocked already" in again.text
    only(session, Block)
    assert re.search("A moderator wants somebody blocked", browser.get(f"{HERE}/today").text)
    assert browser.get(at(there)).status_code == 200


def test_nobody_agrees_to_what_they_asked_for_themselves(
    browser: TestClient, session: Session, made: Body, author: Member
) -> None:
    asker = in_office(browser, session, made, Office.DEPUTY)
    kept = block(session, made, author, since=None, by_id=asker.id)
    sign_in(browser, session, asker)
    assert browser.get(f"{HERE}/today").status_code == 200
    page = browser.post(f"{HERE}/blocks/{kept.id}", data={"_do": "agree"})
    assert page.status_code == 409
    assert read(session, kept).since is None
    boss = chair(browser, session, made)
    browser.post(f"{HERE}/blocks/{kept.id}", data={"_do": "agree"})
    assert (read(session, kept).since, kept.agreed_id) == (today(), boss.id)
