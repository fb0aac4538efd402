"""Signing in leads back to the address that was asked for, in the language chosen meanwhile."""

import re
from html import unescape
from urllib.parse import quote

import pytest
from httpx2 import Response
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.web.own_paths import in_language, own_path
from tests.accounts.factories import PASSWORD, account, one_time_code
from tests.accounts.staff.test_enrolment import with_recovery_codes
from tests.accounts.steps import (
    AGAIN,
    give_password,
    sign_in_fully,
)

ASKED = "/staff/audit?action=account.signed_in&about=a%26b+%D8%A7%25"
TAGS = ("en", "cy", "pl", "ur", "ar")


def next_on(page: Response) -> str:
    found = re.search(r'name="next" value="([^"]*)"', page.text)
    return unescape(found[1]) if found else ""


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "/\t/evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "evil.example",
        "/%09/evil.example",
        "/en/..//evil.example",
        "/ur//evil.example",
        "/en@evil.example",
    ],
)
def test_nobody_is_led_to_another_site(
    browser: TestClient, session: Session, elsewhere: str
) -> None:
    person = account(session, *Role)
    sent = {"email": person.email, "password": PASSWORD, "next": elsewhere}
    browser.post("/cy/account/sign-in", data=sent)
    code = {"code": one_time_code(session, person)}
    answer = browser.post("/cy/account/code", data=code, follow_redirects=False)
    location = answer.headers["location"]
    assert location.startswith("/")
    assert not location.startswith(("//", "/\\", "/%5C"))


@given(st.text(alphabet="/\\enurcy.:@?#% \t\n", max_size=20))
def test_a_path_of_ours_is_one_in_every_language(typed: str) -> None:
    path = in_language(own_path(f"/{typed}"), "ur", TAGS)
    assert path == own_path(path)


def test_the_query_and_the_language_chosen_meanwhile_are_kept(
    browser: TestClient, session: Session
) -> None:
    person = account(session, *Role)
    asked = browser.get(f"/en{ASKED}", follow_redirects=False).headers["location"]
    english = browser.get(asked)
    assert next_on(english) == f"/en{ASKED}"
    assert 'name="_switch" value="ur"' in english.text
    typed = {"email": person.email, "next": next_on(english), "_switch": "ur"}
    urdu = browser.post(english.url.path, data=typed)
    assert urdu.url.path == "/ur/account/sign-in"
    assert f'value="{person.email}"' in urdu.text
    typed = {"email": person.email, "password": PASSWORD, "next": next_on(urdu)}
    browser.post("/ur/account/sign-in", data=typed)
    code = {"code": one_time_code(session, person)}
    back = browser.post("/ur/account/code", data=code, follow_redirects=False)
    assert back.headers["location"] == f"/ur{ASKED}"
    assert browser.get(back.headers["location"]).status_code == 200


def test_whoever_is_asked_from_the_beginning_still_comes_back(
    browser: TestClient, session: Session
) -> None:
    person = account(session, *Role)
    give_password(browser, person.email, next_=f"/en{ASKED}")
    page = browser.get("/en/account/code")
    browser.cookies.clear()
    sent = {"code": "123456", "next": next_on(page)}
    again = browser.post("/en/account/code", data=sent, follow_redirects=False)
    assert again.headers["location"] == f"{AGAIN}&next={quote(f'/en{ASKED}')}"


def test_a_recovery_code_leads_back_too(browser: TestClient, session: Session) -> None:
    person, codes = with_recovery_codes(session, *Role)
    sent = {"email": person.email, "password": PASSWORD, "recovery_code": codes[0]}
    answer = browser.post(
        "/pl/account/recovery", data=sent | {"next": f"/en{ASKED}"}, follow_redirects=False
    )
    assert answer.headers["location"] == f"/pl{ASKED}"


def test_a_form_that_could_not_be_kept_leads_back_to_its_page(
    browser: TestClient, session: Session
) -> None:
    account(session, *Role)
    asked = browser.post("/en/staff/accounts?page=2", data={"name": "Gwen"})
    assert asked.status_code == 403
    assert 'name="next" value="/en/staff/accounts?page=2"' in asked.text


def test_opening_a_key_leads_back_in_the_language_chosen_meanwhile(
    browser: TestClient, session: Session
) -> None:
    sign_in_fully(browser, session, account(session, Role.CASEWORKER))
    asked = browser.get("/en/staff/cases?view=held&page=2", follow_redirects=False)
    assert (
        asked.headers["location"] == "/en/staff/vault?next=/en/staff/cases%3Fview%3Dheld%26page%3D2"
    )
    secret = "nine quiet herons over water"
    sent = {"passphrase": secret, "again": secret, "next": "/en/staff/cases?view=held&page=2"}
    made = browser.post("/ur/staff/vault/new", data=sent, follow_redirects=False)
    assert made.headers["location"] == "/ur/staff/cases?view=held&page=2"
