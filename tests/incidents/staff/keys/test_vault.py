"""One's own key: how it is made, opened and closed, and that nothing else opens it."""

from datetime import timedelta

import pytest
from httpx2 import Response
from sqlmodel import Session, select
from starlette.testclient import TestClient

from portal.accounts.models import Account, FailedSignIns, Role
from portal.accounts.signing_in import passwords
from portal.incidents.models import (
    IncidentArrangements,
    KeyHolder,
    OpenedVault,
    TeamKey,
    TeamKeyCopy,
)
from portal.incidents.records import keys
from portal.incidents.rules import Circle, TeamKeyPurpose
from portal.incidents.staff.keys import vault
from portal.languages.i18n import today
from portal.sealing import boxes
from portal.store.audit import AuditEntry
from portal.store.db import now
from portal.web.security import SESSION_COOKIE, cookie_name
from tests.accounts.factories import account, sign_in
from tests.incidents.factories import PASSPHRASE, open_vault, person, report, team

pytestmark = pytest.mark.both

VAULT = "/en/staff/vault"
CHOSEN = {"passphrase": PASSPHRASE, "again": PASSPHRASE}


def make_key(browser: TestClient, **changes: str) -> Response:
    return browser.post(f"{VAULT}/new", data=CHOSEN | changes, follow_redirects=False)


def open_key(browser: TestClient, passphrase: str = PASSPHRASE, next_: str = "") -> Response:
    sent = {"passphrase": passphrase, "next": next_}
    return browser.post(VAULT, data=sent, follow_redirects=False)


def holders(session: Session) -> list[KeyHolder]:
    session.rollback()
    return list(session.exec(select(KeyHolder).order_by("id")))


def actions(session: Session) -> list[str]:
    session.rollback()
    return list(session.exec(select(AuditEntry.action).order_by("id")))


@pytest.fixture
def caseworker(browser: TestClient, session: Session) -> Account:
    """Sign a caseworker in who has no key yet."""
    made = account(session, Role.CASEWORKER)
    sign_in(browser, session, made)
    return made


def test_an_officer_makes_no_key(browser: TestClient, session: Session) -> None:
    sign_in(browser, session, account(session, Role.OFFICER, Role.ADMINISTRATOR, Role.AUDITOR))
    assert browser.get(VAULT).status_code == 403
    assert make_key(browser).status_code == 403
    assert holders(session) == []


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"passphrase": "", "again": ""}, "at least 20 characters"),
        ({"passphrase": "nineteen letters ok", "again": ""}, "at least 20 characters"),
        ({"passphrase": "x" * 20, "again": "x" * 20}, "easy to guess"),
        (
            {"passphrase": "once upon a time in a land far away"},
            "Too much of this is easy to guess",
        ),
        ({"passphrase": "cardiff 2026 swansea 1999"}, "Too much of this is easy to guess"),
        ({"again": PASSPHRASE + "!"}, "not the same"),
    ],
)
def test_a_weak_passphrase_makes_no_key(
    browser: TestClient, session: Session, caseworker: Account, sent: dict[str, str], said: str
) -> None:
    answer = make_key(browser, **sent)
    assert answer.status_code == 422
    assert said in answer.text
    assert PASSPHRASE not in answer.text
    assert holders(session) == []


def test_the_password_is_no_passphrase_however_strong_it_is(
    browser: TestClient, session: Session
) -> None:
    hashed = passwords.hashed(PASSPHRASE)
    sign_in(browser, session, account(session, Role.CASEWORKER, password_hash=hashed))
    answer = make_key(browser)
    assert answer.status_code == 422
    assert "This is your password" in answer.text
    assert PASSPHRASE not in answer.text
    assert holders(session) == []


def test_whoever_holds_several_roles_says_what_the_key_is_for(
    browser: TestClient, session: Session
) -> None:
    sign_in(browser, session, account(session, Role.CASEWORKER, Role.APPROVER))
    assert make_key(browser).status_code == 422
    assert make_key(browser, circle="independent").status_code == 422
    assert make_key(browser, circle="approver").status_code == 303
    assert [one.circle for one in holders(session)] == [Circle.APPROVER]


