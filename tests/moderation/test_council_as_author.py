"""The council reads what became of its own words and why, is told, and appeals as members do."""

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.bodies.rules import Office
from portal.forum.topics.models import Topic
from portal.forum.topics.rules import Standing
from portal.moderation.models import Appeal
from portal.store.outgoing import OutgoingMail
from tests.accounts.factories import account
from tests.accounts.factories import sign_in as staff_in
from tests.bodies.factories import HERE, body, chair, in_body, in_office, only, read, rows
from tests.forum.factories import written
from tests.moderation.factories import decide, latest, version, way
from tests.moderation.test_council_posts import STAFF, answered, as_officer, begun

WHY = {"act": "not_put", "reason": "elsewhere", "words": "Not here.", "language": "en"}


def appeal_at(session: Session) -> str:
    return f"/en/staff/forum/race-equality/decisions/{latest(session).id}/appeal"


def test_nothing_is_kept_out_of_a_room_without_a_reason(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    one, first = begun(session, made)
    chair(browser, session, made)
    page = browser.get(f"{HERE}/today").text
    assert way(session, one, "look") in page
    browser.post(f"{HERE}/waiting/{one.id}/{first.id}", data={"_do": "not_put"})
    assert read(session, first).standing is Standing.WAITING
    assert decide(browser, way(session, one, "look"), act="not_put") == 422


def test_a_moderator_keeps_no_topic_of_the_council_out(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    one, first = begun(session, made)
    in_office(browser, session, made, Office.MODERATOR)
    assert decide(browser, way(session, one, "look"), **WHY) == 403
    assert read(session, first).standing is Standing.WAITING


def test_officers_see_their_topic_wait_and_why_it_was_not_put(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    one, first = begun(session, made)
    as_officer(browser, session)
    page = browser.get(STAFF).text
    assert f"{STAFF}/{one.id}/posts/{first.id}" in page
    assert "Waits until somebody has looked at it" in page
    chair(browser, session, made)
    decide(browser, way(session, one, "look"), **WHY)
    as_officer(browser, session)
    for path in (STAFF, f"{STAFF}/{one.id}/posts/{first.id}"):
        page = browser.get(path).text
        assert "Not put in the room" in page
        assert "It is not about what this body is for" in page
    assert "Not here." in page


@pytest.mark.both
def test_the_officers_are_told_that_an_answer_was_hidden_and_not_what_it_is_about(
    browser: TestClient, session: Session
) -> None:
    author = account(session, Role.OFFICER)
    gone = account(session, Role.OFFICER, disabled=True)
    made = body(session)
    one, reply, _ = answered(session, made)
    reply.account_id = author.id
    session.add(reply)
    session.commit()
    chair(browser, session, made)
    decide(browser, way(session, one, "look", 1), act="hidden", reason="insult")
    mails = rows(session, OutgoingMail)
    assert author.email in {one.recipient for one in mails}
    assert len(mails) == 2
    assert gone.email not in {one.recipient for one in mails}
    for mail in mails:
        assert f"{STAFF}/{one.id}/posts/{reply.id}" in mail.body
        assert "Street lights" not in mail.subject + mail.body


@pytest.mark.both
def test_the_council_appeals_once_and_is_told_what_came_of_it(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    one, reply, _ = answered(session, made)
    chair(browser, session, made)
    decide(browser, way(session, one, "look", 1), act="hidden", reason="insult")
    in_body(browser, session, made)
    path = f"{HERE}/decisions/{latest(session).id}/appeal"
    assert browser.post(path, data={"words": "No.", "language": "en"}).status_code == 403
    as_officer(browser, session)
    assert appeal_at(session) in browser.get(f"{STAFF}/{one.id}/posts/{reply.id}").text
    assert browser.post(appeal_at(session), data={"words": ""}).status_code == 422
    for words in ("It insults nobody.", "Once more."):
        browser.post(appeal_at(session), data={"words": words, "language": "en"})
    assert only(session, Appeal).words == "It insults nobody."
    number = len(rows(session, OutgoingMail))
    in_office(browser, session, made, Office.DEPUTY)
    path = f"{HERE}/decisions/{latest(session).id}/hearing"
    data = {"hearing": "reversed", "_version": version(browser, path)}
    browser.post(path, data=data)
    assert written(session, one)[1].standing is Standing.SHOWN
    assert len(rows(session, OutgoingMail)) == number + 1


def test_no_officer_appeals_for_a_member(browser: TestClient, session: Session) -> None:
    made = body(session)
    author = in_body(browser, session, made)
    browser.post(f"{HERE}/rooms/public/new", data={"title": "A", "text": "B", "language": "en"})
    one = only(session, Topic)
    chair(browser, session, made)
    decide(browser, way(session, one, "look"), **WHY)
    assert author.id
    staff_in(browser, session, account(session, Role.OFFICER))
    assert (
        browser.post(appeal_at(session), data={"words": "A", "language": "en"}).status_code == 403
    )
