"""A key that is closed, or a session that ends, while a caseworker writes: the note is not lost."""

import re
from datetime import timedelta
from html import unescape

import pytest
from httpx2 import Response
from sqlmodel import Session, select
from starlette.testclient import TestClient

from portal.accounts.models import AccountSession
from portal.incidents.models import OpenedVault
from tests.accounts.factories import PASSWORD, one_time_code
from tests.accounts.steps import owner_on, sign_in_fully
from tests.incidents.factories import PASSPHRASE, Person, report, team

NOTE = "She asks us to call after dark, when her neighbour is out. " * 40
VAULT = "/en/staff/vault"


@pytest.fixture
def caseworker(browser: TestClient, session: Session) -> Person:
    someone = team(session)[0]
    sign_in_fully(browser, session, someone.account)
    return someone


def open_key(browser: TestClient, sealed: str = "", passphrase: str = PASSPHRASE) -> Response:
    return browser.post(VAULT, data={"passphrase": passphrase, "next": "", "_form": sealed})


def sealed_on(answer: Response) -> str:
    found = re.search(r'name="_form" value="([^"]+)"', answer.text)
    return unescape(found[1]) if found else ""


def begin_note(browser: TestClient, session: Session) -> tuple[str, dict[str, str]]:
    """Open a case and write a note; give where it goes and what is sent."""
    case = f"/en/staff/cases/{report(session).reference}"
    page = browser.get(case)
    version = re.search(r'name="_version" value="([^"]*)"', page.text)
    assert version
    return f"{case}/note", {"note": NOTE, "_version": unescape(version[1])} | owner_on(page)


def close_vault(session: Session) -> None:
    session.rollback()
    session.delete(session.exec(select(OpenedVault)).one())
    session.commit()


def end_session(session: Session) -> None:
    session.rollback()
    session.exec(select(AccountSession)).one().seen -= timedelta(hours=3)
    session.commit()


def sign_in_again(
    browser: TestClient, session: Session, someone: Person, answer: Response
) -> Response:
    given = {"email": someone.account.email, "password": PASSWORD}
    answer = browser.post("/en/account/sign-in", data=given | {"_form": sealed_on(answer)})
    code = {"code": one_time_code(session, someone.account), "_form": sealed_on(answer)}
    return browser.post("/en/account/code", data=code)


def test_a_closed_key_asks_for_the_passphrase_and_shows_nothing_of_the_note(
    browser: TestClient, session: Session, caseworker: Person
) -> None:
    open_key(browser)
    path, sent = begin_note(browser, session)
    close_vault(session)
    asked = browser.post(path, data=sent)
    wrong = open_key(browser, sealed_on(asked), "the wrong passphrase")
    assert (asked.status_code, wrong.status_code) == (403, 422)
    assert sealed_on(wrong) == sealed_on(asked)
    assert "neighbour" not in asked.text + wrong.text


def test_the_passphrase_sends_the_note_on(
    browser: TestClient, session: Session, caseworker: Person
) -> None:
    open_key(browser)
    path, sent = begin_note(browser, session)
    close_vault(session)
    done = open_key(browser, sealed_on(browser.post(path, data=sent)))
    assert "Your note is kept." in done.text
    assert done.text.count(NOTE.strip()) == 1


def test_a_colleague_who_changed_the_case_meanwhile_is_not_written_over(
    browser: TestClient, session: Session, caseworker: Person
) -> None:
    open_key(browser)
    path, sent = begin_note(browser, session)
    browser.post(path, data=sent | {"note": "He has moved."})
    close_vault(session)
    done = open_key(browser, sealed_on(browser.post(path, data=sent)))
    assert done.status_code == 409
    assert done.text.count(NOTE.strip()) == 1


def test_password_code_and_passphrase_send_the_note_on(
    browser: TestClient, session: Session, caseworker: Person
) -> None:
    open_key(browser)
    path, sent = begin_note(browser, session)
    end_session(session)
    answer = sign_in_again(browser, session, caseworker, browser.post(path, data=sent))
    assert "Your key was closed" in answer.text
    assert "neighbour" not in answer.text
    assert "Your note is kept." in open_key(browser, sealed_on(answer)).text


def test_a_session_that_ends_on_the_page_about_the_key_loses_nothing(
    browser: TestClient, session: Session, caseworker: Person
) -> None:
    open_key(browser)
    path, sent = begin_note(browser, session)
    close_vault(session)
    asked = browser.post(path, data=sent)
    end_session(session)
    answer = sign_in_again(browser, session, caseworker, open_key(browser, sealed_on(asked)))
    assert "Your key was closed" in answer.text
    assert "Your note is kept." in open_key(browser, sealed_on(answer)).text


def test_a_page_that_asks_for_the_key_leads_to_the_very_address_wanted(
    browser: TestClient, session: Session, caseworker: Person
) -> None:
    asked = browser.get("/en/staff/cases?view=held", follow_redirects=False)
    assert asked.headers["location"] == "/en/staff/vault?next=/en/staff/cases%3Fview%3Dheld"


def test_another_language_before_the_passphrase_loses_nothing(
    browser: TestClient, session: Session, caseworker: Person
) -> None:
    open_key(browser)
    path, sent = begin_note(browser, session)
    close_vault(session)
    asked = browser.post(path, data=sent)
    chosen = {"passphrase": "", "_form": sealed_on(asked), "_switch": "ur"}
    asked = browser.post(VAULT, data=chosen)
    assert asked.url.path == "/ur/staff/vault"
    given = {"passphrase": PASSPHRASE, "_form": sealed_on(asked)}
    assert NOTE.strip() in browser.post("/ur/staff/vault", data=given).text
