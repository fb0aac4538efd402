"""What an administrator does with other people's accounts, and can never do."""

import re

import pytest
from sqlalchemy import update
from sqlmodel import Session, col, select
from starlette.testclient import TestClient

from portal.accounts import queries
from portal.accounts.models import Account, AccountSession, FailedSignIns, Role
from portal.store.audit import AuditEntry
from tests.accounts.factories import account, sign_in
from tests.accounts.steps import give_password, is_signed_in
from tests.walking import version_on, versioned

NEW = {"name": "Gwen", "email": "Gwen@Council.example", "roles": ["officer", "analyst"]}


@pytest.fixture
def administrator(browser: TestClient, session: Session) -> Account:
    """Sign an administrator in."""
    made = account(session, Role.ADMINISTRATOR)
    sign_in(browser, session, made)
    return made


def actions(session: Session) -> list[str]:
    session.rollback()
    return list(session.exec(select(AuditEntry.action).order_by("id")))


def link_on(page: str) -> str:
    found = re.search(r"https://voices\.example/en/account/invitation/[\w.-]+", page)
    assert found
    return found[0]


def test_an_officer_reads_and_changes_no_accounts(browser: TestClient, session: Session) -> None:
    victim = account(session, Role.OFFICER)
    sign_in(browser, session, account(session, Role.OFFICER))
    assert browser.get("/en/staff/accounts").status_code == 403
    assert browser.post("/en/staff/accounts", data=NEW).status_code == 403
    for change in ("", "/disable", "/enable", "/sessions", "/password", "/app"):
        assert browser.post(f"/en/staff/accounts/{victim.id}{change}").status_code == 403
    assert actions(session) == []


@pytest.mark.parametrize("number", ["999", "0", "-1", "x", "99999999999999999999", "١"])
def test_an_account_that_does_not_exist_is_not_found(
    browser: TestClient, administrator: Account, number: str
) -> None:
    assert browser.get(f"/en/staff/accounts/{number}").status_code == 404


@pytest.mark.parametrize(
    "wrong", [{"email": ""}, {"email": "no address"}, {"name": ""}, {"roles": []}, {"roles": "x"}]
)
def test_an_invitation_that_lacks_something_keeps_what_was_typed(
    browser: TestClient, session: Session, administrator: Account, wrong: dict[str, object]
) -> None:
    answer = browser.post("/en/staff/accounts", data=NEW | wrong)
    assert answer.status_code == 422
    assert ("Gwen" in answer.text) is True
    assert actions(session) == []


def test_an_address_has_one_account(
    browser: TestClient, session: Session, administrator: Account
) -> None:
    sent = NEW | {"email": administrator.email.upper()}
    assert browser.post("/en/staff/accounts", data=sent).status_code == 422


def test_an_invited_person_gets_a_link_that_the_page_shows_once(
    browser: TestClient, session: Session, administrator: Account
) -> None:
    shown = browser.post("/en/staff/accounts", data=NEW).text
    session.rollback()
    gwen = queries.by_email(session, "gwen@council.example")
    assert gwen is not None
    assert gwen.roles == ["officer", "analyst"]
    assert "Choose your password" in browser.get(link_on(shown)).text
    assert "/invitation/" not in browser.get(f"/en/staff/accounts/{gwen.id}").text
    assert actions(session) == ["account.invited"]


def test_the_last_administrator_can_neither_be_disabled_nor_lose_the_role(
    browser: TestClient, session: Session, administrator: Account
) -> None:
    account(session, Role.ADMINISTRATOR, disabled=True)
    account(session, Role.ADMINISTRATOR, password_hash="!invited")
    page = f"/en/staff/accounts/{administrator.id}"
    disabling = browser.post(f"{page}/disable")
    losing = browser.post(page, data=versioned(browser, page) | {"name": "A", "roles": "officer"})
    session.rollback()
    assert disabling.status_code == losing.status_code == 422
    assert "Nobody else can administer accounts" in disabling.text
    assert administrator.usable
    assert administrator.roles == ["administrator"]


def test_one_of_two_administrators_can_be_disabled(
    browser: TestClient, session: Session, administrator: Account
) -> None:
    second = account(session, Role.ADMINISTRATOR)
    browser.post(f"/en/staff/accounts/{second.id}/disable")
    session.rollback()
    assert second.disabled


def test_who_disables_their_own_account_is_asked_first(
    browser: TestClient, session: Session, administrator: Account
) -> None:
    account(session, Role.ADMINISTRATOR)
    page = f"/en/staff/accounts/{administrator.id}/disable"
    asked = browser.post(page).text
    session.rollback()
    assert "Before you go on" in asked
    assert "This is your own account." in asked
    assert administrator.usable
    assert is_signed_in(browser)
    browser.post(page, data={"confirmed": "yes"})
    session.rollback()
    assert administrator.disabled
    assert not is_signed_in(browser)