def test_the_first_key_of_the_team_counts_and_makes_what_the_team_shares(
    browser: TestClient, session: Session, caseworker: Account
) -> None:
    assert make_key(browser).status_code == 303
    (holder,) = holders(session)
    assert (holder.circle, holder.waiting, holder.since) == (Circle.TEAM, False, today())
    assert {one.purpose.value for one in session.exec(select(TeamKey))} == {"statistics", "linking"}
    assert session.get_one(IncidentArrangements, 1).queue_opened == today()
    assert "Close my key" in browser.get(VAULT).text
    assert actions(session) == ["vault.created"]


def test_a_second_key_waits_and_makes_nothing_anew(browser: TestClient, session: Session) -> None:
    people = team(session, 1)
    before = keys.team_key(session, TeamKeyPurpose.LINKING)
    newcomer = account(session, Role.CASEWORKER)
    sign_in(browser, session, newcomer)
    make_key(browser)
    session.rollback()
    made = keys.of_account(session, newcomer.id or 0)
    assert made is not None
    assert made.waiting
    assert keys.team_key(session, TeamKeyPurpose.LINKING) == before
    copies = {one.holder_id for one in session.exec(select(TeamKeyCopy))}
    assert copies == {people[0].vault.holder.id}
    assert "opens nothing yet" in browser.get(VAULT).text
    sign_in(browser, session, people[0].account)
    assert "1 colleague waits to be let in." in browser.get(VAULT).text


def test_nobody_has_two_keys(browser: TestClient, session: Session, caseworker: Account) -> None:
    make_key(browser)
    assert make_key(browser).status_code == 303
    assert len(holders(session)) == 1


def test_a_wrong_passphrase_opens_nothing_and_is_logged(
    browser: TestClient, session: Session
) -> None:
    someone = team(session)[0]
    sign_in(browser, session, someone.account)
    answer = open_key(browser, "ten loud herons over sand")
    assert answer.status_code == 422
    assert "not the passphrase" in answer.text
    assert session.exec(select(OpenedVault)).all() == []
    assert actions(session)[-1] == "vault.failed"


def test_whoever_guesses_waits_and_the_right_passphrase_waits_too(
    browser: TestClient, session: Session
) -> None:
    someone = team(session)[0]
    sign_in(browser, session, someone.account)
    assert [open_key(browser, "wrong").status_code for _ in range(3)] == [422, 422, 422]
    assert open_key(browser).status_code == 429
    assert actions(session) == ["vault.failed"] * 3
    assert session.exec(select(OpenedVault)).all() == []
    session.rollback()
    for failed in session.exec(select(FailedSignIns)):
        failed.until = now() - timedelta(seconds=1)
    session.commit()
    assert open_key(browser).status_code == 303
    assert session.exec(select(FailedSignIns)).all() == []


def test_the_right_passphrase_opens_the_key_and_leads_on_to_own_pages_only(
    browser: TestClient, session: Session
) -> None:
    someone = team(session)[0]
    sign_in(browser, session, someone.account)
    led = open_key(browser, next_="/en/staff/cases/team").headers["location"]
    assert led == "/en/staff/cases/team"
    astray = open_key(browser, next_="//evil.example/en").headers["location"]
    assert astray == VAULT
    assert actions(session)[-1] == "vault.opened"


def test_opening_a_key_of_the_team_says_that_somebody_looked(
    browser: TestClient, session: Session
) -> None:
    someone = team(session)[0]
    row = session.get_one(IncidentArrangements, 1)
    row.queue_opened = today() - timedelta(days=30)
    session.commit()
    sign_in(browser, session, someone.account)
    open_key(browser)
    session.rollback()
    assert session.get_one(IncidentArrangements, 1).queue_opened == today()


def test_an_opened_key_is_closed_by_its_holder_and_by_signing_out(
    browser: TestClient, session: Session
) -> None:
    someone = team(session)[0]
    open_vault(browser, session, someone)
    browser.post(f"{VAULT}/close")
    session.rollback()
    assert session.exec(select(OpenedVault)).all() == []
    open_vault(browser, session, someone)
    browser.post("/en/account/sign-out")
    session.rollback()
    assert session.exec(select(OpenedVault)).all() == []


