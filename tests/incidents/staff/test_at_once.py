"""What two people do to a case at the same moment: one waits, and neither undoes the other's."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select
from starlette.testclient import TestClient

from portal.accounts import commands, departures
from portal.accounts import queries as accounts
from portal.accounts.models import Account, Role
from portal.features import FEATURES, JOBS
from portal.incidents.case_models import ContactRequest
from portal.incidents.models import Report, ReportKey
from portal.incidents.records import keys, merging, pieces, withdrawing
from portal.incidents.records.pieces import Item
from portal.incidents.rules import State
from portal.incidents.staff import queries
from portal.incidents.staff.cases import conflicts
from portal.incidents.staff.keys import sharing
from portal.settings import Settings
from portal.store import audit, jobs
from portal.store.db import begin
from tests.accounts.factories import account, sign_in
from tests.incidents import agencies
from tests.incidents.factories import (
    PASSPHRASE,
    TODAY,
    Person,
    approvers,
    open_vault,
    report,
    team,
)

pytestmark = pytest.mark.both

WHY = "She lives next door to the family."
LATE = datetime(2030, 1, 1, tzinfo=UTC)
# On SQLite somebody waits before it is looked who they are, and elsewhere after it.
LEFT_OUT = 403
Meanwhile = Callable[[Callable[[], Any]], Future[Any]]


@pytest.fixture
def meanwhile() -> Iterator[Meanwhile]:
    """Have somebody else begin something, and get as far as they can."""
    with ThreadPoolExecutor(1) as pool:

        def begun(act: Callable[[], Any]) -> Future[Any]:
            future = pool.submit(act)
            time.sleep(0.5)
            return future

        yield begun


def hold(session: Session, kept: Report) -> Report:
    """Begin to change a case, as every page about one does."""
    reference = kept.reference
    session.commit()
    begin(session, writes=True)
    found = queries.for_change(session, reference)
    assert found
    return found


def begin_with_keys(session: Session) -> None:
    """Begin to change who holds keys."""
    session.commit()
    begin(session, writes=True)
    sharing.alone(session)


def post(browser: TestClient, path: str, **form: Any) -> Callable[[], int]:
    def send() -> int:
        return browser.post(f"/en/staff/{path}", data=form, follow_redirects=False).status_code

    return send


def test_a_key_is_opened_while_its_owner_is_kept_from_signing_in(
    browser: TestClient, session: Session, meanwhile: Meanwhile
) -> None:
    one, _ = team(session)
    sign_in(browser, session, one.account)
    begin_with_keys(session)
    opened = meanwhile(post(browser, "vault", passphrase=PASSPHRASE))
    departures.follow(FEATURES, session, departures.kept_out(one.account), "somebody")
    accounts.end_sessions(session, one.account)
    session.commit()
    assert opened.result() in (303, LEFT_OUT)
    session.refresh(one.vault.holder)
    assert one.vault.holder.resting_since


def take_role(session: Session, someone: Account) -> None:
    someone.roles = [Role.OFFICER.value]
    session.add(someone)


def reset(session: Session, someone: Account) -> None:
    commands.reset_password(FEATURES, session, someone, "somebody")


@pytest.mark.parametrize("how", [take_role, reset])
def test_a_key_is_made_while_its_account_loses_the_role_or_is_reset(
    browser: TestClient,
    session: Session,
    meanwhile: Meanwhile,
    how: Callable[[Session, Account], None],
) -> None:
    outside = account(session, Role.INDEPENDENT)
    sign_in(browser, session, outside)
    begin_with_keys(session)
    made = meanwhile(post(browser, "vault/new", passphrase=PASSPHRASE, again=PASSPHRASE))
    how(session, outside)
    session.commit()
    assert made.result() in (303, LEFT_OUT)
    assert keys.of_account(session, outside.id or 0) is None


def test_a_colleague_is_let_in_while_the_key_of_the_giver_comes_to_rest(
    browser: TestClient, session: Session, meanwhile: Meanwhile
) -> None:
    one, other = team(session)
    other.vault.holder.waiting = True
    session.add(other.vault.holder)
    open_vault(browser, session, one)
    begin_with_keys(session)
    given = meanwhile(post(browser, f"cases/team/{other.vault.holder.id}/give"))
    keys.rest(session, one.vault.holder, TODAY)
    session.commit()
    given.result()
    session.refresh(other.vault.holder)
    assert other.vault.holder.waiting


def test_an_approver_decides_while_the_reporter_withdraws(
    browser: TestClient, session: Session, meanwhile: Meanwhile
) -> None:
    one, _ = team(session)
    approver = approvers(session)[0]
    kept = report(session, contact={"telephone": "01632 960123"})
    open_vault(browser, session, one)
    browser.post(f"/en/staff/cases/{kept.reference}/contact", data={"reason": WHY})
    session.rollback()
    number = session.exec(select(ContactRequest.id)).one()
    open_vault(browser, session, approver)
    held = hold(session, kept)
    decided = meanwhile(post(browser, f"contacts/{number}", answer="allow", reason=WHY))
    withdrawing.withdraw(session, held, b"", TODAY)
    session.commit()
    assert decided.result() == 422


def test_an_agency_declines_while_somebody_writes_into_the_case(
    browser: TestClient, session: Session, meanwhile: Meanwhile
) -> None:
    one, _ = team(session)
    support = agencies.agency(session)
    reader = agencies.partner(session, support)
    kept = agencies.report(session, "support")
    open_vault(browser, session, one)
    agencies.refer(browser, kept, support, "area")
    number = agencies.referral(session).id
    open_vault(browser, session, reader)
    held = hold(session, kept)
    declined = meanwhile(post(browser, f"referrals/{number}", answer="decline", reason=WHY))
    pieces.add(session, held, Item.NOTE, {"text": "A note."})
    session.commit()
    assert declined.result() == 303
    assert agencies.referral(session).state == "declined"


def test_reports_are_taken_out_of_a_flood_while_somebody_works_on_one(
    browser: TestClient, session: Session, meanwhile: Meanwhile
) -> None:
    one, _ = team(session)
    first, second = sorted((report(session, held=True) for _ in range(2)), key=_reference)
    both = [first.reference, second.reference]
    open_vault(browser, session, one)
    held = hold(session, second)
    taken = meanwhile(post(browser, "cases/held", reference=both))
    audit.record(session, one.number, "case.opened", held.reference)
    session.commit()
    assert taken.result() == 303
    assert not any(one.held for one in session.exec(select(Report)))


def test_somebody_is_kept_from_merged_cases_while_one_of_them_is_worked_on(
    browser: TestClient, session: Session, meanwhile: Meanwhile
) -> None:
    one, other, _ = team(session, 3)
    kept, joined = report(session), report(session)
    merging.merge(session, joined, kept, reason="The same.", by=one.number, day=TODAY)
    form = {"account": str(other.number), "reason": WHY}
    open_vault(browser, session, one)
    path = f"cases/{kept.reference}/conflict"
    number = joined.id
    held = hold(session, joined)
    blocked = meanwhile(post(browser, path, **form))
    audit.record(session, one.number, "case.opened", held.reference)
    session.commit()
    assert blocked.result() == 303
    assert conflicts.blocked(session, number) == {other.number}


def test_whoever_is_given_all_cases_is_not_given_one_from_which_they_are_kept_meanwhile(
    browser: TestClient, session: Session, meanwhile: Meanwhile
) -> None:
    one, other = team(session)
    kept = report(session)
    _take_keys(session, other)
    open_vault(browser, session, one)
    held = hold(session, kept)
    conflicts.block(session, held, other.number, WHY, by=one.number)
    given = meanwhile(post(browser, f"cases/team/{other.vault.holder.id}/give"))
    session.commit()
    assert given.result() == 303
    assert session.get(ReportKey, (kept.id, other.vault.holder.id)) is None


def test_a_case_that_is_held_while_others_are_destroyed_stays(
    session: Session, engine: Engine, settings: Settings, meanwhile: Meanwhile
) -> None:
    kept, joined = _closed_with_another(session)
    number, into = joined.id, kept.id
    held = hold(session, joined)
    held.kept = True
    session.flush()
    ran = meanwhile(lambda: jobs.run_due(JOBS, engine, settings, LATE))
    session.commit()
    assert "incidents.retention" in ran.result()
    session.rollback()
    assert session.get(Report, number, populate_existing=True)
    assert session.get(Report, into, populate_existing=True)


def test_a_reporter_who_withdraws_while_others_are_destroyed_takes_nobody_along(
    session: Session, engine: Engine, settings: Settings, meanwhile: Meanwhile
) -> None:
    kept, joined = _closed_with_another(session)
    number = joined.id
    held = hold(session, kept)
    withdrawing.withdraw(session, held, b"", TODAY)
    ran = meanwhile(lambda: jobs.run_due(JOBS, engine, settings, LATE))
    session.commit()
    assert "incidents.retention" in ran.result()
    session.rollback()
    assert session.get(Report, number, populate_existing=True)


def _closed_with_another(session: Session) -> tuple[Report, Report]:
    people = team(session)
    kept, joined = report(session), report(session)
    merging.merge(session, joined, kept, reason="Same.", by=people[0].number, day=TODAY)
    kept.state, kept.closed, kept.destroy_on = State.CLOSED, TODAY, TODAY
    session.add(kept)
    session.commit()
    return kept, joined


def _take_keys(session: Session, someone: Person) -> None:
    for key in session.exec(select(ReportKey)):
        if key.holder_id == someone.vault.holder.id:
            session.delete(key)
    session.commit()


def _reference(kept: Report) -> str:
    return kept.reference
