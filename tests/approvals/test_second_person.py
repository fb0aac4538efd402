"""Nobody agrees with themselves, nor has somebody agree whom they could have made up."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.accounts import commands
from portal.accounts.models import Account, Role
from portal.approvals import staff as approvals
from portal.approvals.queries import lately_acted, tied_to
from portal.approvals.rules import (
    LATELY,
    Act,
    Agreement,
    Outcome,
    Tie,
    may_agree,
    outcome,
    tied,
)
from portal.features import FEATURES
from portal.languages.i18n import calendar
from portal.settings import Settings
from portal.store import audit
from portal.store.db import now
from tests.accounts.factories import account, sign_in
from tests.walking import versioned

ROLES = frozenset({Role.APPROVER.value})
ASKED = datetime(2026, 11, 2, 9, tzinfo=UTC)


@pytest.mark.parametrize("tie", list(Tie))
def test_nobody_agrees_whom_the_first_let_in_gave_the_role_to_or_reset(tie: Tie) -> None:
    assert not may_agree(1, 2, tie)


def test_nobody_agrees_with_themselves() -> None:
    assert not may_agree(1, 1)
    assert may_agree(1, 2)


@pytest.mark.parametrize(
    ("before", "after", "is_tied"),
    [
        (["officer"], ["officer", "approver"], True),
        ([], ["approver"], True),
        (["approver"], ["approver"], False),
        (["approver"], ["approver", "officer"], False),
        (["approver"], [], False),
    ],
)
def test_only_who_was_given_the_role_is_tied_by_a_change(
    before: list[str], after: list[str], is_tied: bool
) -> None:
    act = Act(
        "account.changed",
        "a@b.example",
        {"before": {"roles": before}} | {"after": {"roles": after}},
    )
    assert tied([act], ROLES) == ({"a@b.example": Tie.GAVE_ROLE} if is_tied else {})


@pytest.mark.parametrize(
    ("agreement", "able", "days", "expected"),
    [
        (Agreement(ROLES), 1, 99, Outcome.NEEDS_SECOND),
        (Agreement(ROLES), 0, 99, Outcome.REFUSED),
        (Agreement(ROLES, 7), 0, 6, Outcome.WAITS),
        (Agreement(ROLES, 7), 0, 7, Outcome.COUNTS_ALONE),
        (Agreement(ROLES, 7), 1, 7, Outcome.NEEDS_SECOND),
        (Agreement(ROLES, 0), 0, 0, Outcome.COUNTS_ALONE),
        (Agreement(ROLES, 0), 2, 0, Outcome.NEEDS_SECOND),
    ],
)
def test_where_there_is_no_second_person_what_then_happens_was_said_before(
    agreement: Agreement, able: int, days: int, expected: Outcome
) -> None:
    assert outcome(agreement, able, ASKED, ASKED + timedelta(days=days)) is expected


def test_the_log_knows_whom_somebody_let_in_gave_the_role_to_or_reset(
    browser: TestClient, session: Session, settings: Settings
) -> None:
    first, other = account(session, Role.ADMINISTRATOR), account(session, Role.ADMINISTRATOR)
    reset, raised, theirs = (account(session, Role.OFFICER) for _ in range(3))
    sign_in(browser, session, first)
    sent = {"name": raised.name, "roles": ["officer", "approver"]}
    page = f"/en/staff/accounts/{raised.id}"
    assert browser.post(page, data=versioned(browser, page) | sent).status_code == 200
    _reset(session, reset, by=first)
    _reset(session, theirs, by=other)
    for inviting, email in ((first, "new@council.example"), (other, "else@council.example")):
        roles = [Role.APPROVER]
        commands.create(session, settings, email, "Somebody New", roles, actor=inviting.id or 0)
    assert tied_to(session, first.id or 0, ROLES, now()) == {
        raised.email: Tie.GAVE_ROLE,
        reset.email: Tie.RESET,
        "new@council.example": Tie.LET_IN,
    }
    assert tied_to(session, first.id or 0, ROLES, now() + LATELY + timedelta(seconds=1)) == {}


def test_a_feature_says_in_which_other_ways_it_lets_somebody_in(session: Session) -> None:
    audit.record(session, 1, "keys.granted", "b@council.example", circle="approver")
    assert tied_to(session, 1, ROLES, now()) == {}
    assert tied_to(session, 1, ROLES, now(), "keys.granted") == {"b@council.example": Tie.LET_IN}


def _reset(session: Session, asked: Account, *, by: Account) -> None:
    session.commit()  # a transaction that has read something may not write on SQLite
    commands.reset_password(FEATURES, session, asked, by.id or 0)
    session.commit()


@pytest.mark.both
def test_nobody_is_alone_beside_anybody_else_who_could_ever_agree(session: Session) -> None:
    first = account(session, Role.OFFICER)
    for role, changes in (
        (Role.CASEWORKER, {}),
        (Role.OFFICER, {"disabled": True}),
        (Role.OFFICER, {"sealed_secret": "", "password_hash": ""}),
    ):
        account(session, role, **changes)
    assert approvals.is_alone(session, first)
    let_in = account(session, Role.OFFICER)
    audit.record(session, first.id or 0, "account.invited", let_in.email, roles=let_in.roles)
    session.commit()
    assert not approvals.is_alone(session, first)


LOST = {"before": {"roles": ["officer"]}, "after": {"roles": ["analyst"]}}
GAINED = {"before": {"roles": ["analyst"]}, "after": {"roles": ["caseworker"]}}


@pytest.mark.both
@pytest.mark.parametrize(
    ("role", "changes", "action", "details"),
    [
        (Role.OFFICER, {"disabled": True}, "account.disabled", {}),
        (Role.ADMINISTRATOR, {"disabled": True}, "account.disabled", {}),
        (Role.ANALYST, {}, "account.changed", LOST),
        (Role.ANALYST, {"disabled": True}, "account.changed", LOST),
        (Role.OFFICER, {"password_hash": ""}, "account.password_reset", {}),
        (Role.OFFICER, {"sealed_secret": ""}, "account.second_factor_reset", {}),
    ],
)
def test_who_kept_all_others_out_is_not_alone_for_four_weeks(
    session: Session, role: Role, changes: dict[str, Any], action: str, details: dict[str, Any]
) -> None:
    first, other = account(session, Role.OFFICER), account(session, role, **changes)
    audit.record(session, first.id or 0, action, other.email, **details)
    session.commit()
    assert not approvals.is_alone(session, first)
    assert lately_acted(session, approvals.ROLES, now() + LATELY + timedelta(seconds=1)) == {}


@pytest.mark.parametrize(
    ("role", "changes", "action", "details"),
    [
        (Role.CASEWORKER, {"disabled": True}, "account.disabled", {}),
        (Role.CASEWORKER, {}, "account.changed", GAINED),
        (Role.OFFICER, {"disabled": True}, "account.sessions_ended", {}),
    ],
)
def test_who_could_not_agree_before_does_not_count_when_they_are_kept_out(
    session: Session, role: Role, changes: dict[str, Any], action: str, details: dict[str, Any]
) -> None:
    first, other = account(session, Role.OFFICER), account(session, role, **changes)
    audit.record(session, first.id or 0, action, other.email, **details)
    audit.record(session, first.id or 0, "account.disabled", first.email)
    session.commit()
    assert approvals.is_alone(session, first)


@pytest.mark.both
def test_who_is_a_second_person_is_listed_and_who_from_which_whole_day(session: Session) -> None:
    first, tied_one, free = (account(session, Role.OFFICER) for _ in range(3))
    account(session, Role.CASEWORKER)
    audit.record(session, first.id or 0, "account.password_reset", tied_one.email)
    session.commit()
    since = {one.account.id: one.since for one in approvals.seconds(session, [first.id])}
    day = calendar().day(now() + LATELY + timedelta(days=1))
    assert (since.pop(tied_one.id), since.pop(free.id)) == (day, None)
    assert first.id not in since
    assert approvals.seconds(session, [first.id, None]) == []
