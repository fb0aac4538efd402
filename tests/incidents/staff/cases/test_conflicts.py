"""Whoever a report is about, or who is close to them, is kept from it for good."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlmodel import Session, select
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.incidents.case_models import Conflict, ContactRequest
from portal.incidents.models import Report, ReportKey
from portal.incidents.records import keys, merging
from portal.incidents.rules import Circle, State
from portal.incidents.staff.cases import conflicts
from portal.languages.i18n import today
from portal.store.audit import AuditEntry
from tests.accounts.factories import account
from tests.incidents.factories import TODAY, Person, open_vault, person, report, team

WHY = "She lives next door to the family."
Send = Callable[..., int]


@pytest.fixture
def people(session: Session) -> list[Person]:
    return team(session, 3)


@pytest.fixture
def kept(session: Session, people: list[Person]) -> Report:
    return report(session)


@pytest.fixture
def send(browser: TestClient, session: Session, people: list[Person], kept: Report) -> Send:
    """Send the form about conflicts as the first of the team."""
    open_vault(browser, session, people[0])
    address = f"/en/staff/cases/{kept.reference}/conflict"

    def sent(**form: str) -> int:
        session.commit()
        status = browser.post(address, data=form, follow_redirects=False).status_code
        session.rollback()
        return status

    return sent


def block(send: Send, someone: Person) -> int:
    return send(account=str(someone.number), reason=WHY, other="yes")


def test_nobody_is_kept_from_a_case_without_a_name_and_a_reason(
    session: Session, send: Send, people: list[Person]
) -> None:
    assert send(other="yes", reason=WHY) == 422
    assert send(other="yes", account=str(people[1].number)) == 422
    assert send(other="yes", account="nobody", reason=WHY) == 422
    assert session.exec(select(Conflict)).all() == []


def test_the_last_one_who_can_open_a_case_is_not_kept_from_it(
    session: Session, send: Send, people: list[Person], kept: Report, browser: TestClient
) -> None:
    for colleague in people[1:]:
        keys.take(session, kept.id, colleague.vault.holder)
    assert send(own="yes", reason=WHY) == 422
    assert people[0].vault.report_private(session, kept)
    page = browser.get(f"/en/staff/cases/{kept.reference}/conflict").text
    assert "Nobody but you can open this case." in page


def test_nobody_keeps_all_others_from_a_case_and_is_left_alone_with_it(
    session: Session, send: Send, people: list[Person], kept: Report, browser: TestClient
) -> None:
    assert block(send, people[1]) == 303
    assert block(send, people[2]) == 422
    assert conflicts.blocked(session, kept.id) == {people[1].number}
    assert people[2].vault.report_private(session, kept)
    page = browser.post(
        f"/en/staff/cases/{kept.reference}/conflict",
        data={"account": str(people[2].number), "reason": WHY, "other": "yes"},
    )
    assert "Somebody else has to be left who can open this case" in page.text
    assert WHY in page.text


def test_the_last_colleague_to_whom_a_case_could_be_given_is_not_kept_from_it(
    session: Session, send: Send, people: list[Person], kept: Report
) -> None:
    for colleague in people[1:]:
        keys.take(session, kept.id, colleague.vault.holder)
    assert block(send, people[1]) == 303
    assert block(send, people[2]) == 422
    assert conflicts.blocked(session, kept.id) == {people[1].number}


def test_a_newcomer_without_the_case_does_not_count_as_one_who_opens_it(
    session: Session, send: Send, people: list[Person], kept: Report
) -> None:
    assert block(send, people[1]) == 303
    person(session, Role.CASEWORKER)
    assert block(send, people[2]) == 422


def test_a_colleague_whose_key_rests_is_not_kept_from_it_as_if_they_were_nobody(
    session: Session, send: Send, people: list[Person], kept: Report
) -> None:
    for colleague in people[1:]:
        keys.rest(session, colleague.vault.holder, TODAY)
    session.commit()
    assert block(send, people[1]) == 422
    assert people[1].vault.report_private(session, kept)


@pytest.mark.parametrize("how", ["rests", "waits", "is still to be made"])
def test_nobody_is_kept_from_a_case_before_their_key_can_open_it_by_the_only_one_who_does(
    browser: TestClient, session: Session, how: str
) -> None:
    team(session)
    only = person(session, Role.INDEPENDENT)
    if how == "is still to be made":
        number = account(session, Role.INDEPENDENT).id
    else:
        other = person(session, Role.INDEPENDENT)
        number, holder = other.number, other.vault.holder
        holder.waiting, holder.resting_since = how == "waits", TODAY if how == "rests" else None
        session.add(holder)
    kept = report(session, circle=Circle.INDEPENDENT)
    session.commit()
    open_vault(browser, session, only)
    sent = {"account": str(number), "reason": WHY, "other": "yes"}
    refused = browser.post(f"/en/staff/cases/{kept.reference}/conflict", data=sent)
    assert refused.status_code == 422
    assert "Somebody else has to be left who can open this case" in refused.text
    assert conflicts.blocked(session, kept.id) == frozenset()


def test_why_somebody_is_kept_from_a_case_is_not_written_over(
    session: Session, send: Send, people: list[Person], browser: TestClient, kept: Report
) -> None:
    block(send, people[1])
    send(account=str(people[1].number), reason="Another reason.", other="yes")
    page = browser.get(f"/en/staff/cases/{kept.reference}/conflict").text
    assert WHY in page
    assert "Another reason." not in page


def test_who_never_opens_cases_is_kept_from_one_whoever_reads_it(
    session: Session, send: Send, people: list[Person], kept: Report
) -> None:
    for colleague in people[1:]:
        keys.take(session, kept.id, colleague.vault.holder)
    assert block(send, person(session, Role.APPROVER)) == 303


def test_a_merger_does_not_leave_somebody_alone_with_a_case(
    browser: TestClient, session: Session, send: Send, people: list[Person], kept: Report
) -> None:
    mine = report(session)
    mine.state = kept.state = State.ACCEPTED
    for one, other in ((kept, people[1]), (mine, people[2])):
        conflicts.block(session, one, other.number, WHY, by=people[0].number)
    session.commit()
    form = {"into": kept.reference, "reason": "The same."}
    page = browser.post(f"/en/staff/cases/{mine.reference}/merge", data=form)
    session.rollback()
    assert page.status_code == 422
    assert "Somebody else has to be left who can open this case" in page.text
    assert people[2].vault.report_private(session, kept)


def test_a_colleague_who_cannot_sign_in_or_has_left_does_not_count(
    session: Session, send: Send, people: list[Person], kept: Report
) -> None:
    keys.take(session, kept.id, people[2].vault.holder)
    people[1].account.disabled = True
    session.add(people[1].account)
    assert send(own="yes", reason=WHY) == 422
    people[1].account.disabled = False
    people[1].vault.holder.resting_since = TODAY
    session.add_all([people[1].account, people[1].vault.holder])
    assert send(own="yes", reason=WHY) == 422
    people[1].vault.holder.resting_since = None
    people[1].vault.holder.retired = TODAY
    session.add(people[1].vault.holder)
    assert send(own="yes", reason=WHY) == 422


def test_somebody_is_kept_from_a_case_at_once(
    session: Session, send: Send, people: list[Person], kept: Report, browser: TestClient
) -> None:
    assert people[1].vault.report_private(session, kept)
    assert block(send, people[1]) == 303
    assert people[1].vault.report_private(session, kept) is None
    open_vault(browser, session, people[1])
    assert browser.get(f"/en/staff/cases/{kept.reference}").status_code == 404
    assert browser.get(f"/en/staff/cases/{kept.reference}/conflict").status_code == 404


def test_whoever_is_kept_from_a_case_is_never_given_it_again(
    session: Session, send: Send, people: list[Person], kept: Report
) -> None:
    block(send, people[1])
    private = people[0].vault.report_private(session, kept) or b""
    newcomer = person(session, Role.CASEWORKER)
    keys.give(session, kept.id, private, keys.holders(session, Circle.TEAM))
    session.commit()
    assert people[1].vault.report_private(session, kept) is None
    assert newcomer.vault.report_private(session, kept) == private


def test_a_new_key_of_the_same_person_is_not_given_it_either(
    session: Session, send: Send, people: list[Person], kept: Report
) -> None:
    newcomer = person(session, Role.CASEWORKER)
    assert block(send, newcomer) == 303
    private = people[0].vault.report_private(session, kept) or b""
    keys.give(session, kept.id, private, [newcomer.vault.holder])
    session.commit()
    assert newcomer.vault.report_private(session, kept) is None


def test_the_reason_is_sealed_to_the_case_and_the_log_names_the_person_only(
    session: Session, send: Send, people: list[Person], kept: Report, browser: TestClient
) -> None:
    block(send, people[1])
    row = session.exec(select(Conflict)).one()
    assert WHY.encode() not in row.reason
    entry = session.exec(select(AuditEntry).where(AuditEntry.action == "case.blocked")).one()
    assert entry.details == {"account": people[1].number}
    assert WHY in browser.get(f"/en/staff/cases/{kept.reference}/conflict").text


def test_somebody_declares_a_conflict_of_their_own(
    session: Session, send: Send, people: list[Person], kept: Report, browser: TestClient
) -> None:
    assert send(own="yes", reason="He is my cousin.") == 303
    assert conflicts.blocked(session, kept.id) == {people[0].number}
    assert people[0].vault.report_private(session, kept) is None
    assert browser.get(f"/en/staff/cases/{kept.reference}").status_code == 404


def test_whoever_worked_on_the_case_does_so_no_longer(
    session: Session, send: Send, people: list[Person], kept: Report
) -> None:
    kept.assigned = kept.covered_by = people[1].number
    session.add(kept)
    block(send, people[1])
    session.refresh(kept)
    assert kept.assigned is None
    assert kept.covered_by is None


def test_contact_details_that_were_released_to_them_are_taken_back(
    session: Session, send: Send, people: list[Person], kept: Report
) -> None:
    asked = ContactRequest(
        report_id=kept.id,
        asked_by=people[1].number,
        day=TODAY,
        reason=b"sealed",
        granted=True,
        released=b"sealed to them",
    )
    session.add(asked)
    block(send, people[1])
    session.refresh(asked)
    assert asked.released is None


def test_a_conflict_holds_for_the_cases_that_were_merged_with_it(
    session: Session, send: Send, people: list[Person], kept: Report
) -> None:
    other = report(session)
    kept.state = State.ACCEPTED
    merging.merge(session, other, kept, reason="The same.", by=people[0].number, day=TODAY)
    assert block(send, people[1]) == 303
    assert conflicts.blocked(session, other.id) == {people[1].number}
    assert people[1].vault.report_private(session, other) is None


def test_a_conflict_reaches_every_case_that_is_worked_on_as_one(
    browser: TestClient, session: Session, send: Send, people: list[Person], kept: Report
) -> None:
    into, third = report(session), report(session)
    kept.state = into.state = State.ACCEPTED
    merging.merge(session, third, into, reason="The same.", by=people[0].number, day=TODAY)
    block(send, people[1])
    form = {"into": into.reference, "reason": "The same."}
    browser.post(f"/en/staff/cases/{kept.reference}/merge", data=form)
    session.rollback()
    assert conflicts.blocked(session, third.id) == {people[1].number}
    assert people[1].vault.report_private(session, third) is None


def test_a_key_that_came_back_with_an_old_copy_opens_nothing_to_whoever_is_kept_from_the_case(
    browser: TestClient, session: Session, send: Send, people: list[Person], kept: Report
) -> None:
    old = session.get_one(ReportKey, (kept.id, people[1].vault.holder.id)).model_dump()
    kept.state, mine = State.ACCEPTED, report(session)
    mine.state = State.ACCEPTED
    block(send, people[1])
    session.add(ReportKey(**old))
    session.commit()
    open_vault(browser, session, people[1])
    form = {"into": kept.reference, "reason": "The same."}
    assert browser.post(f"/en/staff/cases/{mine.reference}/merge", data=form).status_code == 422
    assert people[1].vault.report_private(session, kept) is None


def undo(browser: TestClient, kept: Report, someone: Person) -> int:
    address = f"/en/staff/cases/{kept.reference}/conflict/undo"
    sent = {"account": str(someone.number)}
    return browser.post(address, data=sent, follow_redirects=False).status_code


def test_whoever_is_kept_from_a_case_does_not_let_themselves_back(
    browser: TestClient, session: Session, send: Send, people: list[Person], kept: Report
) -> None:
    assert block(send, people[1]) == 303
    open_vault(browser, session, people[1])
    assert undo(browser, kept, people[1]) == 404
    session.rollback()
    assert people[1].vault.report_private(session, kept) is None


@pytest.mark.parametrize(("days", "status"), [(27, 303), (28, 422)])
def test_keeping_somebody_from_a_case_is_undone_within_weeks_and_not_later(
    browser: TestClient,
    session: Session,
    people: list[Person],
    kept: Report,
    days: int,
    status: int,
) -> None:
    first = conflicts.First(day=f"{today() - timedelta(days=days)}")
    conflicts.block(session, kept, people[1].number, WHY, by=people[0].number, first=first)
    open_vault(browser, session, people[0])
    assert undo(browser, kept, people[1]) == status
    session.rollback()
    assert bool(people[1].vault.report_private(session, kept)) is (status == 303)


def test_undoing_it_stands_in_the_log_and_takes_somebody_who_is_kept_from_it(
    browser: TestClient, session: Session, send: Send, people: list[Person], kept: Report
) -> None:
    assert block(send, people[1]) == 303
    assert undo(browser, kept, people[2]) == 422
    assert undo(browser, kept, people[1]) == 303
    assert undo(browser, kept, people[1]) == 422
    session.rollback()
    (entry,) = session.exec(select(AuditEntry).where(AuditEntry.action == "case.unblocked"))
    assert (entry.subject, entry.details) == (kept.reference, {"account": people[1].number})


def test_it_is_undone_in_all_cases_that_are_worked_on_as_one(
    browser: TestClient, session: Session, send: Send, people: list[Person], kept: Report
) -> None:
    other = report(session, "The same evening.")
    merging.merge(session, other, kept, reason="Same bus", by=people[0].number, day=TODAY)
    assert block(send, people[1]) == 303
    assert conflicts.blocked(session, other.id) == {people[1].number}
    assert undo(browser, kept, people[1]) == 303
    session.rollback()
    assert conflicts.blocked(session, other.id) == conflicts.blocked(session, kept.id) == set()


def test_what_was_for_good_stays_so_where_it_is_taken_to_another_case(
    session: Session, people: list[Person], kept: Report
) -> None:
    conflicts.block(
        session,
        kept,
        people[1].number,
        WHY,
        by=people[0].number,
        first=conflicts.First(day="2020-01-01"),
    )
    other = report(session, "The same evening.")
    private = people[0].vault.report_private(session, kept) or b""
    conflicts.extend(session, kept, private, other, by=people[0].number)
    opened = people[0].vault.report_private(session, other) or b""
    assert not conflicts.lift(session, other, opened, people[1].number, by=people[0].number)
    assert conflicts.blocked(session, other.id) == {people[1].number}