def test_a_copy_of_the_database_opens_no_key(browser: TestClient, session: Session) -> None:
    someone = team(session)[0]
    sign_in(browser, session, someone.account)
    open_key(browser)
    session.rollback()
    (opened,) = session.exec(select(OpenedVault)).all()
    token = browser.cookies.get(cookie_name(SESSION_COOKIE, https=True), domain="voices.example")
    secrets = [
        someone.vault.private,
        boxes.public_of(someone.vault.private),
        (token or "").encode(),
    ]
    assert token
    assert not any(secret in opened.sealed_private for secret in secrets)
    assert opened.session_id != token


def test_a_key_opened_by_one_is_no_use_to_another(browser: TestClient, session: Session) -> None:
    first, second = team(session)
    open_vault(browser, session, first)
    session.rollback()
    (opened,) = session.exec(select(OpenedVault)).all()
    name = sign_in(browser, session, second.account)
    session.add(
        OpenedVault(
            session_id=name,
            holder_id=second.vault.holder.id,
            sealed_private=opened.sealed_private,
            day=opened.day,
        )
    )
    session.commit()
    assert "Open my key" in browser.get(VAULT).text


def test_a_forgotten_passphrase_ends_the_key_once_that_is_confirmed(
    browser: TestClient, session: Session
) -> None:
    someone = team(session)[0]
    kept = report(session)
    sign_in(browser, session, someone.account)
    asked = browser.post(f"{VAULT}/end")
    assert "only one member of the case team" in asked.text
    assert keys.of_account(session, someone.number) is not None
    browser.post(f"{VAULT}/end", data={"confirmed": "yes"})
    session.rollback()
    assert keys.of_account(session, someone.number) is None
    assert keys.report_private(session, kept, someone.vault.holder, someone.vault.private) is None
    make_key(browser, passphrase=PASSPHRASE + "s", again=PASSPHRASE + "s")
    session.rollback()
    made = keys.of_account(session, someone.number)
    assert made is not None
    assert made.waiting


def test_a_passphrase_is_the_same_however_its_letters_are_composed(session: Session) -> None:
    opened = vault.new_holder(1, Circle.TEAM, "café beside the old canal", today())
    decomposed = "cafe\u0301 beside the old canal"
    again = vault.unlock(opened.holder, decomposed)
    assert again is not None
    assert again.private == opened.private


def test_the_demonstrations_passphrase_is_shown_nowhere_else(
    browser: TestClient, session: Session
) -> None:
    sign_in(browser, session, person(session, Role.CASEWORKER).account)
    assert "demonstration" not in browser.get(VAULT).text


NEW = "marmot tulip rivet gallon plinth"


def change(browser: TestClient, **changes: str) -> Response:
    sent = {"now": PASSPHRASE, "passphrase": NEW, "again": NEW} | changes
    return browser.post(f"{VAULT}/passphrase", data=sent, follow_redirects=False)


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"now": "nine quiet herons over sand"}, "not the passphrase of your key"),
        ({"now": NEW}, "not the passphrase of your key"),
        ({"passphrase": "short", "again": "short"}, "at least 20 characters"),
        ({"again": NEW + "!"}, "not the same"),
    ],
)
def test_a_passphrase_is_changed_neither_without_the_present_one_nor_to_a_weak_one(
    browser: TestClient, session: Session, sent: dict[str, str], said: str
) -> None:
    someone, _ = team(session)
    open_vault(browser, session, someone)
    answer = change(browser, **sent)
    assert answer.status_code == 422
    assert said in answer.text
    session.rollback()
    holder = session.get_one(KeyHolder, someone.vault.holder.id)
    assert vault.unlock(holder, PASSPHRASE)
    assert vault.unlock(holder, NEW) is None


def test_another_passphrase_opens_the_same_key_and_the_one_before_does_not(
    browser: TestClient, session: Session
) -> None:
    someone, _ = team(session)
    kept = report(session)
    open_vault(browser, session, someone)
    assert change(browser).headers["location"] == f"{VAULT}?changed=yes"
    assert actions(session)[-1] == "vault.passphrase_changed"
    holder = session.get_one(KeyHolder, someone.vault.holder.id)
    assert vault.unlock(holder, PASSPHRASE) is None
    opened = vault.unlock(holder, NEW)
    assert opened
    assert opened.report_private(session, kept)
