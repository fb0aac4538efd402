"""Asking the council: who does, how long it takes in everybody's sight, and how it answers."""

from datetime import timedelta

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.bodies.models import Body
from portal.bodies.rules import Office
from portal.forum.topics import asks
from portal.forum.topics.models import Ask, Topic
from portal.forum.topics.owed import Owed
from portal.forum.topics.rules import Room, Standing, Voice
from portal.languages.i18n import today
from portal.store.db import now
from portal.store.mail import OutgoingMail
from tests.accounts.factories import account
from tests.accounts.factories import sign_in as staff_in
from tests.bodies.factories import HERE, body, chair, in_body, in_office, only, read, rows
from tests.consultations.factories import consultation
from tests.forum.factories import at, topic, written
from tests.groups.factories import group

STAFF = "/en/staff/forum/race-equality/topics"
ANSWER = {"text": "We mend them in May.", "language": "en"}


def asked(session: Session, made: Body, days: int = 0) -> tuple[Topic, Ask]:
    """Have the council asked something, to be answered in some days, or some days ago."""
    one = topic(session, made)
    due = today() + timedelta(days=days)
    ask = Ask(body_id=made.id or 0, topic_id=one.id, state=Owed.OPEN, due=due)
    session.add(ask)
    session.commit()
    session.refresh(ask)
    session.commit()
    return one, ask


