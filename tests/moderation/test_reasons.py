"""Reasons are a list in every language; a body opens once its chair has looked at them."""

from sqlmodel import Session
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.bodies.rules import Office, Stage
from portal.moderation.models import OwnReason, Prepared
from portal.moderation.rules import MOST_REASONS
from tests.accounts.factories import account
from tests.accounts.factories import sign_in as staff_in
from tests.bodies.factories import HERE, body, in_body, in_office, only, read, rows
from tests.forum.factories import topic
from tests.members.factories import member, sign_in
from tests.moderation.factories import decide, latest, way

REASONS = f"{HERE}/reasons"
OWN = {"label.en": "It tells what was said in a closed meeting", "label.ur": "بند اجلاس کی بات"}


def test_only_whoever_presides_prepares_the_reasons(browser: TestClient, session: Session) -> None:
    made = body(session)
    in_office(browser, session, made, Office.CHAIR)
    in_office(browser, session, made, Office.MODERATOR)
    assert browser.get(REASONS).status_code == 403
    assert browser.post(REASONS, data=OWN).status_code == 403
    in_body(browser, session, made)
    assert browser.post(f"{REASONS}/looked-at").status_code == 403
    assert rows(session, OwnReason) + rows(session, Prepared) == []


def test_nobody_else_sees_a_draft(browser: TestClient, session: Session) -> None:
    body(session, stage=Stage.DRAFT)
    sign_in(browser, session, member(session))
    assert browser.get(REASONS).status_code == 404


def test_a_body_opens_only_once_its_chair_has_looked_at_the_reasons(
    browser: TestClient, session: Session
) -> None:
    made = body(session, stage=Stage.DRAFT)
    in_office(browser, session, made, Office.DEPUTY)
    chair = in_office(browser, session, made, Office.CHAIR)
    staff_in(browser, session, account(session, Role.OFFICER))
    page = browser.post("/en/staff/forum/race-equality/open")
    assert page.status_code == 422
    assert "/en/forum/race-equality/reasons" in page.text
    sign_in(browser, session, chair)
    assert browser.get(REASONS).status_code == 200
    for _ in range(2):
        browser.post(f"{REASONS}/looked-at")
    only(session, Prepared)
    staff_in(browser, session, account(session, Role.OFFICER))
    browser.post("/en/staff/forum/race-equality/open")
    assert read(session, made).stage is Stage.OPEN


def test_a_reason_of_a_body_is_read_in_every_language_it_has(
    browser: TestClient, session: Session
) -> None:
    made, author = body(session), member(session)
    one = topic(session, made, author)
    in_office(browser, session, made, Office.CHAIR)
    browser.post(REASONS, data=OWN)
    own = only(session, OwnReason)
    assert OWN["label.en"] in browser.get(way(session, one, "look")).text
    decide(browser, way(session, one, "look"), act="hidden", reason=f"own-{own.id}")
    assert latest(session).reason == f"own-{own.id}"
    browser.post(f"{REASONS}/{own.id}/end")
    assert OWN["label.en"] not in browser.get(way(session, topic(session, made), "look")).text
    sign_in(browser, session, author)
    page = browser.get(f"/ur/forum/race-equality/topics/{one.id}").text
    assert OWN["label.ur"] in page


def test_a_reason_needs_words_and_a_body_has_few(browser: TestClient, session: Session) -> None:
    in_office(browser, session, body(session), Office.CHAIR)
    assert browser.post(REASONS, data={"label.en": ""}).status_code == 422
    page = browser.post(REASONS, data={"label.en": "x" * 60_000})
    assert page.status_code == 422
    assert "x" * 60_000 in page.text
    for number in range(MOST_REASONS):
        for _ in range(2):
            browser.post(REASONS, data=OWN | {"label.en": f"Reason {number}"})
    assert browser.post(REASONS, data=OWN).status_code == 422
    assert len(rows(session, OwnReason)) == MOST_REASONS


def test_a_reason_of_another_body_is_none(browser: TestClient, session: Session) -> None:
    made = body(session)
    other = body(session, slug="other", answers_id=None)
    session.add(OwnReason(body_id=other.id or 0, label={"en": "Elsewhere"}))
    session.commit()
    own = only(session, OwnReason)
    in_office(browser, session, made, Office.CHAIR)
    path = way(session, topic(session, made), "look")
    assert decide(browser, path, act="hidden", reason=f"own-{own.id}") == 422
    assert browser.post(f"{REASONS}/{own.id}/end").status_code == 404
