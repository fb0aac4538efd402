"""Invitations, the second factor, and recovery codes."""

import re
from datetime import timedelta

import pytest
from itsdangerous import TimestampSigner
from sqlmodel import Session, select
from starlette.testclient import TestClient

from portal.accounts import commands
from portal.accounts.models import Account, AccountSession, HalfWay, Role
from portal.accounts.signing_in import codes
from portal.features import FEATURES
from portal.settings import Settings
from portal.store.db import now
from tests.accounts.factories import PASSWORD, account
from tests.accounts.steps import (
    SESSION,
    choose_password,
    give_password,
    give_recovery_code,
    is_signed_in,
    sign_in_fully,
)

NEW = "eleven quiet harbours"


def invite(session: Session, settings: Settings, *roles: Role) -> str:
    link = commands.create(session, settings, "Gwen@Council.example", "Gwen", list(roles))
    session.commit()
    return link


def offer_on(page: str) -> tuple[str, str]:
    """Read the hidden offer and the secret in letters."""
    secret = re.search(r">([A-Z2-7 ]{39})<", page)
    offer = re.search(r'name="offer" value="([^"]+)"', page)
    assert secret
    assert offer
    return offer[1], secret[1].replace(" ", "")


def enrol(browser: TestClient) -> str:
    """Set up the second factor; give the page with the recovery codes."""
    offer, secret = offer_on(browser.get("/en/account/enrol").text)
    sent = {"offer": offer, "code": codes.next_code(secret, 0, now())}
    return browser.post("/en/account/enrol", data=sent).text


def with_recovery_codes(session: Session, *roles: Role) -> tuple[Account, list[str]]:
    drawn = codes.new_recovery_codes()
    stored = [codes.stored_recovery_code(session.info["settings"], code) for code in drawn]
    return account(session, *roles, recovery_codes=stored), drawn


def test_opening_an_invitation_changes_nothing(
    browser: TestClient, session: Session, settings: Settings
) -> None:
    link = invite(session, settings, Role.OFFICER)
    assert link.startswith("https://voices.example/en/account/invitation/")
    assert browser.get(link).status_code == browser.get(link).status_code == 200
    assert not session.exec(select(Account)).one().enrolled


def test_a_link_that_was_altered_or_is_too_old_invites_nobody(
    browser: TestClient, session: Session, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = invite(session, settings, Role.OFFICER)
    assert browser.get(link + "x").status_code == 404
    later = int((now() + timedelta(days=7, seconds=2)).timestamp())
    monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda _: later)
    assert browser.get(link).status_code == 404


def test_an_invitation_works_once(
    browser: TestClient, session: Session, settings: Settings
) -> None:
    link = invite(session, settings, Role.OFFICER)
    choose_password(browser, link, NEW)
    assert browser.get(link).status_code == 404
    assert choose_password(browser, link, "another long password").status_code == 404


def test_a_newer_link_ends_the_older_one(
    browser: TestClient, session: Session, settings: Settings
) -> None:
    older = invite(session, settings, Role.OFFICER)
    newer = commands.reset(FEATURES, session, settings, "gwen@council.example")
    session.commit()
    assert browser.get(older).status_code == 404
    assert browser.get(newer).status_code == 200


def test_a_common_password_and_two_that_differ_are_refused(
    browser: TestClient, session: Session, settings: Settings
) -> None:
    link = invite(session, settings, Role.OFFICER)
    differing = browser.post(link, data={"new_password": NEW, "again": "no"})
    assert choose_password(browser, link, "Password12345").status_code == 422
    assert choose_password(browser, link, "too short").status_code == 422
    assert differing.status_code == 422
    assert browser.get(link).status_code == 200


def test_a_password_without_a_second_factor_opens_nothing(
    browser: TestClient, session: Session, settings: Settings
) -> None:
    choose_password(browser, invite(session, settings, *Role), NEW)
    assert not is_signed_in(browser)
    assert SESSION not in browser.cookies


def test_nobody_enrols_without_the_password(browser: TestClient) -> None:
    assert browser.get("/en/account/enrol").url.path == "/en/account/sign-in"
    answer = browser.post("/en/account/enrol", data={"offer": "", "code": ""})
    assert answer.url.path == "/en/account/sign-in"


def test_whoever_has_a_second_factor_cannot_replace_it_with_the_password_alone(
    browser: TestClient, session: Session
) -> None:
    give_password(browser, account(session, *Role).email)
    assert browser.get("/en/account/enrol").url.path == "/en/account/sign-in"


def test_a_wrong_code_keeps_the_same_secret_on_the_page(
    browser: TestClient, session: Session, settings: Settings
) -> None:
    choose_password(browser, invite(session, settings, Role.OFFICER), NEW)
    offer, secret = offer_on(browser.get("/en/account/enrol").text)
    answer = browser.post("/en/account/enrol", data={"offer": offer, "code": "000"})
    assert answer.status_code == 422
    assert offer_on(answer.text)[1] == secret


