"""Signing in: who is refused, who has to wait, and who gets in."""

import time
from datetime import timedelta

import pytest
from sqlmodel import Session, func, select
from starlette.testclient import TestClient

from portal.accounts.models import AccountSession, FailedSignIns, Role
from portal.sealing.crypto import fingerprint
from portal.store.audit import AuditEntry
from portal.store.db import now
from tests.accounts.factories import PASSWORD, account, one_time_code, sign_in
from tests.accounts.steps import (
    AGAIN,
    SESSION,
    give_code,
    give_password,
    is_signed_in,
    let_time_pass,
    sign_in_fully,
)
from tests.consultations.factories import consultation


def test_an_unknown_address_and_a_wrong_password_get_the_same_page(
    browser: TestClient, session: Session
) -> None:
    person = account(session, Role.OFFICER)
    wrong = give_password(browser, person.email, "not the password")
    unknown = give_password(browser, "nobody@council.example")
    assert wrong.status_code == unknown.status_code == 422
    assert wrong.text.replace(person.email, "") == unknown.text.replace(
        "nobody@council.example", ""
    )
    assert SESSION not in browser.cookies


@pytest.mark.parametrize("changes", [{"disabled": True}, {"password_hash": "!unset"}])
def test_an_account_that_is_disabled_or_only_invited_gets_the_same_refusal(
    browser: TestClient, session: Session, changes: dict[str, object]
) -> None:
    person = account(session, Role.OFFICER, **changes)
    answer = give_password(browser, person.email)
    assert answer.status_code == 422
    assert "The e-mail address or the password is not right." in answer.text


@pytest.mark.parametrize("known", [True, False])
def test_after_three_failures_one_waits_whether_or_not_the_account_exists(
    browser: TestClient, session: Session, *, known: bool
) -> None:
    email = account(session).email if known else "nobody@council.example"
    statuses = [give_password(browser, email, "wrong").status_code for _ in range(3)]
    answer = give_password(browser, email)
    assert statuses == [422, 422, 422]
    assert answer.status_code == 429
    assert 1 <= int(answer.headers["retry-after"]) <= 5
    assert "You can try again in" in answer.text


def test_after_the_wait_the_right_password_works_and_ends_the_counting(
    browser: TestClient, session: Session
) -> None:
    person = account(session)
    for _ in range(3):
        give_password(browser, person.email.upper(), "wrong")
    let_time_pass(browser, session, timedelta(seconds=6))
    assert give_password(browser, person.email).headers["location"] == "/en/account/code"
    session.rollback()
    assert session.exec(select(func.count()).select_from(FailedSignIns)).one() == 0


def test_a_clock_that_was_wrong_keeps_nobody_waiting_and_nobody_signed_in(
    browser: TestClient, session: Session
) -> None:
    person = account(session, Role.OFFICER)
    for _ in range(4):
        give_password(browser, person.email, "wrong")
    let_time_pass(browser, session, -timedelta(days=400))
    assert give_password(browser, person.email).headers["location"] == "/en/account/code"
    kept = session.get_one(AccountSession, sign_in(browser, session, person))
    assert is_signed_in(browser)
    for name in ("created", "seen", "expires"):
        setattr(kept, name, getattr(kept, name) + timedelta(days=400))
    session.commit()
    assert not is_signed_in(browser)


def test_the_failures_of_one_account_are_no_other_accounts_concern(
    browser: TestClient, session: Session
) -> None:
    victim, other = account(session), account(session)
    for _ in range(3):
        give_password(browser, victim.email, "wrong")
    assert give_password(browser, other.email).status_code == 303


def test_a_password_alone_opens_nothing(browser: TestClient, session: Session) -> None:
    give_password(browser, account(session, *Role).email)
    assert SESSION not in browser.cookies
    assert not is_signed_in(browser)


def test_the_code_page_needs_the_password_first(browser: TestClient, session: Session) -> None:
    account(session)
    assert browser.get("/en/account/code").url.path == "/en/account/sign-in"
    assert give_code(browser, "123456").headers["location"] == AGAIN


def test_a_wrong_code_is_refused_and_after_three_one_waits(
    browser: TestClient, session: Session
) -> None:
    person = account(session, Role.OFFICER)
    give_password(browser, person.email)
    assert [give_code(browser, "not it").status_code for _ in range(3)] == [422, 422, 422]
    assert give_code(browser, one_time_code(session, person)).status_code == 429
    give_password(browser, person.email)
    assert give_code(browser, one_time_code(session, person)).status_code == 429
    let_time_pass(browser, session, timedelta(seconds=6))
    assert give_code(browser, one_time_code(session, person)).status_code == 303


def test_a_code_works_once_also_in_another_browser(browser: TestClient, session: Session) -> None:
    person = account(session, Role.OFFICER)
    code = one_time_code(session, person)
    give_password(browser, person.email)
    give_code(browser, code)
    browser.cookies.clear()
    give_password(browser, person.email)
    assert give_code(browser, code).status_code == 422


