"""One's own account: changing the password, recovery codes, and signing out elsewhere."""

import pytest
from sqlmodel import Session, select
from starlette.testclient import TestClient

from portal.accounts.models import AccountSession, Role
from tests.accounts.factories import PASSWORD, account, sign_in
from tests.accounts.steps import SESSION, is_signed_in

NEW = "eleven quiet harbours"


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("/en/account/password", "current"),
        ("/en/account/codes", "password_for_codes"),
        ("/en/account/app", "password_for_app"),
    ],
)
def test_a_browser_left_open_does_not_give_the_account_away(
    browser: TestClient, session: Session, path: str, field: str
) -> None:
    person = account(session, Role.OFFICER)
    before = person.model_dump()
    sign_in(browser, session, person)
    sent = {field: "wrong", "new_password": NEW, "again": NEW}
    statuses = [browser.post(path, data=sent).status_code for _ in range(4)]
    session.rollback()
    session.refresh(person)
    assert statuses == [422, 422, 422, 429]
    assert person.model_dump() == before


def test_a_weak_new_password_is_refused(browser: TestClient, session: Session) -> None:
    sign_in(browser, session, account(session, Role.OFFICER))
    sent = {"current": PASSWORD, "new_password": "password1234", "again": "password1234"}
    answer = browser.post("/en/account/password", data=sent)
    assert answer.status_code == 422
    assert 'aria-describedby="new_password-hint new_password-problem"' in answer.text


def test_a_new_password_ends_the_other_sessions_and_renews_this_one(
    browser: TestClient, session: Session
) -> None:
    person = account(session, Role.OFFICER)
    sign_in(browser, session, person)
    here = sign_in(browser, session, person)
    token = browser.cookies[SESSION]
    sent = {"current": PASSWORD, "new_password": NEW, "again": NEW}
    browser.post("/en/account/password", data=sent)
    session.rollback()
    kept = session.exec(select(AccountSession)).one()
    assert kept.id != here
    assert browser.cookies[SESSION] != token
    assert is_signed_in(browser)


def test_new_recovery_codes_end_the_old_ones(browser: TestClient, session: Session) -> None:
    person = account(session, Role.OFFICER, recovery_codes=["old"])
    sign_in(browser, session, person)
    browser.post("/en/account/codes", data={"password_for_codes": PASSWORD})
    session.rollback()
    assert len(person.recovery_codes) == 10
    assert "old" not in person.recovery_codes


def test_nobody_ends_the_session_of_somebody_else(browser: TestClient, session: Session) -> None:
    others = sign_in(browser, session, account(session, Role.OFFICER))
    sign_in(browser, session, account(session, *Role))
    browser.post("/en/account/sessions", data={"session": others})
    session.rollback()
    assert session.get(AccountSession, others) is not None


def test_one_other_browser_can_be_signed_out(browser: TestClient, session: Session) -> None:
    person = account(session, Role.OFFICER)
    there = sign_in(browser, session, person)
    sign_in(browser, session, person)
    assert "Sign out there" in browser.get("/en/account").text
    browser.post("/en/account/sessions", data={"session": there})
    session.rollback()
    assert session.get(AccountSession, there) is None
    assert is_signed_in(browser)


def test_signing_out_everywhere_includes_this_browser(
    browser: TestClient, session: Session
) -> None:
    person = account(session, Role.OFFICER)
    sign_in(browser, session, person)
    sign_in(browser, session, person)
    browser.post("/en/account/sessions")
    session.rollback()
    assert session.exec(select(AccountSession)).all() == []
    assert not is_signed_in(browser)
