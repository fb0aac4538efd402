"""Somebody is kept from writing in a body, reads why, and appeals to who did not decide."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.bodies.models import Block, Body
from portal.bodies.rules import Office
from portal.forum.topics.models import Post, ResidentQuestion, Support, Topic
from portal.languages.i18n import today
from portal.members.models import Member
from portal.order import blocks
from portal.store.audit import AuditEntry
from portal.store.db import now
from tests.bodies.factories import (
    HERE,
    body,
    chair,
    holder,
    in_body,
    in_office,
    joined,
    only,
    read,
    rows,
)
from tests.forum.factories import at, topic, written
from tests.members.factories import all_of, member, outbox, sign_in

WHY = {"reason": "threat", "words": "You wrote that you would find her.", "language": "en"}


@pytest.fixture
def made(session: Session) -> Body:
    return body(session)


@pytest.fixture
def author(session: Session, made: Body) -> Member:
    person = member(session, name="Hidden Name")
    joined(session, made, person)
    return person


@pytest.fixture
def theirs(session: Session, made: Body, author: Member) -> Topic:
    return topic(session, made, author)


def way(session: Session, theirs: Topic) -> str:
    (post,) = written(session, theirs)
    return at(theirs, f"/posts/{post.id}/block")


def block(session: Session, made: Body, person: Member, **changes: object) -> Block:
    """Keep a block that somebody who is gone decided."""
    session.rollback()
    values: dict[str, Any] = {
        "body_id": made.id,
        "member_id": person.id,
        "reason": "spam",
        "asked": today(),
    }
    row = Block(**(values | {"since": today(), "language": "en"} | changes))
    session.add(row)
    session.commit()
    session.refresh(row)
    session.commit()
    return row


def test_members_and_strangers_block_nobody(
    browser: TestClient, session: Session, made: Body, theirs: Topic
) -> None:
    path = way(session, theirs)
    browser.post(path, data=WHY)
    in_body(browser, session, made)
    assert browser.get(path).status_code == 403
    assert browser.post(path, data=WHY).status_code == 403
    elsewhere = body(session, slug="another")
    chair(browser, session, elsewhere)
    assert browser.post(path, data=WHY).status_code == 403
    assert rows(session, Block) == []


def test_nobody_is_blocked_for_their_own_words_or_those_of_nobody(
    browser: TestClient, session: Session, made: Body
) -> None:
    mine = chair(browser, session, made)
    own, nobodys = topic(session, made, mine), topic(session, made)
    assert browser.post(way(session, own), data=WHY).status_code == 404
    assert browser.post(way(session, nobodys), data=WHY).status_code == 404
    assert rows(session, Block) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"reason": ""},
        {"reason": "face"},
        {"words": "/" * 60_000},
        {"until.day": "1", "until.month": "1", "until.year": "2020"},
    ],
)
def test_a_block_without_a_reason_or_day_to_come_is_refused(
    browser: TestClient, session: Session, made: Body, theirs: Topic, wrong: dict[str, str]
) -> None:
    chair(browser, session, made)
    assert browser.post(way(session, theirs), data=WHY | wrong).status_code == 422
    assert rows(session, Block) == []


def test_the_chair_blocks_and_nobody_is_named(
    browser: TestClient, session: Session, made: Body, author: Member, theirs: Topic
) -> None:
    chair(browser, session, made)
    outbox(session)
    browser.post(way(session, theirs), data=WHY)
    kept = only(session, Block)
    assert (kept.member_id, kept.since, kept.until) == (author.id, today(), None)
    page = browser.get(f"{HERE}/today").text
    assert "Blocked for good: Threats" in page
    inside = browser.get(f"{HERE}/blocks/{kept.id}").text
    for text in (page, inside):
        assert "Hidden Name" not in text
        assert author.id not in text
    (mail,) = outbox(session)
    assert mail.recipient == author.email
    assert "Race equality" not in mail.subject + mail.body
    again = browser.post(way(session, theirs), data=WHY)
    assert again.status_code == 422
    assert "They are blocked already" in again.text


def test_whoever_is_blocked_writes_nowhere_in_the_body_and_reads_on(
    browser: TestClient, session: Session, made: Body, author: Member, theirs: Topic
) -> None:
    other = topic(session, made)
    (post,) = written(session, theirs)
    block(session, made, author, words="Not again.")
    sign_in(browser, session, author)
    said = {"title": "T", "text": "Keep my words", "language": "en"}
    posts = len(rows(session, Post))
    for path in (
        f"{HERE}/rooms/public/new",
        at(other, "/reply"),
        at(other, "/ask"),
        at(other, "/bring"),
        at(theirs, f"/posts/{post.id}/edit"),
        at(theirs, f"/posts/{post.id}/files"),
        f"{HERE}/ask",
    ):
        page = browser.post(path, data=said)
        assert page.status_code == 403, path
        assert "You cannot write here" in page.text
        assert "Not again." in page.text
        assert "Keep my words" in page.text
    assert len(rows(session, Post)) == posts
    assert rows(session, Support) == rows(session, ResidentQuestion) == []
    page = browser.get(at(other))
    assert page.status_code == 200
    assert "Send the reply" not in page.text
    assert "They are broken." in browser.get(at(theirs)).text
    assert "Begin a topic" not in browser.get(HERE).text


def test_whoever_is_blocked_still_takes_back_leaves_and_ends_a_term(
    browser: TestClient, session: Session, made: Body, author: Member, theirs: Topic
) -> None:
    (post,) = written(session, theirs)
    block(session, made, author)
    sign_in(browser, session, author)
    assert browser.get(f"{HERE}/terms").status_code == 200
    browser.post(at(theirs, f"/posts/{post.id}/take-back"), data={"sure": "yes"})
    assert written(session, theirs)[0].text == ""


def test_a_block_ends_by_itself_and_in_its_body_alone(
    browser: TestClient, session: Session, made: Body, author: Member
) -> None:
    block(session, made, author, until=today() - timedelta(days=1))
    elsewhere = body(session, slug="another")
    block(session, elsewhere, author)
    sign_in(browser, session, author)
    assert browser.get(f"{HERE}/rooms/public/new").status_code == 200


def test_a_moderators_block_waits_for_the_chair(
    browser: TestClient, session: Session, made: Body, author: Member, theirs: Topic
) -> None:
    boss = member(session)
    holder(session, made, Office.CHAIR, boss)
    in_office(browser, session, made, Office.MODERATOR)
    browser.post(way(session, theirs), data=WHY)
    kept = only(session, Block)
    assert kept.since is None
    assert browser.post(f"{HERE}/blocks/{kept.id}", data={"_do": "agree"}).status_code == 403
    sign_in(browser, session, author)
    assert browser.get(f"{HERE}/rooms/public/new").status_code == 200
    sign_in(browser, session, boss)
    assert "A moderator wants somebody blocked" in browser.get(f"{HERE}/today").text
    browser.post(f"{HERE}/blocks/{kept.id}", data={"_do": "agree"})
    assert browser.post(f"{HERE}/blocks/{kept.id}", data={"_do": "agree"}).status_code == 409
    sign_in(browser, session, author)
    assert browser.get(f"{HERE}/rooms/public/new").status_code == 403


def test_who_is_blocked_appeals_once_to_who_did_not_decide(
    browser: TestClient, session: Session, made: Body, author: Member, theirs: Topic
) -> None:
    deputy = member(session)
    holder(session, made, Office.DEPUTY, deputy)
    boss = chair(browser, session, made)
    browser.post(way(session, theirs), data=WHY)
    kept = only(session, Block)
    sign_in(browser, session, author)
    assert WHY["words"] in browser.get(f"{HERE}/block").text
    assert browser.post(f"{HERE}/block", data={"appeal": "", "language": "ur"}).status_code == 422
    browser.post(f"{HERE}/block", data={"appeal": "یہ غلط ہے", "language": "ur"})
    browser.post(f"{HERE}/block", data={"appeal": "Once more", "language": "en"})
    assert read(session, kept).appeal == "یہ غلط ہے"
    sign_in(browser, session, boss)
    assert "An appeal waits" in browser.get(f"{HERE}/today").text
    own = {"_do": "keep", "said": "", "language": "en"}
    assert browser.post(f"{HERE}/blocks/{kept.id}", data=own).status_code == 409
    sign_in(browser, session, deputy)
    browser.post(f"{HERE}/blocks/{kept.id}", data=own | {"_do": "undo", "said": "You may."})
    assert read(session, kept).lifted == today()
    late = browser.post(f"{HERE}/blocks/{kept.id}", data=own | {"said": "Too late"})
    assert late.status_code == 409
    assert "Too late" in late.text
    sign_in(browser, session, author)
    assert browser.get(f"{HERE}/rooms/public/new").status_code == 200
    actions = [one.action for one in rows(session, AuditEntry)]
    assert actions == ["body.blocked", "body.block_appeal", "body.block_lifted"]


def test_an_appeal_can_fail_and_then_the_block_stands(
    browser: TestClient, session: Session, made: Body, author: Member
) -> None:
    kept = block(session, made, author, appeal="Please", appeal_in="en")
    in_office(browser, session, made, Office.MODERATOR)
    browser.post(
        f"{HERE}/blocks/{kept.id}", data={"_do": "keep", "said": "It stands.", "language": "en"}
    )
    sign_in(browser, session, author)
    page = browser.get(f"{HERE}/block").text
    assert "that this stands" in page
    assert "It stands." in page


def test_a_block_of_another_body_is_not_found(
    browser: TestClient, session: Session, made: Body, author: Member
) -> None:
    kept = block(session, made, author)
    elsewhere = body(session, slug="another")
    chair(browser, session, elsewhere)
    path = f"/en/forum/another/blocks/{kept.id}"
    assert browser.post(path, data={"_do": "lift"}).status_code == 404


def test_whoever_holds_no_office_opens_no_block(
    browser: TestClient, session: Session, made: Body, author: Member
) -> None:
    kept = block(session, made, author)
    sign_in(browser, session, author)
    assert browser.get(f"{HERE}/blocks/{kept.id}").status_code == 403


def test_old_blocks_are_forgotten_and_those_that_count_are_not(
    session: Session, made: Body, author: Member
) -> None:
    old = today() - timedelta(days=200)
    block(session, made, author, since=old, until=old + timedelta(days=5))
    block(session, made, author, since=old, lifted=old)
    block(session, made, author, since=None, asked=old)
    counts = block(session, made, author, since=old)
    assert blocks.JOB.run
    blocks.JOB.run(session, now())
    session.commit()
    assert [one.id for one in all_of(session, Block)] == [counts.id]


def test_a_block_is_among_what_is_held_of_a_member(
    session: Session, made: Body, author: Member
) -> None:
    block(session, made, author, words="Not again.")
    held = blocks.OF_MEMBERS.held(session, author.id)
    assert "Not again." in str(held["where you cannot write"])