def test_a_changed_password_ends_the_way_from_the_password_to_the_code(
    browser: TestClient, session: Session
) -> None:
    person = account(session, Role.OFFICER)
    give_password(browser, person.email)
    session.rollback()
    person.password_hash = "!another"
    session.commit()
    code = one_time_code(session, person)
    assert give_code(browser, code).headers["location"] == AGAIN


def test_password_and_code_open_the_staff_pages_and_are_logged(
    browser: TestClient, session: Session
) -> None:
    person = account(session, Role.OFFICER)
    answer = sign_in_fully(browser, session, person)
    cookie = next(c for c in answer.headers.get_list("set-cookie") if c.startswith(SESSION))
    session.rollback()
    logged = session.exec(select(AuditEntry)).one()
    assert answer.headers["location"] == "/en/staff"
    assert {"HttpOnly", "Path=/", "SameSite=lax", "Secure"} <= set(cookie.split("; "))
    assert (logged.action, logged.actor) == ("account.signed_in", str(person.id))
    assert is_signed_in(browser)


def test_one_comes_back_to_the_page_that_asked_to_sign_in(
    browser: TestClient, session: Session
) -> None:
    person = account(session, Role.AUDITOR)
    asked = browser.get("/cy/staff/audit")
    assert 'name="next" value="/cy/staff/audit"' in asked.text
    give_password(browser, person.email, next_="/cy/staff/audit")
    answer = give_code(browser, one_time_code(session, person))
    assert answer.headers["location"] == "/en/staff/audit"  # the language of signing in


def test_nobody_is_sent_to_another_site_after_signing_in(
    browser: TestClient, session: Session
) -> None:
    person = account(session, Role.OFFICER)
    give_password(browser, person.email, next_="https://evil.example/")
    answer = give_code(browser, one_time_code(session, person))
    assert answer.headers["location"] == "/en/staff"


def test_signing_in_ends_the_session_that_the_browser_had(
    browser: TestClient, session: Session
) -> None:
    person = account(session, Role.OFFICER)
    before = sign_in(browser, session, person)
    sign_in_fully(browser, session, person)
    session.rollback()
    kept = session.exec(select(AccountSession.id)).all()
    assert before not in kept
    assert len(kept) == 1


def test_only_a_hash_of_the_token_is_stored(browser: TestClient, session: Session) -> None:
    sign_in_fully(browser, session, account(session, Role.OFFICER))
    token = browser.cookies[SESSION]
    session.rollback()
    kept = session.exec(select(AccountSession)).one()
    assert kept.id == fingerprint(token)
    assert token not in kept.model_dump_json()


@pytest.mark.parametrize("field", ["seen", "expires"])
def test_a_session_ends_after_two_idle_hours_and_after_twelve_in_all(
    browser: TestClient, session: Session, field: str
) -> None:
    name = sign_in(browser, session, account(session, *Role))
    kept = session.get_one(AccountSession, name)
    ended = {"seen": now() - timedelta(hours=2, seconds=1), "expires": now() - timedelta(seconds=1)}
    setattr(kept, field, ended[field])
    session.commit()
    assert not is_signed_in(browser)


def test_a_session_in_use_is_noted_to_be_so(browser: TestClient, session: Session) -> None:
    name = sign_in(browser, session, account(session, *Role))
    kept = session.get_one(AccountSession, name)
    kept.seen = now() - timedelta(hours=1)
    session.commit()
    assert is_signed_in(browser)
    session.rollback()
    assert now() - kept.seen < timedelta(minutes=1)


def test_a_page_that_logs_who_reads_it_does_not_wait_for_itself(
    browser: TestClient, session: Session
) -> None:
    consultation(session)
    name = sign_in(browser, session, account(session, Role.ANALYST))
    session.get_one(AccountSession, name).seen = now() - timedelta(hours=1)
    session.commit()
    began = time.monotonic()
    browser.get("/en/staff/consultations/parks/results/log", follow_redirects=False)
    assert time.monotonic() - began < 4


def test_signing_out_ends_the_session_on_our_side_too(
    browser: TestClient, session: Session
) -> None:
    sign_in(browser, session, account(session, *Role))
    token = browser.cookies[SESSION]
    browser.post("/en/account/sign-out", follow_redirects=False)
    assert SESSION not in browser.cookies
    browser.cookies.set(SESSION, token, domain="voices.example")
    assert not is_signed_in(browser)


def test_a_password_is_compared_as_it_was_typed_spaces_and_all(
    browser: TestClient, session: Session
) -> None:
    person = account(session)
    assert give_password(browser, person.email, f" {PASSWORD}").status_code == 422
    assert give_password(browser, person.email, PASSWORD).status_code == 303
