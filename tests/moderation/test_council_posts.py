"""What was written for the council is corrected, taken back and given files by any officer."""

from typing import Any

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.bodies.models import Body
from portal.forum.topics import authorship, posts
from portal.forum.topics.models import Attachment, Post, PostVersion, Topic
from portal.forum.topics.owed import Owed
from portal.forum.topics.rules import Room, Standing, Voice
from portal.store.audit import AuditEntry
from portal.store.db import random_id
from tests.accounts.factories import account, sign_in
from tests.bodies.factories import body, in_body, only, read, rows
from tests.forum.factories import SAID, at, topic, written
from tests.forum.test_asks import asked
from tests.forum.test_files import TEXT, picture
from tests.moderation.factories import version

STAFF = "/en/staff/forum/race-equality/topics"
TYPED = {"text": "They are mended in June.", "language": "en"}


def answered(session: Session, made: Body) -> tuple[Topic, Post, Any]:
    """Have the council answer what it was asked."""
    one, ask = asked(session, made)
    session.refresh(one)
    said = SAID | {"text": "They are mended in May."}
    reply = posts.reply(
        session, one, authorship.Author(Voice.COUNCIL), said, random_id(), answers=True
    )
    ask.state = Owed.ANSWERED
    session.add(ask)
    session.commit()
    session.refresh(reply)
    session.refresh(one)
    session.commit()
    return one, reply, ask


def begun(session: Session, made: Body) -> tuple[Topic, Post]:
    """Have the council begin a topic, which waits."""
    session.refresh(made)
    by = authorship.Author(Voice.COUNCIL)
    one = posts.begin(session, made, Room.PUBLIC, by, SAID, random_id())
    session.commit()
    session.refresh(one)
    session.commit()
    return one, written(session, one)[0]


def as_officer(browser: TestClient, session: Session) -> None:
    browser.cookies.clear()
    sign_in(browser, session, account(session, Role.OFFICER))


def way(one: Topic, post: Post, more: str = "") -> str:
    return f"{STAFF}/{one.id}/posts/{post.id}{more}"


@pytest.mark.parametrize("more", ["", "/files", "/take-back"])
def test_nobody_else_touches_what_the_council_wrote(
    browser: TestClient, session: Session, more: str
) -> None:
    made = body(session)
    one, reply, _ = answered(session, made)
    in_body(browser, session, made)
    sent = TYPED | {"sure": "yes"}
    browser.post(way(one, reply, more), data=sent)
    sign_in(browser, session, account(session, Role.ANALYST))
    assert browser.post(way(one, reply, more), data=sent).status_code == 403
    assert read(session, reply).text == "They are mended in May."


def test_an_officer_touches_no_words_of_a_members(browser: TestClient, session: Session) -> None:
    made = body(session)
    one = topic(session, made)
    theirs = written(session, one)[0]
    as_officer(browser, session)
    assert browser.get(way(one, theirs)).status_code == 404
    assert browser.post(way(one, theirs, "/take-back"), data={"sure": "yes"}).status_code == 404
    assert written(session, one)[0].standing is Standing.SHOWN


@pytest.mark.both
def test_another_officer_corrects_it_and_everybody_reads_how_it_was_before(
    browser: TestClient, session: Session
) -> None:
    one, reply, _ = answered(session, body(session))
    as_officer(browser, session)
    assert way(one, reply) in browser.get(f"{STAFF}/{one.id}").text
    path = way(one, reply)
    data = TYPED | {"_version": version(browser, path)}
    assert browser.post(path, data=data | {"text": ""}).status_code == 422
    browser.post(path, data=data)
    assert only(session, PostVersion).text == "They are mended in May."
    assert rows(session, AuditEntry)[-1].action == "forum.council_changed"
    browser.cookies.clear()
    assert "They are mended in June." in browser.get(at(one)).text
    history = browser.get(at(one, f"/posts/{reply.id}/history")).text
    assert "They are mended in May." in history


def test_the_second_of_two_officers_sees_what_the_first_wrote(
    browser: TestClient, session: Session
) -> None:
    one, reply, _ = answered(session, body(session))
    as_officer(browser, session)
    path = way(one, reply)
    first = {"_version": version(browser, path)}
    browser.post(path, data=TYPED | first)
    page = browser.post(path, data=TYPED | first | {"text": "Never."})
    assert page.status_code == 409
    assert "They are mended in June." in page.text
    assert "Never." in page.text
    assert read(session, reply).text == "They are mended in June."


def test_in_a_locked_topic_it_is_only_taken_back(browser: TestClient, session: Session) -> None:
    one, reply, _ = answered(session, body(session))
    one.locked = True
    session.add(one)
    session.commit()
    as_officer(browser, session)
    assert browser.post(way(one, reply), data=TYPED).status_code == 403
    assert browser.post(way(one, reply, "/files"), files={"file": TEXT}).status_code == 403
    browser.post(way(one, reply, "/take-back"), data={"sure": "yes"})
    assert read(session, reply).standing is Standing.TAKEN_BACK


def test_an_answer_that_is_taken_back_is_owed_again_by_the_same_day(
    browser: TestClient, session: Session
) -> None:
    one, reply, ask = answered(session, body(session))
    due = ask.due
    as_officer(browser, session)
    path = way(one, reply, "/take-back")
    assert browser.post(path, data={}).status_code == 422
    browser.post(path, data={"sure": "yes"})
    assert (read(session, reply).standing, reply.text) == (Standing.TAKEN_BACK, "")
    assert (read(session, ask).state, ask.due, ask.answered) == (Owed.OPEN, due, None)
    assert browser.post(path, data={"sure": "yes"}).status_code == 404


def test_a_file_is_made_anew_and_stands_beside_it(browser: TestClient, session: Session) -> None:
    one, reply, _ = answered(session, body(session))
    as_officer(browser, session)
    path = way(one, reply, "/files")
    wrong = ("notes.txt", b"<script>alert(1)</script>", "text/plain")
    assert browser.post(path, files={"file": wrong}).status_code == 422
    assert browser.post(path, files={"file": picture()}).status_code == 422
    assert browser.post(path, files={"file": TEXT}).status_code == 200
    file = only(session, Attachment)
    assert browser.get(f"{path}/{file.id}").content == TEXT[1]
    browser.cookies.clear()
    assert "notes.txt" in browser.get(at(one)).text
    as_officer(browser, session)
    browser.post(path, data={"away": file.id})
    assert rows(session, Attachment) == []


def test_a_topic_that_waits_is_corrected_before_the_chair_looks_at_it(
    browser: TestClient, session: Session
) -> None:
    one, first = begun(session, body(session))
    as_officer(browser, session)
    path = way(one, first)
    data = TYPED | {"title": "A plan", "_version": version(browser, path)}
    browser.post(path, data=data)
    assert (read(session, one).title, one.standing) == ("A plan", Standing.WAITING)