def test_a_secret_that_was_not_offered_is_never_kept(
    browser: TestClient, session: Session, settings: Settings
) -> None:
    choose_password(browser, invite(session, settings, Role.OFFICER), NEW)
    other = account(session)
    secret = codes.new_secret()
    forged = codes.seal_offer(settings, other, secret)
    sent = {"offer": forged, "code": codes.next_code(secret, 0, now())}
    assert browser.post("/en/account/enrol", data=sent).status_code == 422


def test_an_invited_person_chooses_a_password_scans_and_gets_ten_codes(
    browser: TestClient, session: Session, settings: Settings
) -> None:
    answer = choose_password(browser, invite(session, settings, Role.OFFICER), NEW)
    page = browser.get("/en/account/enrol").text
    shown = re.findall(r">(\w{4}-\w{4}-\w{4})<", enrol(browser))
    gwen = session.exec(select(Account)).one()
    assert answer.headers["location"] == "/en/account/enrol"
    assert 'src="data:image/svg+xml' in page
    assert len(shown) == len(gwen.recovery_codes) == 10
    assert codes.stored_recovery_code(settings, shown[0]) in gwen.recovery_codes
    assert shown[0] not in gwen.model_dump_json()
    assert is_signed_in(browser)


def test_the_code_that_enrolled_does_not_sign_in(
    browser: TestClient, session: Session, settings: Settings
) -> None:
    choose_password(browser, invite(session, settings, Role.OFFICER), NEW)
    enrol(browser)
    gwen = session.exec(select(Account)).one()
    assert gwen.last_step >= codes.step_at(now()) - 1


def test_whoever_left_before_scanning_goes_on_with_the_password(
    browser: TestClient, session: Session, settings: Settings
) -> None:
    choose_password(browser, invite(session, settings, Role.OFFICER), NEW)
    browser.cookies.clear()
    answer = give_password(browser, "gwen@council.example", NEW)
    assert answer.headers["location"] == "/en/account/enrol"


def test_a_recovery_code_needs_the_password_too(browser: TestClient, session: Session) -> None:
    person, drawn = with_recovery_codes(session, Role.OFFICER)
    wrong = give_recovery_code(browser, person.email, drawn[0], "not the password")
    unknown = give_recovery_code(browser, "nobody@council.example", drawn[0])
    assert wrong.status_code == unknown.status_code == 422
    assert give_recovery_code(browser, person.email, "AAAA-BBBB-CCCC").status_code == 422


def test_a_recovery_code_signs_in_and_is_burnt(browser: TestClient, session: Session) -> None:
    person, drawn = with_recovery_codes(session, Role.OFFICER)
    answer = give_recovery_code(browser, person.email, drawn[0].lower())
    session.rollback()
    assert answer.headers["location"] == "/en/account"
    assert is_signed_in(browser)
    assert len(person.recovery_codes) == 9
    assert give_recovery_code(browser, person.email, drawn[0]).status_code == 422


def test_a_recovery_code_works_while_one_has_to_wait_and_ends_the_waiting(
    browser: TestClient, session: Session
) -> None:
    person, drawn = with_recovery_codes(session, Role.OFFICER)
    for _ in range(3):
        give_password(browser, person.email, "wrong")
    assert give_password(browser, person.email).status_code == 429
    assert give_recovery_code(browser, person.email, drawn[3]).status_code == 303
    assert give_password(browser, person.email).status_code == 303


def test_a_disabled_accounts_recovery_code_is_worth_nothing(
    browser: TestClient, session: Session
) -> None:
    person, drawn = with_recovery_codes(session, Role.OFFICER)
    person.disabled = True
    session.commit()
    assert give_recovery_code(browser, person.email, drawn[0]).status_code == 422


def test_a_new_phone_replaces_the_old_one_and_ends_other_sessions(
    browser: TestClient, session: Session
) -> None:
    person = account(session, Role.OFFICER)
    sign_in_fully(browser, session, person)
    refused = browser.post("/en/account/app", data={"password_for_app": "wrong"})
    browser.post("/en/account/app", data={"password_for_app": PASSWORD})
    before = person.sealed_secret
    enrol(browser)
    session.rollback()
    assert refused.status_code == 422
    assert person.sealed_secret != before
    assert len(session.exec(select(AccountSession)).all()) == 1
    assert is_signed_in(browser)


def test_the_way_from_the_password_to_the_code_is_open_for_five_minutes(
    browser: TestClient, session: Session
) -> None:
    give_password(browser, account(session, Role.OFFICER).email)
    assert browser.get("/en/account/code").url.path == "/en/account/code"
    session.rollback()
    session.exec(select(HalfWay)).one().expires -= timedelta(minutes=5)
    session.commit()
    assert browser.get("/en/account/code").url.path == "/en/account/sign-in"
