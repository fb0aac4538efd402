"""The recovery key: two of three cards open the reports, one alone opens nothing."""

import re

import pytest
from httpx2 import Response
from sqlmodel import Session, select
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.incidents.models import KeyHolder, RecoveryShare
from portal.incidents.records import keys, take_in
from portal.incidents.rules import Circle
from portal.incidents.staff.keys import recovery, sharing, vault
from portal.languages.calendar import Calendar
from portal.languages.i18n import today
from portal.sealing import crypto
from portal.store.audit import AuditEntry
from tests.accounts.factories import account, sign_in
from tests.incidents.factories import (
    PASSPHRASE,
    TODAY,
    Person,
    arrange,
    open_vault,
    person,
    report,
    team,
)

PAGE = "/en/staff/cases/recovery"


@pytest.fixture
def people(browser: TestClient, session: Session) -> list[Person]:
    """Keep a team whose council wants a recovery key; the first of them has the vault open."""
    made = team(session)
    arrange(session, recovery_decided=True, recovery_wanted=True)
    open_vault(browser, session, made[0])
    return made


def cards(page: str) -> list[str]:
    return re.findall(r'<bdi class="code"[^>]*>([^<]+)</bdi>', page)


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found
    return found[1]


def confirm(browser: TestClient, page: str, code: str) -> Response:
    sent = {"key": hidden(page, "key"), "checks": hidden(page, "checks"), "code": code}
    return browser.post(f"{PAGE}/confirm", data=sent, follow_redirects=False)


def ceremony(browser: TestClient) -> list[str]:
    page = browser.post(f"{PAGE}/draw").text
    codes = cards(page)
    assert confirm(browser, page, codes[1].lower()).status_code == 303
    return codes


def use(browser: TestClient, one: str, two: str) -> Response:
    return browser.post(f"{PAGE}/use", data={"one": one, "two": two}, follow_redirects=False)


def opens(session: Session, someone: Person) -> int:
    session.rollback()
    return sharing.opens(session, someone.vault.holder)


def all_lose_their_keys(session: Session, people: list[Person]) -> None:
    session.rollback()
    for one in people:
        sharing.leave(session, session.get_one(KeyHolder, one.vault.holder.id), TODAY)
    session.commit()


def with_fresh_key(session: Session, someone: Person) -> Person:
    session.rollback()
    made = vault.new_holder(someone.number, Circle.TEAM, PASSPHRASE, TODAY)
    sharing.join(session, made, TODAY)
    session.commit()
    session.refresh(made.holder)
    return Person(someone.account, made)


def test_without_the_councils_decision_there_is_none(
    browser: TestClient, session: Session, people: list[Person]
) -> None:
    arrange(session, recovery_wanted=False)
    assert "decided against" in browser.get(PAGE).text
    assert browser.post(f"{PAGE}/draw").status_code == 422
    assert session.exec(select(RecoveryShare)).all() == []


def test_only_caseworkers_whose_key_counts_draw_one(
    browser: TestClient, session: Session, people: list[Person]
) -> None:
    waiting = person(session, Role.CASEWORKER)
    waiting.vault.holder.waiting = True
    session.add(waiting.vault.holder)
    open_vault(browser, session, waiting)
    assert browser.post(f"{PAGE}/draw").status_code == 403
    sign_in(browser, session, account(session, Role.ADMINISTRATOR, Role.APPROVER))
    assert browser.get(PAGE).status_code == 403
    assert browser.post(f"{PAGE}/draw").status_code == 403


def test_cards_that_nobody_confirmed_do_not_count(
    browser: TestClient, session: Session, people: list[Person]
) -> None:
    page = browser.post(f"{PAGE}/draw").text
    wrong = confirm(browser, page, crypto.format_code(crypto.new_code()))
    assert wrong.status_code == 422
    assert cards(wrong.text) == []
    session.rollback()
    assert recovery.current(session) is None
    assert len(keys.readers_of(session, Circle.TEAM)) == 2
    browser.post(f"{PAGE}/draw")
    session.rollback()
    drawn = select(KeyHolder).where(KeyHolder.circle == Circle.RECOVERY)
    assert len(session.exec(drawn).all()) == 1