def test_a_disabled_account_is_signed_out_at_once_and_may_come_back(
    browser: TestClient, session: Session, administrator: Account
) -> None:
    person = account(session, Role.OFFICER)
    theirs = sign_in(browser, session, person)
    sign_in(browser, session, administrator)
    browser.post(f"/en/staff/accounts/{person.id}/disable")
    session.rollback()
    assert session.get(AccountSession, theirs) is None
    assert give_password(browser, person.email).status_code == 422
    browser.post(f"/en/staff/accounts/{person.id}/enable")
    assert give_password(browser, person.email).status_code == 303
    assert actions(session) == ["account.disabled", "account.enabled"]


def test_who_saves_an_account_that_somebody_changed_meanwhile_sees_both_versions(
    browser: TestClient, session: Session, administrator: Account
) -> None:
    person = account(session, Role.OFFICER, Role.APPROVER, name="Gwen")
    page = f"/en/staff/accounts/{person.id}"
    early = versioned(browser, page)
    revoked = early | {"name": "Gwen", "roles": ["officer"]}
    assert browser.post(page, data=revoked, follow_redirects=False).status_code == 303
    late = {"name": "Gwen Price", "roles": ["officer", "approver"]}
    refused = browser.post(page, data=early | late)
    session.rollback()
    assert refused.status_code == 409
    assert (person.name, person.roles) == ("Gwen", ["officer"])
    assert "Somebody else saved this while you were writing." in refused.text
    assert 'value="Gwen Price"' in refused.text
    assert "Save mine over theirs" in refused.text
    assert browser.post(page, data=revoked, follow_redirects=False).status_code == 303
    assert actions(session) == ["account.changed"]
    browser.post(page, data=version_on(refused.text, page) | late)
    session.rollback()
    assert (person.name, person.roles) == ("Gwen Price", ["officer", "approver"])


def test_name_and_roles_are_changed_and_both_states_logged(
    browser: TestClient, session: Session, administrator: Account
) -> None:
    person = account(session, Role.OFFICER)
    sent = {"name": "Gwenllian", "roles": ["analyst", "auditor"]}
    page = f"/en/staff/accounts/{person.id}"
    browser.post(page, data=versioned(browser, page) | sent)
    session.rollback()
    entry = session.exec(select(AuditEntry)).one()
    assert (person.name, person.roles) == ("Gwenllian", ["analyst", "auditor"])
    assert entry.details["before"]["roles"] == ["officer"]
    assert entry.details["after"]["roles"] == ["analyst", "auditor"]


def test_ending_sessions_signs_somebody_out(
    browser: TestClient, session: Session, administrator: Account
) -> None:
    person = account(session, Role.OFFICER)
    theirs = sign_in(browser, session, person)
    sign_in(browser, session, administrator)
    browser.post(f"/en/staff/accounts/{person.id}/sessions")
    session.rollback()
    assert session.get(AccountSession, theirs) is None
    assert is_signed_in(browser)
    assert actions(session) == ["account.sessions_ended"]


def test_a_password_reset_ends_the_old_one_and_the_waiting_but_keeps_the_phone(
    browser: TestClient, session: Session, administrator: Account
) -> None:
    person = account(session, Role.OFFICER)
    for _ in range(3):
        give_password(browser, person.email, "wrong")
    shown = browser.post(f"/en/staff/accounts/{person.id}/password").text
    session.rollback()
    assert session.exec(select(FailedSignIns)).all() == []
    assert give_password(browser, person.email).status_code == 422
    assert person.sealed_secret
    sent = {"new_password": "eleven quiet harbours", "again": "eleven quiet harbours"}
    answer = browser.post(link_on(shown), data=sent, follow_redirects=False)
    assert answer.headers["location"] == "/en/account/code"


def test_a_second_factor_reset_takes_the_password_with_it(
    browser: TestClient, session: Session, administrator: Account
) -> None:
    person = account(session, Role.OFFICER, recovery_codes=["one"])
    shown = browser.post(f"/en/staff/accounts/{person.id}/app").text
    session.rollback()
    assert link_on(shown)
    assert (person.sealed_secret, person.recovery_codes) == ("", [])
    assert give_password(browser, person.email).status_code == 422
    assert actions(session) == ["account.password_reset", "account.second_factor_reset"]


def test_an_administrator_who_stopped_being_one_during_the_wait_is_not_counted(
    session: Session,
) -> None:
    first, second = account(session, Role.ADMINISTRATOR), account(session, Role.ADMINISTRATOR)
    assert not queries.is_last_administrator(session, first)
    disabled = update(Account).where(col(Account.id) == second.id).values(disabled=True)
    session.execute(disabled.execution_options(synchronize_session=False))
    assert queries.is_last_administrator(session, first)
