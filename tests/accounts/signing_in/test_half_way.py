"""Between the password and the code: whose way that is, and how it ends."""

from http.cookiejar import DefaultCookiePolicy

import pytest
from sqlmodel import Session, select
from starlette.testclient import TestClient

from portal.accounts.models import Account, AccountSession, HalfWay, Role
from portal.accounts.signing_in.sessions import HALF_WAY_COOKIE
from portal.web.security import cookie_name
from tests.accounts.factories import PASSWORD, account, one_time_code, sign_in
from tests.accounts.staff.test_enrolment import enrol
from tests.accounts.staff.test_people import link_on
from tests.accounts.steps import (
    SESSION,
    choose_password,
    give_code,
    give_password,
    is_signed_in,
    sign_in_fully,
)

COOKIE = cookie_name(HALF_WAY_COOKIE, https=True)


@pytest.fixture
def person(browser: TestClient, session: Session) -> Account:
    """Sign somebody in who then asks to set up another telephone."""
    made = account(session, Role.OFFICER)
    sign_in_fully(browser, session, made)
    browser.post("/en/account/app", data={"password_for_app": PASSWORD}, follow_redirects=False)
    return made


def held_by(browser: TestClient, token: str) -> TestClient:
    """Go on with nothing but the token that somebody kept."""
    browser.cookies.clear()
    browser.cookies.set(COOKIE, token, domain="voices.example")
    return browser


def leads_to(browser: TestClient, path: str) -> str:
    return browser.get(path).url.path


def test_whoever_sits_down_after_signing_out_sets_up_no_telephone(
    browser: TestClient, session: Session, person: Account
) -> None:
    token = browser.cookies[COOKIE]
    browser.post("/en/account/sign-out")
    assert COOKIE not in browser.cookies
    assert leads_to(held_by(browser, token), "/en/account/enrol") == "/en/account/sign-in"
    assert session.exec(select(HalfWay)).all() == []


def test_a_browser_that_keeps_no_cookies_is_told_why_it_has_to_begin_again(
    browser: TestClient, session: Session
) -> None:
    browser.cookies.jar.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    sent = {"email": account(session).email, "password": PASSWORD, "next": ""}
    answer = browser.post("/en/account/sign-in", data=sent)
    assert answer.url.path == "/en/account/sign-in"
    assert "your browser keeps no cookies" in answer.text
    assert "your browser keeps no cookies" not in browser.get("/en/account/sign-in").text


def test_another_browser_sets_up_no_telephone_for_a_session_that_is_not_its_own(
    browser: TestClient, session: Session, person: Account
) -> None:
    token = browser.cookies[COOKIE]
    assert leads_to(browser, "/en/account/enrol") == "/en/account/enrol"
    assert leads_to(held_by(browser, token), "/en/account/enrol") == "/en/account/sign-in"
    sign_in(browser, session, account(session, Role.OFFICER))
    assert leads_to(browser, "/en/account/enrol") == "/en/account/sign-in"


@pytest.mark.parametrize("field", ["seen", "expires"])
def test_a_session_that_ended_by_itself_sets_up_no_telephone(
    browser: TestClient, session: Session, person: Account, field: str
) -> None:
    kept = session.exec(select(AccountSession)).one()
    setattr(kept, field, kept.created - (kept.expires - kept.created))
    session.commit()
    assert leads_to(browser, "/en/account/enrol") == "/en/account/sign-in"


@pytest.mark.parametrize("change", ["sessions", "disable", "password", "app"])
def test_what_an_administrator_ends_ends_the_way_to_the_code_too(
    browser: TestClient, session: Session, change: str
) -> None:
    someone = account(session, Role.OFFICER)
    give_password(browser, someone.email)
    token = browser.cookies[COOKIE]
    sign_in(browser, session, account(session, Role.ADMINISTRATOR))
    browser.post(f"/en/staff/accounts/{someone.id}/{change}", data={"confirmed": "yes"})
    assert leads_to(held_by(browser, token), "/en/account/code") == "/en/account/sign-in"


def test_signing_out_everywhere_ends_the_way_to_the_code_in_every_browser(
    browser: TestClient, session: Session
) -> None:
    someone = account(session, Role.OFFICER)
    give_password(browser, someone.email)
    token = browser.cookies[COOKIE]
    browser.cookies.clear()
    sign_in(browser, session, someone)
    browser.post("/en/account/sessions")
    give_code(held_by(browser, token), one_time_code(session, someone))
    assert not is_signed_in(browser)


def test_a_second_factor_that_changed_meanwhile_ends_the_way_to_the_code(
    browser: TestClient, session: Session
) -> None:
    someone = account(session, Role.OFFICER)
    give_password(browser, someone.email)
    session.rollback()
    someone.sealed_secret = "of another telephone"
    session.commit()
    assert leads_to(browser, "/en/account/code") == "/en/account/sign-in"


def test_the_way_to_the_code_is_gone_once(browser: TestClient, session: Session) -> None:
    someone = account(session, Role.OFFICER)
    give_password(browser, someone.email)
    token = browser.cookies[COOKIE]
    assert give_code(browser, one_time_code(session, someone)).headers["location"] == "/en/staff"
    give_code(held_by(browser, token), one_time_code(session, someone))
    assert not is_signed_in(browser)


def test_a_telephone_is_set_up_once(browser: TestClient, session: Session, person: Account) -> None:
    cookies = {name: browser.cookies[name] for name in (COOKIE, SESSION)}
    enrol(browser)
    for name, value in cookies.items():
        held_by(browser, cookies[COOKIE]).cookies.set(name, value, domain="voices.example")
    assert leads_to(browser, "/en/account/enrol") == "/en/account/sign-in"


def test_only_a_hash_of_the_sign_that_a_password_was_right_is_stored(
    browser: TestClient, session: Session
) -> None:
    give_password(browser, account(session).email)
    session.rollback()
    assert browser.cookies[COOKIE] not in session.exec(select(HalfWay)).one().model_dump_json()


def test_an_invited_person_sets_up_the_first_telephone_while_another_is_signed_in(
    browser: TestClient, session: Session
) -> None:
    sign_in(browser, session, account(session, Role.ADMINISTRATOR))
    sent = {"name": "Gwen", "email": "gwen@council.example", "roles": "officer"}
    link = link_on(browser.post("/en/staff/accounts", data=sent).text)
    choose_password(browser, link, "eleven quiet harbours")
    enrol(browser)
    assert "Gwen" in browser.get("/en/account").text
