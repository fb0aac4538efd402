from datetime import timedelta

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.consultations.rules import Stage
from portal.store.db import now
from tests.accounts.factories import account, sign_in
from tests.consultations.factories import consultation
from tests.council.factories import council


@pytest.mark.parametrize("path", ["", "/start", "/components", "/settings"])
def test_staff_pages_ask_visitors_to_sign_in(browser: TestClient, path: str) -> None:
    answer = browser.get(f"/en/staff{path}", follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/en/account/sign-in")


def test_an_auditor_is_not_shown_drafts(browser: TestClient, session: Session) -> None:
    consultation(session, stage=Stage.DRAFT)
    sign_in(browser, session, account(session, Role.AUDITOR))
    page = browser.get("/en/staff").text
    assert "Parks" not in page
    assert "/en/staff/audit" in page


@pytest.mark.parametrize(
    ("role", "told"), [(Role.PARTNER, False), (Role.APPROVER, False), (Role.OFFICER, True)]
)
def test_what_the_council_has_not_said_is_told_to_who_can_have_it_said(
    browser: TestClient, session: Session, role: Role, told: bool
) -> None:
    sign_in(browser, session, account(session, role))
    page = browser.get("/en/staff").text
    assert ("The settings are not finished" in page) is told
    assert ("Nothing is due." in page) is not told


def test_an_officer_sees_drafts_what_closes_and_what_was_promised(
    browser: TestClient, session: Session
) -> None:
    moment = now()
    consultation(session, stage=Stage.DRAFT, slug="draft", title={"en": "Buses"})
    consultation(session, closes=moment + timedelta(days=3), report_back=None)
    promised = (moment - timedelta(days=2)).date()
    closed = moment - timedelta(days=60)
    consultation(session, slug="late", title={"en": "Late"}, closes=closed, report_back=promised)
    sign_in(browser, session, account(session, Role.OFFICER))
    page = browser.get("/en/staff").text
    assert "Buses" in page
    assert "/en/staff/consultations/parks" in page
    assert "promised by" in page


def test_unfinished_settings_are_named_to_all_and_linked_for_administrators(
    browser: TestClient, session: Session
) -> None:
    sign_in(browser, session, account(session, Role.OFFICER))
    page = browser.get("/en/staff").text
    assert "There is no data protection contact." in page
    assert "/en/staff/settings/contacts" not in page
    sign_in(browser, session, account(session, Role.ADMINISTRATOR))
    assert "/en/staff/settings/contacts" in browser.get("/en/staff").text


def test_with_finished_settings_nothing_is_complained_about(
    browser: TestClient, session: Session
) -> None:
    council(session)
    sign_in(browser, session, account(session, *Role))
    page = browser.get("/en/staff").text
    assert "The settings are not finished" not in page


def test_the_guide_says_what_is_missing_and_where(browser: TestClient, session: Session) -> None:
    sign_in(browser, session, account(session, Role.ADMINISTRATOR))
    page = browser.get("/en/staff/start").text
    assert page.count("To do") == 7
    assert page.count("Check this") == 5
    assert "/en/staff/settings/telephones" in page
    assert "/en/staff/accounts" in page
    assert page.index("settings/council") < page.index("settings/accessibility")


def test_the_guide_is_done_when_everything_is(browser: TestClient, session: Session) -> None:
    council(session)
    consultation(session)
    account(session, Role.OFFICER)
    sign_in(browser, session, account(session, Role.ADMINISTRATOR))
    page = browser.get("/en/staff/start").text
    assert "To do" not in page


def test_staff_see_every_component(browser: TestClient, session: Session) -> None:
    sign_in(browser, session, account(session, Role.AUDITOR))
    assert browser.get("/ar/staff/components").status_code == 200