def test_three_codes_are_shown_once_and_kept_nowhere(
    browser: TestClient, session: Session, people: list[Person]
) -> None:
    codes = ceremony(browser)
    assert len({*codes}) == 3
    page = browser.get(PAGE).text
    assert not any(code in page for code in codes)
    session.rollback()
    logged = " ".join(str(one) for one in session.exec(select(AuditEntry.details)))
    assert not any(code in logged for code in codes)


def test_old_and_new_reports_are_sealed_for_a_recovery_key_that_counts(
    browser: TestClient, session: Session, people: list[Person]
) -> None:
    report(session)
    ceremony(browser)
    session.rollback()
    report(session)
    person(session, Role.INDEPENDENT)
    report(session, circle=Circle.INDEPENDENT)
    held = recovery.current(session)
    assert held is not None
    assert sharing.opens(session, held) == 2


def test_one_code_or_wrong_ones_open_nothing(
    browser: TestClient, session: Session, people: list[Person]
) -> None:
    report(session)
    codes = ceremony(browser)
    assert use(browser, codes[0], codes[0]).status_code == 422
    assert use(browser, codes[0], "").status_code == 422
    assert use(browser, codes[0], crypto.new_code()).status_code == 422
    session.rollback()
    assert "recovery.failed" in session.exec(select(AuditEntry.action)).all()


@pytest.mark.parametrize(("one", "two"), [(0, 1), (2, 0), (1, 2)])
def test_any_two_codes_give_the_present_team_every_report_after_all_keys_are_lost(
    browser: TestClient, session: Session, people: list[Person], one: int, two: int
) -> None:
    kept = report(session)
    codes = ceremony(browser)
    all_lose_their_keys(session, people)
    first, second = (with_fresh_key(session, someone) for someone in people)
    assert opens(session, first) == 0
    open_vault(browser, session, second)
    typed = codes[one].replace("-", " ").lower(), codes[two]
    assert use(browser, *typed).status_code == 303
    assert opens(session, first) == 1
    assert opens(session, second) == 1
    assert second.vault.report_private(session, kept) is not None
    assert "recovery.used" in session.exec(select(AuditEntry.action)).all()


def test_new_cards_make_the_earlier_ones_worthless(
    browser: TestClient, session: Session, people: list[Person]
) -> None:
    report(session)
    earlier, later = ceremony(browser), ceremony(browser)
    assert use(browser, earlier[0], earlier[1]).status_code == 422
    assert use(browser, later[0], later[1]).status_code == 303


def test_a_recovery_key_and_one_holder_are_enough_to_take_reports_in(
    browser: TestClient, session: Session, people: list[Person]
) -> None:
    ceremony(browser)
    session.rollback()
    sharing.leave(session, session.get_one(KeyHolder, people[1].vault.holder.id), TODAY)
    session.commit()
    assert take_in.why_closed(session, today(), Calendar()) is None


def test_a_share_moved_to_another_pair_does_not_open(
    browser: TestClient, session: Session, people: list[Person]
) -> None:
    codes = [crypto.parse_code(shown) or "" for shown in ceremony(browser)]
    session.rollback()
    share = session.exec(select(RecoveryShare).where(RecoveryShare.pair == "1-2")).one()
    share.pair = "9-9"
    session.commit()
    assert recovery.opened(session, codes[0], codes[1]) is None
    assert recovery.opened(session, codes[2], codes[1]) is not None


def test_no_new_cards_are_made_while_only_the_earlier_ones_open_some_reports(
    browser: TestClient, session: Session, people: list[Person]
) -> None:
    report(session)
    codes = ceremony(browser)
    all_lose_their_keys(session, people)
    fresh = with_fresh_key(session, people[0])
    open_vault(browser, session, fresh)
    refused = browser.post("/en/staff/cases/recovery/draw")
    assert refused.status_code == 422
    assert "can be opened with this key alone" in refused.text
    assert use(browser, codes[0], codes[1]).status_code == 303
    assert opens(session, fresh) == 1
    refused = browser.post("/en/staff/cases/recovery/draw")
    assert refused.status_code == 422
    assert "nobody but you could open some reports" in refused.text
    second = with_fresh_key(session, people[1])
    sharing.give(session, fresh.vault, second.vault.holder)
    session.commit()
    assert browser.post("/en/staff/cases/recovery/draw").status_code == 200
