"""Asking the council: who does, how long it takes in everybody's sight, and how it answers."""

from datetime import timedelta
from typing import Any

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
from portal.languages.i18n import day, today
from portal.store.db import now
from portal.store.outgoing import OutgoingMail
from tests.accounts.factories import account
from tests.accounts.factories import sign_in as staff_in
from tests.bodies.factories import HERE, body, chair, in_body, in_office, only, read, rows
from tests.consultations.factories import consultation
from tests.forum.factories import at, topic, written
from tests.forum.test_translating import translated
from tests.groups.factories import group
from tests.members.factories import sign_in

STAFF = "/en/staff/forum/race-equality/topics"
WHY = {"said": "كُتبت الإجابة في مكان آخر.", "said_in": "ar"}
ANSWER = {"text": "We mend them in May.", "language": "en"}


def asked(session: Session, made: Body, days: int = 0, **said: Any) -> tuple[Topic, Ask]:
    """Have the council asked something, to be answered in some days, or some days ago."""
    one = topic(session, made, **said)
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
    due = only(session, Ask).due
    assert due
    assert day(due) in mail.body
    assert due.isoformat() not in mail.body
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


def test_a_holding_reply_is_no_answer_unless_the_officer_says_so(
    browser: TestClient, session: Session
) -> None:
    one, ask = asked(session, body(session))
    staff_in(browser, session, account(session, Role.OFFICER))
    page = browser.get(f"{STAFF}/{one.id}").text
    box = page.partition('name="answers"')[2].partition(">")[0]
    assert "checked" not in box
    assert 'type="checkbox"' in page
    browser.post(f"{STAFF}/{one.id}", data=ANSWER | {"_key": "one"})
    browser.post(f"{STAFF}/{one.id}", data=ANSWER | {"_key": "two"})
    assert read(session, ask).state is Owed.OPEN
    assert len(written(session, one)) == 2


def test_the_officer_reads_the_title_in_their_language_and_its_own_beside_it(
    browser: TestClient, session: Session
) -> None:
    one, _ = asked(session, body(session), title="Nalka jidka", language="so")
    translated(session, one, language="en", words={"title": "The light on the road", "text": "x"})
    staff_in(browser, session, account(session, Role.OFFICER))
    heading = browser.get(f"{STAFF}/{one.id}").text.partition("<h1")[2].partition("</h1>")[0]
    assert "The light on the road" in heading
    assert "Nalka jidka" in browser.get(f"{STAFF}/{one.id}").text.partition("</h1>")[2]


def test_a_reply_that_is_no_answer_leaves_the_countdown(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    one, ask = asked(session, made)
    staff_in(browser, session, account(session, Role.OFFICER))
    browser.post(f"{STAFF}/{one.id}", data=ANSWER)
    assert read(session, ask).state is Owed.OPEN


def test_in_a_locked_topic_the_council_gives_the_answer_that_it_owes_and_nothing_else(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    one, ask = asked(session, made)
    one.locked = True
    session.add(one)
    session.commit()
    staff_in(browser, session, account(session, Role.OFFICER))
    path = f"{STAFF}/{one.id}"
    assert "Send for the council" in browser.get(path).text
    assert browser.post(path, data=ANSWER).status_code == 422
    browser.post(path, data=ANSWER | {"answers": "yes"})
    assert read(session, ask).state is Owed.ANSWERED
    assert "Send for the council" not in browser.get(path).text
    assert browser.post(path, data=ANSWER | {"answers": "yes"}).status_code == 422
    assert len(written(session, one)) == 2


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


@pytest.mark.both
def test_the_chair_asks_no_more_for_a_reason_and_everybody_reads_it_and_how_late_it_was(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    one, ask = asked(session, made, days=-9)
    in_body(browser, session, made)
    assert browser.post(at(one, "/drop-ask"), data=WHY).status_code == 403
    chair(browser, session, made)
    assert at(one, "/drop-ask") in browser.get(at(one)).text
    assert browser.post(at(one, "/drop-ask"), data={"said_in": "en"}).status_code == 422
    assert read(session, ask).state is Owed.OPEN
    for said in (WHY, WHY | {"said": "Something else."}):
        browser.post(at(one, "/drop-ask"), data=said)
    assert (read(session, ask).state, ask.said) == (Owed.DROPPED, WHY["said"])
    browser.cookies.clear()
    assert "owes no answer" in browser.get(HERE).text
    for path in (at(one), f"{HERE}/answers"):
        page = browser.get(path).text
        assert "Withdrawn by the chair" in page
        assert "9 days overdue" in page
        assert 'lang="ar"' in page
        assert WHY["said"] in page


def test_who_wanted_the_council_asked_is_told_that_it_is_asked_no_more(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    one = topic(session, made)
    for name in ("Women", "Youth"):
        person = in_body(browser, session, made, group(session, name))
        browser.post(at(one, "/ask"))
    chair(browser, session, made)
    before = len(rows(session, OutgoingMail))
    browser.post(at(one, "/drop-ask"), data=WHY)
    mails = rows(session, OutgoingMail)
    assert len(mails) == before + 2
    assert all("Street lights" not in one.subject + one.body for one in mails)
    sign_in(browser, session, person)
    assert at(one) in browser.get(f"{HERE}/join/mine").text


def test_a_wish_of_one_member_is_withdrawn_in_its_topic_alone(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    one = topic(session, made)
    in_body(browser, session, made)
    browser.post(at(one, "/ask"))
    chair(browser, session, made)
    browser.post(at(one, "/drop-ask"), data=WHY)
    assert "Withdrawn by the chair" in browser.get(at(one)).text
    assert "Withdrawn by the chair" not in browser.get(f"{HERE}/answers").text


def test_officers_are_reminded_once_at_each_stage(browser: TestClient, session: Session) -> None:
    made = body(session)
    asked(session, made, days=7)
    for days in (0, 0, 20, 21):
        asks.remind(session, now() + timedelta(days=days))
        session.commit()
    assert len(rows(session, OutgoingMail)) == 2


@pytest.mark.parametrize("gone", [{"disabled": True}, {"roles": [Role.ANALYST]}, None])
def test_all_officers_are_told_where_the_one_who_owes_answers_is_gone(
    browser: TestClient, session: Session, gone: dict[str, Any] | None
) -> None:
    owing = account(session, Role.OFFICER, **gone).id if gone else None
    others = [account(session, Role.OFFICER).email for _ in range(2)]
    account(session, Role.ADMINISTRATOR)
    made = body(session, answers_id=owing)
    one = topic(session, made)
    chair(browser, session, made)
    browser.post(at(one, "/ask"))
    assert sorted(one.recipient for one in rows(session, OutgoingMail)) == sorted(others)
    asks.remind(session, now() + timedelta(days=27))
    session.commit()
    assert len(rows(session, OutgoingMail)) == 4


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