def test_one_member_or_one_group_does_not_ask_the_council(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    one = topic(session, made)
    assert browser.post(at(one, "/ask")).status_code == 403
    women = group(session)
    for _ in range(2):
        in_body(browser, session, made, women)
        for _ in range(2):
            browser.post(at(one, "/ask"))
    ask = only(session, Ask)
    assert (ask.state, ask.due) == (Owed.SUPPORTED, None)


@pytest.mark.both
def test_two_of_no_common_group_ask_and_everybody_sees_by_when_the_answer_is_due(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    one = topic(session, made)
    for name in ("Women", "Youth"):
        in_body(browser, session, made, group(session, name))
        browser.post(at(one, "/ask"))
    ask = only(session, Ask)
    assert (ask.state, ask.due) == (Owed.OPEN, today() + timedelta(days=28))
    browser.cookies.clear()
    for path in (at(one), HERE, f"{HERE}/answers"):
        assert "28 days left" in browser.get(path).text


def test_the_chair_asks_alone_and_the_officer_who_owes_answers_is_told(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    one = topic(session, made)
    chair(browser, session, made)
    browser.post(at(one, "/ask"))
    (mail,) = rows(session, OutgoingMail)
    assert f"{STAFF}/{one.id}" in mail.body
    assert "Street lights" not in mail.subject + mail.body


def test_what_is_closed_is_not_asked_and_nothing_beyond_five(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    for _ in range(5):
        asked(session, made)
    sixth, closed = topic(session, made), topic(session, made, room=Room.MEMBERS)
    chair(browser, session, made)
    page = browser.post(at(sixth, "/ask"))
    assert page.status_code == 422
    assert "owes 5 answers already" in page.text
    assert browser.post(at(closed, "/ask")).status_code == 422


def test_an_overdue_answer_is_shown_to_everybody(browser: TestClient, session: Session) -> None:
    made = body(session)
    one, _ = asked(session, made, days=-9)
    for path in (at(one), HERE, f"{HERE}/answers"):
        assert "Overdue by 9 days" in browser.get(path).text
    staff_in(browser, session, account(session, Role.OFFICER))
    assert "Answers owed" in browser.get("/en/staff").text


def test_an_officer_answers_as_the_council_and_the_countdown_ends(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    one, ask = asked(session, made)
    officer = account(session, Role.OFFICER, name="Olwen Officer")
    staff_in(browser, session, officer)
    path = f"{STAFF}/{one.id}"
    assert browser.post(path, data={"language": "en"}).status_code == 422
    for _ in range(2):
        browser.post(path, data=ANSWER | {"answers": "yes", "_key": "once"})
    assert read(session, ask).state is Owed.ANSWERED
    post = written(session, one)[-1]
    assert (post.voice, post.answers, len(written(session, one))) == (Voice.COUNCIL, True, 2)
    browser.cookies.clear()
    page = browser.get(at(one)).text
    assert "The council’s answer" in page
    assert "Olwen Officer" not in page
    assert "Answered on" in browser.get(f"{HERE}/answers").text


def test_a_reply_that_is_no_answer_leaves_the_countdown(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    one, ask = asked(session, made)
    staff_in(browser, session, account(session, Role.OFFICER))
    browser.post(f"{STAFF}/{one.id}", data=ANSWER)
    assert read(session, ask).state is Owed.OPEN


def test_topics_of_the_council_wait_for_the_chair_and_not_for_moderators(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    staff_in(browser, session, account(session, Role.OFFICER))
    browser.post(f"{STAFF}/new", data=ANSWER | {"title": "A new plan"})
    one = only(session, Topic)
    assert one.standing is Standing.WAITING
    assert "A new plan" not in browser.get(HERE).text
    release = f"{HERE}/waiting/{one.id}/{written(session, one)[0].id}"
    in_office(browser, session, made, Office.MODERATOR)
    assert browser.post(release, data={"_do": "show"}).status_code == 403
    chair(browser, session, made)
    assert "A new plan" in browser.get(f"{HERE}/today").text
    browser.post(release, data={"_do": "show"})
    browser.cookies.clear()
    assert "A new plan" in browser.get(HERE).text


def test_nobody_answers_for_the_council_who_is_no_officer(
    browser: TestClient, session: Session
) -> None:
    one, _ = asked(session, body(session))
    staff_in(browser, session, account(session, Role.ANALYST))
    assert browser.post(f"{STAFF}/{one.id}", data=ANSWER).status_code == 403


def test_the_chair_asks_no_more(browser: TestClient, session: Session) -> None:
    made = body(session)
    one, ask = asked(session, made)
    in_body(browser, session, made)
    assert browser.post(at(one, "/drop-ask")).status_code == 403
    chair(browser, session, made)
    browser.post(at(one, "/drop-ask"))
    assert read(session, ask).state is Owed.DROPPED
    assert "owes no answer" in browser.get(HERE).text


def test_officers_are_reminded_once_at_each_stage(browser: TestClient, session: Session) -> None:
    made = body(session)
    asked(session, made, days=7)
    for days in (0, 0, 20, 21):
        asks.remind(session, now() + timedelta(days=days))
        session.commit()
    assert len(rows(session, OutgoingMail)) == 2


def test_a_topic_is_brought_to_a_meeting_once_and_taken_off_by_moderators(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    one = topic(session, made)
    closed = topic(session, made, room=Room.MEMBERS, title="Among us")
    in_body(browser, session, made)
    for path in (one, one, closed):
        browser.post(at(path, "/bring"))
    assert browser.post(at(one, "/leave-out")).status_code == 403
    browser.cookies.clear()
    page = browser.get(HERE).text.partition("Gathered for the next meeting")[2]
    assert "Street lights" in page
    assert "And 1 topic of a closed room." in page
    assert "Among us" not in page
    chair(browser, session, made)
    browser.post(at(one, "/leave-out"))
    assert read(session, one).brought is None


def test_what_the_forum_raised_is_said_on_both_pages(browser: TestClient, session: Session) -> None:
    consultation(session)
    made = body(session)
    one = topic(session, made, title="سڑک کی بتیاں", language="ur")
    in_body(browser, session, made)
    lead = {"raised": "consultation/parks"}
    assert browser.post(at(one, "/raise"), data=lead).status_code == 403
    chair(browser, session, made)
    assert browser.post(at(one, "/raise"), data={"raised": "consultation/x"}).status_code == 422
    browser.post(at(one, "/raise"), data=lead)
    browser.cookies.clear()
    assert "/en/consultations/parks" in browser.get(at(one)).text
    page = browser.get("/en/consultations/parks").text
    assert "Raised by the forum" in page
    assert '<bdi lang="ur" dir="rtl">سڑک کی بتیاں</bdi>' in page


def test_a_topic_of_a_closed_room_is_said_on_no_public_page(
    browser: TestClient, session: Session
) -> None:
    consultation(session)
    made = body(session)
    one = topic(session, made, room=Room.MEMBERS)
    chair(browser, session, made)
    page = browser.post(at(one, "/raise"), data={"raised": "consultation/parks"})
    assert page.status_code == 422
    assert "Raised by" not in browser.get("/en/consultations/parks").text
