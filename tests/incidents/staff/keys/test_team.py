"""Who holds keys: nobody lets themselves in, and what is lost is said before it is."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from httpx2 import Response
from sqlmodel import Session, SQLModel, col, delete, select
from starlette.testclient import TestClient

from portal.accounts import commands
from portal.accounts.models import Account, Role
from portal.features import FEATURES
from portal.incidents.case_models import Conflict
from portal.incidents.models import KeyHolder, Report, ReportKey
from portal.incidents.records import independent, keys, pieces, take_in
from portal.incidents.records.pieces import Item
from portal.incidents.rules import Circle, TeamKeyPurpose
from portal.incidents.staff.keys import recovery, sharing, vault
from portal.languages.calendar import Calendar
from portal.languages.i18n import today
from portal.sealing import boxes, crypto
from portal.settings import Settings
from portal.store.audit import AuditEntry
from tests.accounts.factories import account, sign_in
from tests.incidents.factories import (
    PASSPHRASE,
    TODAY,
    Person,
    approvers,
    open_vault,
    person,
    report,
    team,
)
from tests.walking import versioned

TEAM = "/en/staff/cases/team"
CONFIRMED = {"confirmed": "yes"}


def newcomer(session: Session, *roles: Role) -> Person:
    """Keep somebody whose fresh key waits."""
    made = person(session, *roles)
    made.vault.holder.waiting = True
    session.add(made.vault.holder)
    session.commit()
    session.refresh(made.vault.holder)
    return made


def give(browser: TestClient, to: Person) -> Response:
    return browser.post(f"{TEAM}/{to.vault.holder.id}/give", follow_redirects=False)


def end(browser: TestClient, of: Person, **data: str) -> Response:
    return browser.post(f"{TEAM}/{of.vault.holder.id}/end", data=data, follow_redirects=False)


def change(browser: TestClient, someone: Person, to: dict[str, Any]) -> Response:
    """Save the account of somebody as another one."""
    page = f"/en/staff/accounts/{someone.number}"
    return browser.post(page, data=versioned(browser, page) | to)


def reads(session: Session, someone: Person, kept: Report) -> bool:
    """Tell whether somebody can open what was reported."""
    session.rollback()
    holder = session.get_one(KeyHolder, someone.vault.holder.id)
    private = keys.report_private(session, kept, holder, someone.vault.private)
    return private is not None and any(pieces.opened(session, kept, private, Item.REPORT))


def retired(session: Session, someone: Person) -> bool:
    session.rollback()
    holder = session.get_one(KeyHolder, someone.vault.holder.id)
    return holder.retired is not None and holder.sealed_private == b""


def logged(session: Session) -> list[str]:
    session.rollback()
    return list(session.exec(select(AuditEntry.action).order_by("id")))


@pytest.fixture
def administrator(browser: TestClient, session: Session) -> Account:
    return account(session, Role.ADMINISTRATOR)


def test_a_key_that_waits_gets_no_report_new_or_old(session: Session) -> None:
    team(session)
    old = report(session)
    waiting = newcomer(session, Role.CASEWORKER)
    new = report(session)
    assert not reads(session, waiting, old)
    assert not reads(session, waiting, new)


def test_a_key_that_waits_does_not_open_intake(session: Session) -> None:
    people = team(session)
    sharing.leave(session, people[0].vault.holder, TODAY)
    session.commit()
    newcomer(session, Role.CASEWORKER)
    assert take_in.why_closed(session, TODAY, Calendar()) == "keys"


def test_two_keys_that_wait_do_not_let_each_other_in(browser: TestClient, session: Session) -> None:
    team(session)
    first, second = (newcomer(session, Role.CASEWORKER) for _ in range(2))
    open_vault(browser, session, first)
    assert give(browser, second).status_code == 403
    assert give(browser, first).status_code == 403
    assert end(browser, second, **CONFIRMED).status_code == 403


@pytest.mark.parametrize("role", [Role.APPROVER, Role.INDEPENDENT, Role.ANALYST])
def test_other_circles_let_nobody_into_the_team(
    browser: TestClient, session: Session, role: Role
) -> None:
    team(session)
    waiting = newcomer(session, Role.CASEWORKER)
    open_vault(browser, session, person(session, role))
    give(browser, waiting)
    session.rollback()
    assert session.get_one(KeyHolder, waiting.vault.holder.id).waiting


def test_the_team_gives_no_report_to_an_approver_or_an_analyst(
    browser: TestClient, session: Session
) -> None:
    people, kept = team(session), report(session)
    approver, analyst = person(session, Role.APPROVER), person(session, Role.ANALYST)
    open_vault(browser, session, people[0])
    assert give(browser, approver).status_code == 403
    assert give(browser, analyst).status_code == 303
    session.rollback()
    assert not reads(session, analyst, kept)
    assert sharing.shared(session, analyst.vault.holder) == [TeamKeyPurpose.STATISTICS]
    assert sharing.shared(session, approver.vault.holder) == []


def test_a_colleague_lets_in_and_gives_every_case_but_those_kept_from_them(
    browser: TestClient, session: Session
) -> None:
    people = team(session)
    kept, theirs = report(session), report(session, "It was my caseworker.")
    waiting = newcomer(session, Role.CASEWORKER)
    session.add(Conflict(report_id=theirs.id, account_id=waiting.number, reason=b""))
    session.commit()
    open_vault(browser, session, people[0])
    page = browser.get(TEAM).text
    assert "Let in and give all my cases" in page
    assert sharing.mark_of(waiting.vault.holder) in page
    assert give(browser, waiting).status_code == 303
    assert reads(session, waiting, kept)
    assert not reads(session, waiting, theirs)
    assert reads(session, waiting, report(session))
    shared = sharing.shared(session, waiting.vault.holder)
    assert shared == [TeamKeyPurpose.LINKING, TeamKeyPurpose.STATISTICS]
    assert "keys.granted" in logged(session)


def test_reports_about_the_council_reach_independent_recipients_only(
    browser: TestClient, session: Session
) -> None:
    people, outside = team(session), person(session, Role.INDEPENDENT)
    kept = report(session, circle=Circle.INDEPENDENT)
    second = newcomer(session, Role.INDEPENDENT)
    open_vault(browser, session, people[0])
    assert give(browser, second).status_code == 403
    open_vault(browser, session, outside)
    assert give(browser, second).status_code == 303
    assert reads(session, second, kept)
    assert not reads(session, people[0], kept)


def test_approvers_share_the_key_to_contact_details(browser: TestClient, session: Session) -> None:
    first = approvers(session)[0]
    second = newcomer(session, Role.APPROVER)
    open_vault(browser, session, first)
    give(browser, second)
    session.rollback()
    holder = session.get_one(KeyHolder, second.vault.holder.id)
    opened = keys.team_private(session, TeamKeyPurpose.CONTACT, holder, second.vault.private)
    assert opened is not None
    assert boxes.public_of(opened) == keys.team_key(session, TeamKeyPurpose.CONTACT)


def test_the_page_says_who_holds_keys_and_whose_have_ended(
    browser: TestClient, session: Session, administrator: Account
) -> None:
    people = team(session, 3)
    sharing.leave(session, people[2].vault.holder, TODAY)
    session.commit()
    sign_in(browser, session, administrator)
    page = browser.get(TEAM).text
    assert all(one.account.name in page for one in people)
    assert "Keys that have ended" in page
    assert "/give" not in page


def test_ending_a_key_takes_away_all_that_was_sealed_to_it(
    browser: TestClient, session: Session
) -> None:
    people, kept = team(session, 3), report(session)
    open_vault(browser, session, people[0])
    asked = end(browser, people[2])
    assert "opens no case" in asked.text
    assert reads(session, people[2], kept)
    assert end(browser, people[2], **CONFIRMED).status_code == 303
    assert retired(session, people[2])
    assert (
        session.exec(
            select(ReportKey).where(ReportKey.holder_id == people[2].vault.holder.id)
        ).all()
        == []
    )
    assert sharing.shared(session, people[2].vault.holder) == []
    assert end(browser, people[2], **CONFIRMED).status_code == 404


@pytest.mark.parametrize(
    ("role", "circle", "told"),
    [
        (Role.CASEWORKER, Circle.TEAM, "without it reports could be lost for good"),
        (
            Role.INDEPENDENT,
            Circle.INDEPENDENT,
            "without it reports about the council could be lost for good",
        ),
    ],
)
def test_the_last_key_is_ended_neither_by_its_owner_nor_with_its_role(
    browser: TestClient,
    session: Session,
    administrator: Account,
    role: Role,
    circle: Circle,
    told: str,
) -> None:
    team(session, 0)
    last = person(session, role)
    kept = report(session, circle=circle)
    open_vault(browser, session, last)
    for data in ({}, CONFIRMED):
        refused = browser.post("/en/staff/vault/end", data=data)
        assert refused.status_code == 422
        assert told in refused.text
        assert "after the others have rested for 28 days" in refused.text
        assert 'name="confirmed"' not in refused.text
    assert end(browser, last, **CONFIRMED).status_code == 422
    sign_in(browser, session, administrator)
    taken = {"name": "Renamed", "roles": ["officer"], **CONFIRMED}
    refused = change(browser, last, taken)
    assert refused.status_code == 422
    assert told in refused.text
    assert 'value="Renamed"' in refused.text
    assert reads(session, last, kept)


def test_the_last_approver_is_not_ended_while_contact_details_wait(
    browser: TestClient, session: Session
) -> None:
    team(session)
    last = approvers(session)[0]
    open_vault(browser, session, last)
    assert "opens no case" in browser.post("/en/staff/vault/end").text
    report(session, contact={"telephone": "01632 960123"})
    refused = browser.post("/en/staff/vault/end", data=CONFIRMED)
    assert refused.status_code == 422
    assert "all contact details" in refused.text
    assert not retired(session, last)


def test_nobody_ends_the_keys_of_all_others_and_is_left_alone_with_reports(
    browser: TestClient, session: Session
) -> None:
    first, second, third = team(session, 3)
    kept = report(session)
    open_vault(browser, session, first)
    assert end(browser, third, **CONFIRMED).status_code == 303
    for data in ({}, CONFIRMED):
        refused = end(browser, second, **data)
        assert refused.status_code == 422
        assert "nobody but you could open some reports" in refused.text
    assert reads(session, second, kept)
    assert browser.post("/en/staff/vault/end", data=CONFIRMED).status_code == 200
    assert reads(session, second, kept)


def test_an_administrator_who_is_a_caseworker_takes_no_role_from_the_last_colleague(
    browser: TestClient, session: Session
) -> None:
    boss = person(session, Role.CASEWORKER, Role.ADMINISTRATOR)
    second = team(session, 1)[0]
    kept = report(session)
    sign_in(browser, session, boss.account)
    taken = {"name": "Second", "roles": ["officer"], **CONFIRMED}
    refused = change(browser, second, taken)
    assert refused.status_code == 422
    assert "nobody but you could open some reports" in refused.text
    assert reads(session, second, kept)


def test_the_only_key_to_some_reports_is_not_ended(
    browser: TestClient, session: Session, administrator: Account
) -> None:
    first, second, _ = team(session, 3)
    kept = report(session)
    open_vault(browser, session, second)
    assert "can be opened with this key alone" not in end(browser, first).text
    session.exec(delete(ReportKey).where(col(ReportKey.holder_id) != first.vault.holder.id))
    session.commit()
    refused = end(browser, first, **CONFIRMED)
    assert refused.status_code == 422
    assert "can be opened with this key alone" in refused.text
    sign_in(browser, session, administrator)
    taken = {"name": "First", "roles": ["officer"], **CONFIRMED}
    assert change(browser, first, taken).status_code == 422
    assert reads(session, first, kept)


def test_a_colleague_whose_key_rests_does_not_count_as_another(
    browser: TestClient, session: Session
) -> None:
    first, second = team(session)
    kept = report(session)
    keys.rest(session, second.vault.holder, TODAY)
    session.commit()
    open_vault(browser, session, first)
    assert browser.post("/en/staff/vault/end", data=CONFIRMED).status_code == 422
    assert reads(session, first, kept)


def test_a_recovery_key_is_nobody_with_whom_reports_are_left(
    browser: TestClient, session: Session
) -> None:
    last = team(session, 1)[0]
    kept = report(session)
    drawn = recovery.draw(session, TODAY)
    recovery.confirm(session, last.vault, drawn.holder, TODAY)
    session.commit()
    open_vault(browser, session, last)
    refused = browser.post("/en/staff/vault/end", data=CONFIRMED)
    assert refused.status_code == 422
    assert "two of the three recovery cards" in refused.text
    assert reads(session, last, kept)


def test_a_key_that_rests_is_not_ended_by_whoever_was_given_its_account(
    browser: TestClient, session: Session
) -> None:
    _, second, _ = team(session, 3)
    keys.rest(session, second.vault.holder, today())
    session.commit()
    sign_in(browser, session, second.account)
    refused = browser.post("/en/staff/vault/end", data=CONFIRMED)
    assert refused.status_code == 422
    assert "open it with its passphrase" in refused.text
    assert not retired(session, second)
    second.vault.holder.resting_since = today() - timedelta(days=28)
    session.add(second.vault.holder)
    session.commit()
    assert browser.post("/en/staff/vault/end", data=CONFIRMED).status_code == 200
    assert retired(session, second)


@pytest.mark.parametrize("how", ["/password", "/app", "/disable"])
@pytest.mark.parametrize(
    ("role", "circle"), [(Role.CASEWORKER, Circle.TEAM), (Role.INDEPENDENT, Circle.INDEPENDENT)]
)
def test_an_account_is_always_kept_from_signing_in_and_its_key_comes_back_with_it(
    browser: TestClient,
    session: Session,
    administrator: Account,
    how: str,
    role: Role,
    circle: Circle,
) -> None:
    team(session, 0)
    last = person(session, role)
    kept = report(session, circle=circle)
    sign_in(browser, session, administrator)
    page = f"/en/staff/accounts/{last.number}{how}"
    assert "until then nobody opens a report" in browser.post(page).text
    assert not resting(session, last)
    assert browser.post(page, data=CONFIRMED).status_code == 200
    assert resting(session, last)
    assert not retired(session, last)
    session.refresh(last.account)
    last.account.disabled = False
    session.add(last.account)
    session.commit()
    sign_in(browser, session, last.account)
    assert browser.post("/en/staff/vault", data={"passphrase": "wrong " * 4}).status_code == 422
    assert resting(session, last)
    opened = browser.post("/en/staff/vault", data={"passphrase": PASSPHRASE})
    assert opened.status_code == 200
    assert not resting(session, last)
    assert reads(session, last, kept)
    assert [action for action in logged(session) if action in ("keys.rested", "keys.woken")] == [
        "keys.rested",
        "keys.woken",
    ]


def test_a_key_that_rests_is_closed_everywhere_and_does_not_open_intake(
    browser: TestClient, session: Session
) -> None:
    first, second = team(session)
    open_vault(browser, session, second)
    keys.rest(session, second.vault.holder, TODAY)
    session.commit()
    assert browser.get("/en/staff/cases", follow_redirects=False).status_code == 303
    assert take_in.why_closed(session, TODAY, Calendar()) == "keys"
    assert not reads(session, second, report(session))
    open_vault(browser, session, first)
    assert give(browser, second).status_code == 403
    page = browser.get(TEAM).text
    assert "Rests" in page


def test_it_is_said_beforehand_what_stops_while_a_key_rests_or_is_gone(
    browser: TestClient, session: Session, administrator: Account
) -> None:
    first, second, _ = team(session, 3)
    report(session)
    sign_in(browser, session, administrator)
    page = f"/en/staff/accounts/{first.number}"
    assert "residents can no longer report" not in browser.get(page).text
    assert "nobody opens them" not in browser.get(page).text
    session.exec(delete(ReportKey).where(col(ReportKey.holder_id) != first.vault.holder.id))
    keys.rest(session, second.vault.holder, TODAY)
    session.commit()
    warned = browser.get(page).text
    assert "Some reports can be opened with this key alone. While it rests" in warned
    assert "residents can no longer report" in warned
    taken = change(browser, second, {"name": "Second", "roles": ["officer"]}).text
    assert "Without the role this key ends for good" in taken


def test_whose_key_rests_is_told_so_and_how_it_counts_again(
    browser: TestClient, session: Session
) -> None:
    _, second = team(session)
    keys.rest(session, second.vault.holder, TODAY)
    session.commit()
    sign_in(browser, session, second.account)
    assert "Your key rests" in browser.get("/en/staff/vault").text


def test_a_report_about_the_council_reaches_nobody_outside_while_their_key_rests(
    session: Session,
) -> None:
    team(session)
    outside = person(session, Role.INDEPENDENT)
    assert independent.reads(session, today(), Calendar())
    keys.rest(session, outside.vault.holder, TODAY)
    session.commit()
    assert not independent.reads(session, today(), Calendar())


@pytest.mark.parametrize(
    ("role", "circle"), [(Role.INDEPENDENT, Circle.INDEPENDENT), (Role.CASEWORKER, Circle.TEAM)]
)
def test_whoever_keeps_the_others_from_signing_in_does_not_come_after_them(
    session: Session, role: Role, circle: Circle
) -> None:
    team(session, 0)
    away, number = person(session, role), account(session, role).id or 0
    keys.rest(session, away.vault.holder, TODAY)
    fresh = vault.new_holder(number, circle, "x", TODAY)
    sharing.join(session, fresh, TODAY + timedelta(days=27))
    assert fresh.holder.waiting
    sharing.settle(session, fresh, TODAY + timedelta(days=27))
    assert fresh.holder.waiting
    sharing.settle(session, fresh, TODAY + timedelta(days=28))
    assert not fresh.holder.waiting


def begun_anew(session: Session) -> tuple[Person, Person]:
    """Keep an approver who was away for long, and one who began anew meanwhile."""
    away = approvers(session)[0]
    keys.rest(session, away.vault.holder, TODAY)
    fresh = account(session, Role.APPROVER)
    opened = vault.new_holder(fresh.id or 0, Circle.APPROVER, "x", TODAY)
    sharing.join(session, opened, TODAY + timedelta(days=28))
    session.commit()
    return away, Person(fresh, opened)


def public_keys(session: Session, someone: Person) -> list[bytes]:
    privates = someone.vault.team_privates(session, TeamKeyPurpose.CONTACT)
    return [boxes.public_of(private) for private in privates]


def test_whoever_begins_anew_after_weeks_takes_nothing_from_those_who_come_back(
    session: Session,
) -> None:
    team(session)
    away, fresh = begun_anew(session)
    (old,), (new,) = public_keys(session, away), public_keys(session, fresh)
    assert new == keys.team_key(session, TeamKeyPurpose.CONTACT) != old
    assert sharing.settle(session, away.vault, TODAY + timedelta(days=28))
    assert away.vault.team_private(session, TeamKeyPurpose.CONTACT) is None
    sharing.give(session, fresh.vault, away.vault.holder)
    assert public_keys(session, away) == [new, old]
    sharing.give(session, away.vault, fresh.vault.holder)
    assert public_keys(session, fresh) == [new, old]


def test_contact_details_left_before_an_approver_was_away_are_not_lost_with_whoever_came_after(
    browser: TestClient, session: Session
) -> None:
    team(session)
    away, fresh = begun_anew(session)
    report(session, contact={"telephone": "01632 960123"})
    open_vault(browser, session, fresh)
    refused = end(browser, away, **CONFIRMED)
    assert refused.status_code == 422
    assert "contact details that reporters left" in refused.text
    assert not retired(session, away)


def test_nothing_is_sealed_to_a_key_that_nobody_has(browser: TestClient, session: Session) -> None:
    team(session)
    last = approvers(session)[0]
    open_vault(browser, session, last)
    assert take_in.may_leave_contact(session)
    assert browser.post("/en/staff/vault/end", data=CONFIRMED).status_code == 200
    session.rollback()
    assert not take_in.may_leave_contact(session)
    away, fresh = begun_anew(session)
    assert take_in.may_leave_contact(session)
    keys.retire(session, fresh.vault.holder, TODAY)
    assert public_keys(session, away)
    assert not take_in.may_leave_contact(session)


def resting(session: Session, someone: Person) -> bool:
    session.rollback()
    return session.get_one(KeyHolder, someone.vault.holder.id).resting_since is not None


def test_a_role_that_is_taken_away_takes_the_key_along(
    browser: TestClient, session: Session, administrator: Account
) -> None:
    first, second = team(session)
    sign_in(browser, session, administrator)
    stays = {"name": "Renamed", "roles": ["caseworker", "officer"]}
    change(browser, first, stays)
    assert not retired(session, first)
    asked = change(browser, first, {"name": "Renamed", "roles": ["officer"]})
    assert "Before you go on" in asked.text
    assert 'name="roles" value="officer"' in asked.text
    change(browser, first, {"name": "Renamed", "roles": ["officer"], **CONFIRMED})
    assert retired(session, first)
    assert not retired(session, second)


def test_the_operator_is_told_too(session: Session, settings: Settings) -> None:
    someone = team(session, 1)[0]
    with pytest.raises(commands.AccountError, match="until then nobody opens a report"):
        commands.reset(FEATURES, session, settings, someone.account.email)
    commands.reset(FEATURES, session, settings, someone.account.email, confirmed=True)
    session.commit()
    assert resting(session, someone)


def everything(session: Session) -> Iterator[bytes]:
    """Go through every byte of every row that the database holds."""
    for table in SQLModel.metadata.sorted_tables:
        for row in session.execute(table.select()):
            for value in row:
                yield value if isinstance(value, bytes) else str(value).encode()


def test_an_administrator_reads_nothing_with_database_settings_and_every_role(
    browser: TestClient, session: Session, settings: Settings
) -> None:
    team(session)
    approvers(session)
    kept = report(session, "CANARY-WORDS", contact={"telephone": "CANARY-PHONE"})
    boss = account(session, *Role)
    sign_in(browser, session, boss)
    sent = {"circle": "team", "passphrase": PASSPHRASE, "again": PASSPHRASE}
    browser.post("/en/staff/vault/new", data=sent)
    session.rollback()
    later = report(session, "CANARY-LATER")
    own = vault.unlock(_held(session, boss), PASSPHRASE)
    assert own is not None
    assert own.report_private(session, kept) is None
    assert own.report_private(session, later) is None
    pages = [browser.get(path).text for path in ("/en/staff/cases", TEAM, "/en/staff/vault")]
    shown = [browser.get(f"/en/staff/cases/{one.reference}").text for one in (kept, later)]
    assert "CANARY" not in "".join([*pages, *shown])
    assert not any(b"CANARY" in value for value in everything(session))
    for purpose in ("audit", "failures", "vault"):
        key = crypto.installation_key(settings.secret, purpose)
        for item in pieces.stored(session, kept):
            assert boxes.open_record(key, item.sealed, pieces.place(item)) is None
            assert boxes.open_record(own.private, item.sealed, pieces.place(item)) is None


def _held(session: Session, owner: Account) -> KeyHolder:
    holder = keys.of_account(session, owner.id or 0)
    assert holder is not None
    return holder


def test_as_many_colleagues_wait_as_the_list_lets_somebody_let_in(
    browser: TestClient, session: Session
) -> None:
    one, *_ = team(session)
    newcomer(session, Role.CASEWORKER)
    resting, elsewhere = newcomer(session, Role.CASEWORKER), newcomer(session, Role.APPROVER)
    keys.rest(session, resting.vault.holder, TODAY)
    open_vault(browser, session, one)
    session.commit()
    assert "1 colleague waits to be let in." in browser.get("/en/staff/vault").text
    page = browser.get(TEAM).text
    assert page.count("Let in and give all my cases") == 1
    assert sharing.mark_of(elsewhere.vault.holder) in page
