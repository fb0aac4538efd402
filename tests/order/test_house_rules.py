"""House rules stand in every language; a body opens once its chair has looked at them."""

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.bodies.rules import Office, Stage
from portal.store.audit import AuditEntry
from tests.bodies.factories import HERE, body, chair, in_body, in_office, read, rows
from tests.members.factories import member, sign_in

EDIT = f"{HERE}/rules/edit"
USUAL = "and never attack a person for who they are"


def test_nobody_but_whoever_presides_writes_house_rules(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    assert browser.get(EDIT, follow_redirects=False).status_code == 303
    in_body(browser, session, made)
    assert browser.post(EDIT, data={"house_rules.en": "Mine"}).status_code == 403
    chair(browser, session, made)
    in_office(browser, session, made, Office.DEPUTY)
    assert browser.post(EDIT, data={"house_rules.en": "Mine"}).status_code == 403
    assert read(session, made).house_rules == {}


@pytest.mark.parametrize("office", [Office.DEPUTY, Office.MODERATOR, None])
def test_of_a_draft_only_the_chair_sees_the_house_rules(
    browser: TestClient, session: Session, office: Office | None
) -> None:
    made = body(session, stage=Stage.DRAFT, rules_seen=None)
    if office:
        in_office(browser, session, made, office)
    else:
        sign_in(browser, session, member(session))
    assert browser.get(EDIT).status_code == 404
    assert browser.post(EDIT, data={}).status_code == 404
    assert browser.get(f"{HERE}/rules").status_code == 404
    assert read(session, made).rules_seen is None


def test_the_chair_looks_at_the_house_rules_before_the_body_opens(
    browser: TestClient, session: Session
) -> None:
    made = body(session, stage=Stage.DRAFT, rules_seen=None)
    chair(browser, session, made)
    assert USUAL in browser.get(EDIT).text
    assert "You have looked at the house rules" in browser.post(EDIT, data={}).text
    seen = read(session, made)
    assert seen.rules_seen is not None
    assert seen.house_rules == {}


def test_a_body_has_rules_of_its_own_and_the_usual_ones_in_other_languages(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    assert USUAL in browser.get(f"{HERE}/rules").text
    chair(browser, session, made)
    browser.post(EDIT, data={"_version": str(made.revision), "house_rules.en": "Be <kind>."})
    english = browser.get(f"{HERE}/rules").text
    assert "Be &lt;kind&gt;." in english
    assert USUAL not in english
    assert "Be &lt;kind&gt;." not in browser.get(f"{HERE}/rules".replace("/en/", "/ur/")).text
    assert [one.action for one in rows(session, AuditEntry)] == ["body.house_rules"]


def test_rules_that_are_too_long_are_refused_and_stay_in_the_page(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    chair(browser, session, made)
    sent = {
        "_version": str(made.revision),
        "house_rules.en": "/" * 60_000,
        "house_rules.pl": "Owszem",
    }
    page = browser.post(EDIT, data=sent)
    assert page.status_code == 422
    assert "/" * 60_000 in page.text
    assert "Owszem" in page.text
    assert read(session, made).house_rules == {}


def test_the_second_of_two_sees_what_the_first_wrote(browser: TestClient, session: Session) -> None:
    made = body(session)
    chair(browser, session, made)
    stale = {"_version": str(made.revision)}
    browser.post(EDIT, data=stale | {"house_rules.en": "First"})
    page = browser.post(EDIT, data=stale | {"house_rules.en": "Second"})
    assert page.status_code == 409
    assert "First" in page.text
    assert "Second" in page.text
    assert read(session, made).house_rules == {"en": "First"}


def test_they_are_linked_wherever_one_writes(browser: TestClient, session: Session) -> None:
    made = body(session)
    in_body(browser, session, made)
    for way in ("/rooms/public/new", "/ask"):
        assert f'href="{HERE}/rules"' in browser.get(f"{HERE}{way}").text
