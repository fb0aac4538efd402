"""A session that ends while somebody types: what they sent is sent on once they signed in again."""

import re
import secrets
import string
from datetime import timedelta
from html import unescape
from typing import TypeAlias

import pytest
from httpx2 import Response
from sqlmodel import Session, select
from starlette.testclient import TestClient

from portal.accounts.models import Account, AccountSession, Role
from portal.accounts.signing_in import browsers, codes
from portal.app import create_app
from portal.settings import Settings
from portal.store.audit import AuditEntry
from portal.store.db import now
from portal.web import sealed_forms
from portal.web.security import cookie_name
from tests.accounts.factories import PASSWORD, account, one_time_code
from tests.accounts.staff.test_enrolment import offer_on, with_recovery_codes
from tests.accounts.staff.test_my_account import NEW
from tests.accounts.staff.test_people import link_on
from tests.accounts.steps import SESSION, let_time_pass, owner_on, sign_in_fully

ACCOUNTS = "/en/staff/accounts"
KNOWN = cookie_name(browsers.COOKIE, https=True)
Typed: TypeAlias = dict[str, str | list[str]]
TYPED: Typed = {
    "name": "Gwen Aubergine",
    "email": "gwen@council.example",
    "roles": ["officer", "analyst"],
}


@pytest.fixture
def administrator(browser: TestClient, session: Session) -> Account:
    made = account(session, Role.ADMINISTRATOR)
    sign_in_fully(browser, session, made)
    return made


@pytest.fixture
def typed(browser: TestClient, session: Session, administrator: Account) -> Typed:
    """Open a page and fill its form in until the session ends by itself."""
    filled = filled_in(browser)
    end_sessions(session)
    return filled


def filled_in(browser: TestClient) -> Typed:
    return TYPED | owner_on(browser.get(ACCOUNTS))


def end_sessions(session: Session) -> None:
    session.rollback()
    for one in session.exec(select(AccountSession)):
        one.seen -= timedelta(hours=3)
    session.commit()


def sealed_on(answer: Response) -> str:
    found = re.search(r'name="_form" value="([^"]+)"', answer.text)
    return unescape(found[1]) if found else ""


def give_password(browser: TestClient, person: Account, sealed: str, tag: str = "en") -> Response:
    sent = {"email": person.email, "password": PASSWORD, "next": "", "_form": sealed}
    return browser.post(f"/{tag}/account/sign-in", data=sent)


def give_code(browser: TestClient, session: Session, person: Account, sealed: str) -> Response:
    sent = {"code": one_time_code(session, person), "_form": sealed}
    return browser.post("/en/account/code", data=sent)


def sign_in_again(
    browser: TestClient, session: Session, person: Account, answer: Response
) -> Response:
    """Give the password and the code on the pages that carry the form."""
    code_page = give_password(browser, person, sealed_on(answer))
    return give_code(browser, session, person, sealed_on(code_page))


def invited(session: Session) -> list[str]:
    session.rollback()
    return [one.name for one in session.exec(select(Account)) if one.name == TYPED["name"]]


def test_what_was_typed_is_neither_kept_here_nor_readable_in_the_page(
    browser: TestClient, session: Session, typed: Typed
) -> None:
    answer = browser.post(ACCOUNTS, data=typed)
    assert answer.status_code == 403
    assert sealed_on(answer)
    assert "Aubergine" not in answer.text
    assert "gwen" not in answer.text
    assert invited(session) == []


def test_somebody_else_who_signs_in_there_sends_nothing_and_is_told(
    browser: TestClient, session: Session, typed: Typed
) -> None:
    other = account(session, *Role)
    answer = sign_in_again(browser, session, other, browser.post(ACCOUNTS, data=typed))
    assert "belongs to another account" in answer.text
    assert "Aubergine" not in answer.text
    assert invited(session) == []


def test_somebody_else_who_is_signed_in_cannot_send_it_on_either(
    browser: TestClient, session: Session, typed: Typed
) -> None:
    sealed = sealed_on(browser.post(ACCOUNTS, data=typed))
    sign_in_fully(browser, session, account(session, *Role))
    assert browser.post(ACCOUNTS, data={"_form": sealed}).status_code == 403
    assert invited(session) == []


@pytest.mark.parametrize("origin", [{}, {"origin": "null"}])
def test_what_another_site_may_have_sent_is_not_kept(
    browser: TestClient, typed: Typed, origin: dict[str, str]
) -> None:
    known = browser.cookies[KNOWN]
    del browser.headers["sec-fetch-site"]
    browser.cookies.clear()
    browser.cookies.set(KNOWN, known, domain="voices.example")
    answer = browser.post(ACCOUNTS, data=typed, headers=origin)
    assert answer.status_code == 403
    assert sealed_on(answer) == ""
    assert "could not be kept" in answer.text


