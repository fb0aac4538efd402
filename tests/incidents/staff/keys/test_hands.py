"""Nobody is the second person of themselves: whom one made or reset counts as oneself for weeks."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, select
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.incidents.case_models import ContactRequest
from portal.incidents.models import KeyHolder
from portal.incidents.rules import Circle
from portal.incidents.staff.cases import conflicts
from portal.incidents.staff.keys import hands
from portal.incidents.staff.sharing import contacts
from portal.store import audit
from portal.store.audit import AuditEntry
from portal.store.db import now
from tests.accounts.factories import account, sign_in
from tests.incidents.factories import (
    TODAY,
    Person,
    approvers,
    open_vault,
    person,
    report,
    team,
)
from tests.walking import versioned

CONFIRMED = {"confirmed": "yes"}
WHY = "She lives next door to the family."
GAVE = {"before": {"roles": []}, "after": {"roles": ["caseworker", "approver", "independent"]}}
ACTS: list[tuple[str, dict[str, Any]]] = [
    ("account.invited", {}),
    ("account.enabled", {}),
    ("account.password_reset", {}),
    ("account.second_factor_reset", {}),
    ("account.changed", GAVE),
]


def did(session: Session, one: Person, action: str, to: Person, **details: Any) -> None:
    """Note in the log what one account did to another."""
    session.commit()
    audit.record(session, one.number, action, to.account.email, **details)
    session.commit()


def end(browser: TestClient, of: Person) -> int:
    address = f"/en/staff/cases/team/{of.vault.holder.id}/end"
    return browser.post(address, data=CONFIRMED, follow_redirects=False).status_code


def ended(session: Session, someone: Person) -> bool:
    session.rollback()
    return session.get_one(KeyHolder, someone.vault.holder.id).retired is not None


@pytest.mark.parametrize(("action", "details"), ACTS)
def test_nobody_is_left_alone_with_an_account_they_made_or_reset(
    browser: TestClient, session: Session, action: str, details: dict[str, Any]
) -> None:
    first, second, made = team(session, 3)
    report(session)
    did(session, first, action, made, **details)
    open_vault(browser, session, first)
    assert end(browser, second) == 422
    assert not ended(session, second)


@pytest.mark.parametrize(("action", "details"), ACTS)
def test_nor_with_the_account_that_made_or_reset_theirs(
    browser: TestClient, session: Session, action: str, details: dict[str, Any]
) -> None:
    first, second, maker = team(session, 3)
    report(session)
    did(session, maker, action, first, **details)
    open_vault(browser, session, first)
    assert end(browser, second) == 422
    assert not ended(session, second)


def test_who_was_let_in_by_somebody_else_or_weeks_ago_is_a_colleague(
    browser: TestClient, session: Session
) -> None:
    first, second, other = team(session, 3)
    report(session)
    did(session, second, "account.invited", other)
    did(
        session, first, "account.changed", other, before={"roles": []}, after={"roles": ["officer"]}
    )
    assert hands.of(session, first.number) == {first.number}
    did(session, first, "account.invited", other)
    assert hands.of(session, first.number) == {first.number, other.number}
    session.exec(select(AuditEntry).order_by("id")).all()[-1].at = now() - timedelta(days=29)
    session.commit()
    assert hands.is_second(session, first.number, other.number)
    open_vault(browser, session, first)
    assert end(browser, second) == 303


def test_all_others_are_not_kept_from_a_case_but_an_account_that_was_made_for_it(
    browser: TestClient, session: Session
) -> None:
    first, second, made = team(session, 3)
    kept = report(session)
    did(session, first, "account.invited", made)
    open_vault(browser, session, first)
    sent = {"account": str(second.number), "reason": WHY, "other": "yes"}
    refused = browser.post(f"/en/staff/cases/{kept.reference}/conflict", data=sent)
    assert refused.status_code == 422
    assert "does not count as somebody else" in refused.text
    assert WHY in refused.text
    session.rollback()
    assert conflicts.blocked(session, kept.id) == frozenset()


def test_whoever_has_a_conflict_steps_back_although_they_made_the_others(
    browser: TestClient, session: Session
) -> None:
    first, second = team(session)
    kept = report(session)
    did(session, first, "account.invited", second)
    open_vault(browser, session, first)
    sent = {"reason": "My brother.", "own": "yes"}
    address = f"/en/staff/cases/{kept.reference}/conflict"
    assert browser.post(address, data=sent, follow_redirects=False).status_code == 303
    session.rollback()
    assert conflicts.blocked(session, kept.id) == {first.number}


def test_a_merger_does_not_leave_a_case_with_accounts_of_one_person(
    browser: TestClient, session: Session
) -> None:
    first, second, made = team(session, 3)
    one, other = report(session), report(session, "The other one.")
    conflicts.block(session, other, second.number, WHY, by=second.number)
    did(session, first, "account.invited", made)
    open_vault(browser, session, first)
    page = f"/en/staff/cases/{one.reference}/merge"
    sent = {"into": other.reference, "reason": WHY, "_version": str(one.version)}
    session.commit()
    refused = browser.post(page, data=sent)
    assert refused.status_code == 422
    assert "does not count as somebody else" in refused.text


@pytest.mark.parametrize("role", [Role.INDEPENDENT, Role.CASEWORKER, Role.APPROVER])
def test_the_last_key_of_a_circle_goes_with_no_role_though_nothing_is_sealed_to_it_yet(
    browser: TestClient, session: Session, role: Role
) -> None:
    last, boss = person(session, role), account(session, Role.ADMINISTRATOR)
    sign_in(browser, session, boss)
    page = f"/en/staff/accounts/{last.number}"
    changed = {"name": "Last", "roles": ["officer"], **CONFIRMED}
    refused = browser.post(page, data=versioned(browser, page) | changed)
    assert refused.status_code == 422
    assert "only its holder ends this one" in refused.text
    assert not ended(session, last)


def test_nor_while_the_only_other_one_was_made_by_the_same_administrator(
    browser: TestClient, session: Session
) -> None:
    team(session)
    real, made = person(session, Role.INDEPENDENT), person(session, Role.INDEPENDENT)
    report(session, circle=Circle.INDEPENDENT)
    boss = person(session, Role.ANALYST, Role.ADMINISTRATOR)
    did(session, boss, "account.invited", made)
    sign_in(browser, session, boss.account)
    page = f"/en/staff/accounts/{real.number}"
    changed = {"name": "Real", "roles": ["officer"], **CONFIRMED}
    assert browser.post(page, data=versioned(browser, page) | changed).status_code == 422
    assert not ended(session, real)
    stopped = browser.post(f"{page}/disable", data=versioned(browser, page) | CONFIRMED)
    assert stopped.status_code == 200
    session.rollback()
    assert session.get_one(KeyHolder, real.vault.holder.id).resting_since


def test_its_holder_ends_the_last_key_of_a_circle_while_nothing_is_sealed_to_it(
    browser: TestClient, session: Session
) -> None:
    last = person(session, Role.INDEPENDENT)
    open_vault(browser, session, last)
    assert browser.post("/en/staff/vault/end", data=CONFIRMED).status_code == 200
    assert ended(session, last)


@pytest.mark.parametrize(("action", "details"), ACTS)
def test_an_approver_decides_nothing_that_an_account_asks_for_which_they_made_or_reset(
    browser: TestClient, session: Session, action: str, details: dict[str, Any]
) -> None:
    asker, *_ = team(session)
    (approver,) = approvers(session)
    kept = report(session, contact={"telephone": "01632 960123"})
    private = asker.vault.report_private(session, kept) or b""
    assert contacts.ask(session, kept, private, WHY, asker.number, TODAY)
    did(session, approver, action, asker, **details)
    wanted = session.exec(select(ContactRequest)).one()
    open_vault(browser, session, approver)
    sent = {"answer": "allow", "reason": "It is safe."}
    refused = browser.post(f"/en/staff/contacts/{wanted.id}", data=sent)
    assert refused.status_code == 422
    assert "Another approver has to decide." in refused.text
    session.refresh(wanted)
    assert wanted.granted is None