def test_another_site_cannot_have_the_form_sent_on(
    browser: TestClient, session: Session, typed: Typed
) -> None:
    sealed = sealed_on(browser.post(ACCOUNTS, data=typed))
    browser.headers["sec-fetch-site"] = "cross-site"
    for path in ("/en/account/sign-in", "/en/account/code", ACCOUNTS):
        assert browser.post(path, data={"_form": sealed}).status_code == 403
    assert invited(session) == []


def test_a_form_is_sent_on_to_its_own_page_only(
    browser: TestClient, session: Session, administrator: Account, typed: Typed
) -> None:
    sealed = sealed_on(browser.post(ACCOUNTS, data=typed))
    sign_in_fully(browser, session, administrator)
    answer = browser.post(f"{ACCOUNTS}/{administrator.id}", data={"_form": sealed})
    assert answer.status_code == 409
    assert invited(session) == []


@pytest.mark.parametrize("sealed", ["x", "AQ==", "é", "AQ" * 300])
def test_a_forged_form_is_refused_to_whoever_is_signed_in(
    browser: TestClient, session: Session, sealed: str
) -> None:
    sign_in_fully(browser, session, account(session, Role.ADMINISTRATOR))
    assert browser.post(ACCOUNTS, data={"_form": sealed}).status_code == 403


def test_after_twelve_hours_it_is_not_sent_on_and_one_is_told(
    browser: TestClient,
    session: Session,
    administrator: Account,
    typed: Typed,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answer = browser.post(ACCOUNTS, data=typed)
    monkeypatch.setattr(sealed_forms, "LASTS", timedelta(seconds=-1))
    again = give_password(browser, administrator, sealed_on(answer))
    assert "could not be kept" in again.text
    assert sealed_on(again) == ""
    sign_in_fully(browser, session, administrator)
    assert invited(session) == []


@pytest.mark.parametrize(
    "owner", [{}, {"_owner": "account:1"}, {"_owner": f"account:1:{'é' * 32}"}]
)
def test_a_form_that_does_not_tell_whose_it_is_is_not_kept(
    browser: TestClient, administrator: Account, typed: Typed, owner: dict[str, str]
) -> None:
    answer = browser.post(ACCOUNTS, data=TYPED | owner)
    assert sealed_on(answer) == ""
    assert "could not be kept" in answer.text


def test_what_the_last_person_left_open_is_not_sent_by_the_next(
    browser: TestClient, session: Session, administrator: Account
) -> None:
    typed, other = filled_in(browser), account(session, *Role)
    browser.post("/en/account/sign-out")
    sign_in_fully(browser, session, other)
    browser.post("/en/account/sign-out")
    answer = browser.post(ACCOUNTS, data=typed)
    assert "another account" in sign_in_again(browser, session, other, answer).text
    assert invited(session) == []
    sign_in_again(browser, session, administrator, answer)
    assert invited(session) == [TYPED["name"]]


def test_a_page_left_open_is_not_sent_in_the_name_of_whoever_is_signed_in_now(
    browser: TestClient, session: Session, administrator: Account
) -> None:
    typed, other = filled_in(browser), account(session, *Role)
    sign_in_fully(browser, session, other)
    answer = browser.post(ACCOUNTS, data=typed)
    assert answer.status_code == 403
    assert "Aubergine" not in answer.text
    assert invited(session) == []
    sign_in_again(browser, session, administrator, answer)
    assert invited(session) == [TYPED["name"]]


def test_another_language_of_a_page_left_open_does_not_make_it_the_next_ones(
    browser: TestClient, session: Session, administrator: Account
) -> None:
    typed, other = filled_in(browser), account(session, *Role)
    sign_in_fully(browser, session, other)
    browser.post(ACCOUNTS, data=typed | {"_switch": "cy"})
    assert invited(session) == []


def test_forms_that_lead_away_from_staff_tell_nobody_who_is_signed_in(
    browser: TestClient, session: Session
) -> None:
    sign_in_fully(browser, session, account(session, *Role))
    page = browser.get("/en/staff/cases/take")
    leads_away = re.search(r'<form action="/en/help/speak-up".*?</form>', page.text, re.DOTALL)
    assert leads_away
    assert "_owner" not in leads_away[0]
    assert re.search(
        r'<form action="/en/account/sign-out"[^>]*>\s*<input[^>]* name="_owner"', page.text
    )


def test_passwords_are_never_kept(browser: TestClient, typed: Typed) -> None:
    sent = typed | {"current": PASSWORD, "new_password": NEW, "again": NEW}
    assert sealed_on(browser.post("/en/account/password", data=sent)) == ""


def test_what_does_not_fit_is_not_kept_and_one_is_told(browser: TestClient, typed: Typed) -> None:
    signs = string.ascii_letters + string.digits + "-._~"  # nothing is shorter when compressed
    drawn = "".join(secrets.choice(signs) for _ in range(522_000))
    answer = browser.post(ACCOUNTS, data=typed | {"name": drawn})
    assert answer.status_code == 403
    assert "could not be kept" in answer.text


def test_signing_in_again_sends_on_what_was_typed(
    browser: TestClient, session: Session, administrator: Account, typed: Typed
) -> None:
    answer = browser.post(ACCOUNTS, data=typed)
    done = sign_in_again(browser, session, administrator, answer)
    assert link_on(done.text)
    assert invited(session) == [TYPED["name"]]
    session.rollback()
    log = session.exec(select(AuditEntry).order_by("id")).all()
    assert (log[-1].action, log[-1].actor) == ("account.invited", str(administrator.id))


def test_half_a_million_letters_are_sent_on(
    browser: TestClient, session: Session, administrator: Account, typed: Typed
) -> None:
    words = " ".join(f"stryd {number}" for number in range(40_000))
    answer = browser.post(ACCOUNTS, data=typed | {"name": words})
    done = sign_in_again(browser, session, administrator, answer)
    assert len(words) > 440_000
    assert done.status_code == 422
    assert words in done.text


def test_what_is_sent_on_is_checked_anew(
    browser: TestClient, session: Session, administrator: Account, typed: Typed
) -> None:
    answer = browser.post(ACCOUNTS, data=typed)
    account(session, email=TYPED["email"])
    done = sign_in_again(browser, session, administrator, answer)
    assert done.status_code == 422
    assert "already uses this address" in done.text
    assert "Gwen Aubergine" in done.text


def test_a_role_that_was_lost_meanwhile_sends_nothing(
    browser: TestClient, session: Session, administrator: Account, typed: Typed
) -> None:
    answer = browser.post(ACCOUNTS, data=typed)
    session.rollback()
    administrator.roles = ["officer"]
    session.commit()
    assert sign_in_again(browser, session, administrator, answer).status_code == 403
    assert invited(session) == []


def test_signing_out_in_another_tab_loses_nothing(browser: TestClient, session: Session) -> None:
    person = account(session, Role.ADMINISTRATOR)
    sign_in_fully(browser, session, person)
    typed = filled_in(browser)
    browser.post("/en/account/sign-out")
    sign_in_again(browser, session, person, browser.post(ACCOUNTS, data=typed))
    assert invited(session) == [TYPED["name"]]


def test_a_page_left_open_over_a_restart_sends_on(
    browser: TestClient, session: Session, settings: Settings, administrator: Account, typed: Typed
) -> None:
    answer = browser.post(ACCOUNTS, data=typed)
    with TestClient(create_app(settings), base_url="https://voices.example") as restarted:
        restarted.headers["sec-fetch-site"] = "same-origin"
        restarted.cookies.update(browser.cookies)
        sign_in_again(restarted, session, administrator, answer)
    assert invited(session) == [TYPED["name"]]


def test_wrong_passwords_wrong_codes_and_waiting_lose_nothing(
    browser: TestClient, session: Session, administrator: Account, typed: Typed
) -> None:
    answer = browser.post(ACCOUNTS, data=typed)
    for _ in range(7):
        sent = {"email": administrator.email, "password": "wrong", "_form": sealed_on(answer)}
        answer = browser.post("/en/account/sign-in", data=sent)
    assert answer.status_code == 429
    let_time_pass(browser, session, timedelta(minutes=16))
    answer = browser.post("/en/account/sign-in", data={"_form": sealed_on(answer), "next": ""})
    assert answer.status_code == 200
    answer = give_password(browser, administrator, sealed_on(answer))
    answer = browser.post("/en/account/code", data={"code": "1", "_form": sealed_on(answer)})
    assert answer.status_code == 422
    give_code(browser, session, administrator, sealed_on(answer))
    assert invited(session) == [TYPED["name"]]


def test_too_late_for_the_code_one_begins_again_and_loses_nothing(
    browser: TestClient, session: Session, administrator: Account, typed: Typed
) -> None:
    answer = give_password(browser, administrator, sealed_on(browser.post(ACCOUNTS, data=typed)))
    browser.cookies.delete("__Host-half-way")
    sent = {"code": "123456", "_form": sealed_on(answer)}
    answer = browser.post("/en/account/code", data=sent)
    assert "more than five minutes have passed" in answer.text
    sign_in_again(browser, session, administrator, answer)
    assert invited(session) == [TYPED["name"]]


def test_another_language_on_the_way_loses_nothing(
    browser: TestClient, session: Session, administrator: Account, typed: Typed
) -> None:
    answer = browser.post(ACCOUNTS, data=typed)
    sent = {"email": administrator.email, "password": "", "_form": sealed_on(answer)}
    answer = browser.post("/en/account/sign-in", data=sent | {"_switch": "ur"})
    assert answer.url.path == "/ur/account/sign-in"
    assert f'value="{administrator.email}"' in answer.text
    answer = give_password(browser, administrator, sealed_on(answer), "ur")
    give_code(browser, session, administrator, sealed_on(answer))
    assert invited(session) == [TYPED["name"]]


def test_a_recovery_code_sends_on_too(browser: TestClient, session: Session) -> None:
    person, drawn = with_recovery_codes(session, Role.ADMINISTRATOR)
    sign_in_fully(browser, session, person)
    typed = filled_in(browser)
    end_sessions(session)
    answer = browser.post(ACCOUNTS, data=typed)
    answer = browser.post("/en/account/recovery", data={"_form": sealed_on(answer)})
    sent = {"email": person.email, "password": PASSWORD, "recovery_code": drawn[0]}
    browser.post("/en/account/recovery", data=sent | {"_form": sealed_on(answer)})
    assert invited(session) == [TYPED["name"]]


def test_whoever_has_to_set_up_a_telephone_first_keeps_the_codes_and_then_sends_on(
    browser: TestClient, session: Session, administrator: Account, typed: Typed
) -> None:
    answer = browser.post(ACCOUNTS, data=typed)
    session.rollback()
    administrator.sealed_secret = ""
    session.commit()
    page = give_password(browser, administrator, sealed_on(answer))
    offer, secret = offer_on(page.text)
    sent = {"offer": offer, "code": codes.next_code(secret, 0, now()), "_form": sealed_on(page)}
    shown = browser.post("/en/account/enrol", data=sent)
    assert invited(session) == []
    assert 'action="/en/staff/accounts"' in shown.text
    browser.post(ACCOUNTS, data={"_form": sealed_on(shown)})
    assert invited(session) == [TYPED["name"]]


def test_files_cannot_be_kept_and_one_is_told(browser: TestClient, session: Session) -> None:
    person = account(session, Role.OFFICER)
    sign_in_fully(browser, session, person)
    sent = {"title.en": "Plan"} | owner_on(browser.get("/en/account"))
    end_sessions(session)
    path = "/en/staff/consultations/parks/documents"
    answer = browser.post(path, data=sent, files={"file": ("a.pdf", b"%PDF-1.7")})
    assert "Files cannot be kept" in answer.text
    assert sealed_on(answer)


def test_htmx_shows_the_question_in_the_place_of_the_whole_page(
    browser: TestClient, typed: Typed
) -> None:
    htmx = {"hx-request": "true", "hx-request-type": "partial"}
    sent = browser.post(ACCOUNTS, data=typed, headers=htmx)
    asked = browser.get(ACCOUNTS, headers=htmx, follow_redirects=False)
    assert (sent.headers["hx-retarget"], sent.headers["hx-reswap"]) == ("body", "outerHTML")
    assert sealed_on(sent)
    assert asked.headers["hx-redirect"] == "/en/account/sign-in?next=/en/staff/accounts"


@pytest.mark.parametrize("path", ["/en/staff/audit?actor=5&page=2", "/cy/staff/accounts/1"])
def test_one_comes_back_to_the_very_address_that_was_asked_for(
    browser: TestClient, session: Session, path: str
) -> None:
    person = account(session, *Role)
    shown = browser.get(path).text
    asked = re.search(r'name="next" value="([^"]*)"', shown)
    assert asked
    sent = {"email": person.email, "password": PASSWORD, "next": unescape(asked[1])}
    here = f"{path[:3]}/account"
    browser.post(f"{here}/sign-in", data=sent | {"password": "wrong"})
    browser.post(f"{here}/sign-in", data=sent, follow_redirects=False)
    code = {"code": one_time_code(session, person)}
    answer = browser.post(f"{here}/code", data=code, follow_redirects=False)
    assert answer.headers["location"] == path
    assert SESSION in browser.cookies
