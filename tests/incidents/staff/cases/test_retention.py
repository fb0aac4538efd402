"""A case is destroyed when its time is over: keys, contents and row, and the log says why."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, SQLModel, col, delete, func, select
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.features import JOBS
from portal.incidents.case_models import (
    Agency,
    Conflict,
    ContactRequest,
    Keeping,
    Referral,
    ReferralCopy,
)
from portal.incidents.models import Reply, Report, ReportFile, ReportItem, ReportKey
from portal.incidents.records import codes, merging, pieces, replies, take_in, withdrawing
from portal.incidents.records.pieces import Item
from portal.incidents.rules import Outcome, State
from portal.incidents.staff.cases import closing, destruction, statistics
from portal.incidents.staff.cases.closing import Ending
from portal.languages.i18n import today
from portal.sealing import crypto
from portal.settings import Settings
from portal.store import jobs, staff_audit
from portal.store.audit import AuditEntry
from tests.accounts.factories import account, sign_in
from tests.erasing import left, work
from tests.incidents.factories import Person, approvers, arrange, open_vault, person, report, team

pytestmark = pytest.mark.both

CLOSED = date(2027, 1, 31)
DUE = date(2027, 7, 31)  # six months later, for what was no hate incident
THE_DAY_BEFORE = datetime(2027, 7, 30, 22, 59, tzinfo=UTC)
THE_DAY = datetime(2027, 7, 30, 23, 0, tzinfo=UTC)  # midnight in Britain, in summer
CODE = codes.new()


@dataclass(frozen=True)
class Shelf:
    """A team with a closed case, and a clock that the test moves."""

    session: Session
    engine: Engine
    settings: Settings
    people: list[Person]
    report: Report
    number: str
    reference: str
    sealed: list[bytes] = field(default_factory=list)

    def run(self, now: datetime) -> None:
        self.session.commit()
        assert "incidents.retention" in jobs.run_due(JOBS, self.engine, self.settings, now)

    @property
    def is_there(self) -> bool:
        self.session.rollback()
        return self.session.get(Report, self.number, populate_existing=True) is not None

    def log(self) -> list[AuditEntry]:
        self.session.rollback()
        query = select(AuditEntry).where(AuditEntry.action == destruction.ACTION)
        return list(self.session.exec(query.order_by(col(AuditEntry.id))))


@pytest.fixture
def shelf(session: Session, engine: Engine, settings: Settings) -> Shelf:
    people = team(session)
    approvers(session)
    kept = report(session, code=CODE, contact={"telephone": "01632 960123"})
    fill(session, kept, people)
    end(session, kept, people[0])
    return Shelf(session, engine, settings, people, kept, kept.id, kept.reference, sealed(session))


def end(
    session: Session, kept: Report, someone: Person, outcome: Outcome = Outcome.NOT_HATE
) -> None:
    private = someone.vault.report_private(session, kept) or b""
    ending = Ending(outcome, "Looked at.", "Castle", someone.number, CLOSED)
    closing.close(session, kept, private, ending)
    session.commit()


def fill(session: Session, kept: Report, people: list[Person]) -> None:
    """Let a case have one of everything that can belong to it."""
    agency = Agency(name="Victim Support", consent="support")
    session.add(agency)
    session.flush()
    referral = Referral(
        report_id=kept.id,
        agency_id=agency.id,
        state="sent",
        day=CLOSED,
        expires=DUE,
        details=b"details of a referral",
    )
    session.add(referral)
    session.flush()
    holder = people[1].vault.holder
    session.add_all(
        [
            ReferralCopy(
                referral_id=referral.id, holder_id=holder.id, sealed=b"copy of a referral"
            ),
            ReportFile(report_id=kept.id, number=1, details=b"name of a file", content=b"a file"),
            Conflict(report_id=kept.id, account_id=999, reason=b"reason of a conflict"),
            Keeping(report_id=kept.id, asked_by=1),
            ContactRequest(
                report_id=kept.id, asked_by=1, day=CLOSED, reason=b"asked", released=b"released to"
            ),
        ]
    )
    pieces.add(session, kept, Item.NOTE, {"text": "A note."})
    replies.write(session, kept, "A reply.", CLOSED)
    session.commit()


def sealed(session: Session) -> list[bytes]:
    """Collect the bytes of everything that is to be gone."""
    kept = [row.sealed_key for row in session.exec(select(ReportKey))]
    kept += [row.sealed for row in session.exec(select(ReportItem))]
    kept += [row.for_team for row in session.exec(select(Reply))]
    kept += [row.for_reporter or b"" for row in session.exec(select(Reply))]
    kept += [row.reporter_key or b"" for row in session.exec(select(Report))]
    kept += [row.public_key for row in session.exec(select(Report))]
    session.rollback()
    assert all(kept)
    return [*kept, b"copy of a referral", b"details of a referral", b"released to"]


def rows_left(session: Session) -> dict[str, int]:
    """Count the rows of every table that knows of reports."""
    session.rollback()
    tables = [
        table
        for table in SQLModel.metadata.sorted_tables
        if "report_id" in table.columns or table.name in ("report", "referral_copy")
    ]
    return {
        table.name: session.exec(select(func.count()).select_from(table)).one() for table in tables
    }


def hold(browser: TestClient, shelf: Shelf, page: str, **form: str) -> int:
    address = f"/en/staff/cases/{shelf.reference}/{page}"
    return browser.post(address, data=form, follow_redirects=False).status_code


def test_nothing_is_destroyed_the_day_before(shelf: Shelf) -> None:
    before = rows_left(shelf.session)
    shelf.run(THE_DAY_BEFORE)
    assert rows_left(shelf.session) == before
    assert shelf.log() == []


def test_everything_is_gone_on_the_day(shelf: Shelf) -> None:
    assert min(rows_left(shelf.session).values()) > 0
    shelf.run(THE_DAY_BEFORE)
    shelf.run(THE_DAY_BEFORE + timedelta(days=1))
    assert set(rows_left(shelf.session).values()) == {0}
    assert take_in.found(shelf.session, CODE) is None


def test_a_case_that_is_not_closed_is_never_destroyed(shelf: Shelf) -> None:
    shelf.report.state, shelf.report.destroy_on = State.ACTION, None
    shelf.session.add(shelf.report)
    shelf.run(THE_DAY + timedelta(days=9999))
    assert shelf.is_there


def test_other_cases_stay_as_they_are(shelf: Shelf) -> None:
    other = report(shelf.session, code=codes.new())
    private = shelf.people[0].vault.report_private(shelf.session, other)
    shelf.run(THE_DAY)
    assert shelf.people[0].vault.report_private(shelf.session, other) == private
    assert list(pieces.opened(shelf.session, other, private or b"", Item.REPORT))


def test_no_byte_of_it_is_left_in_the_files_of_the_database(shelf: Shelf) -> None:
    openable = shelf.sealed if shelf.engine.dialect.name == "sqlite" else openable_alone(shelf)
    assert left(openable, shelf.engine) == openable
    shelf.session.rollback()
    work(shelf.engine, shelf.settings, THE_DAY)
    assert not shelf.is_there
    assert left(openable, shelf.engine) == []


def openable_alone(shelf: Shelf) -> list[bytes]:
    """Collect what is sealed to a key that lives on; without theirs, nobody opens the rest."""
    kept = [row.sealed_key for row in shelf.session.exec(select(ReportKey))]
    kept += [row.for_team for row in shelf.session.exec(select(Reply))]
    return [*kept, b"copy of a referral", b"released to"]


def test_the_log_keeps_reference_day_and_reason_and_is_intact(shelf: Shelf) -> None:
    arrange(shelf.session, key_backup_days=7, backup_days=30)
    shelf.run(THE_DAY)
    [entry] = shelf.log()
    assert (entry.actor, entry.subject) == ("retention", shelf.reference)
    assert entry.details == {
        "state": "not_hate",
        "circle": "team",
        "reason": "period",
        "due": "2027-07-31",
        "day": "2027-07-31",
        "keys_gone": "2027-08-07",
        "copies_gone": "2027-08-30",
    }
    key = crypto.installation_key(shelf.settings.secret, "audit")
    assert staff_audit.verify(shelf.session, key, shelf.settings.anchor) == []


def test_an_altered_log_is_found_out(shelf: Shelf, browser: TestClient, session: Session) -> None:
    shelf.run(THE_DAY)
    [entry] = shelf.log()
    entry.subject = "AAAA-AAAA"
    session.add(entry)
    sign_in(browser, session, account(session, Role.AUDITOR))
    assert "not intact" in browser.get("/en/staff/reports/destroyed").text


def test_what_was_counted_outlives_the_case(shelf: Shelf) -> None:
    before = statistics.read(shelf.session, shelf.people[0].vault)
    shelf.run(THE_DAY)
    shelf.session.rollback()
    assert statistics.read(shelf.session, shelf.people[0].vault) == before
    assert len(before or []) == 1


def test_a_case_is_not_kept_longer_without_a_reason(shelf: Shelf, browser: TestClient) -> None:
    open_vault(browser, shelf.session, shelf.people[0])
    assert hold(browser, shelf, "hold") == 422
    shelf.run(THE_DAY)
    assert not shelf.is_there


def test_a_case_that_is_kept_for_a_reason_stays_until_somebody_lets_it_go(
    shelf: Shelf, browser: TestClient
) -> None:
    open_vault(browser, shelf.session, shelf.people[0])
    assert hold(browser, shelf, "hold", reason="The court asked for it.") == 303
    page = browser.get(f"/en/staff/cases/{shelf.reference}/hold").text
    assert "The court asked for it." in page
    shelf.run(THE_DAY + timedelta(days=100))
    assert shelf.is_there
    open_vault(browser, shelf.session, shelf.people[0])
    assert hold(browser, shelf, "release") == 422
    assert hold(browser, shelf, "release", reason="The court is done.") == 303
    shelf.run(THE_DAY + timedelta(days=101))
    assert not shelf.is_there


def test_who_keeps_or_lets_go_a_case_after_somebody_else_did_is_told_so(
    shelf: Shelf, browser: TestClient
) -> None:
    open_vault(browser, shelf.session, shelf.people[0])
    for page in ("hold", "release"):
        assert hold(browser, shelf, page, reason="The court said so.") == 303
        assert hold(browser, shelf, page, reason="The court said so.") == 303
        assert hold(browser, shelf, page, reason="The police said so.") == 409
    assert "The police said so." not in browser.get(f"/en/staff/cases/{shelf.reference}/hold").text


def test_what_is_let_go_after_its_time_stays_for_some_weeks(
    shelf: Shelf, browser: TestClient
) -> None:
    shelf.report.kept, shelf.report.destroy_on = True, today() - timedelta(days=1)
    shelf.session.add(shelf.report)
    shelf.session.commit()
    open_vault(browser, shelf.session, shelf.people[0])
    assert hold(browser, shelf, "release", reason="The court is done.") == 303
    shelf.session.rollback()
    kept = shelf.session.get_one(Report, shelf.number, populate_existing=True)
    assert kept.destroy_on == today() + timedelta(days=28)


def test_the_log_tells_that_a_case_is_kept_and_the_case_tells_why(
    shelf: Shelf, browser: TestClient
) -> None:
    open_vault(browser, shelf.session, shelf.people[0])
    hold(browser, shelf, "hold", reason="The court asked for it.")
    shelf.session.rollback()
    entries = shelf.session.exec(select(AuditEntry).where(AuditEntry.action == "case.held")).all()
    assert [(entry.subject, entry.details) for entry in entries] == [(shelf.reference, {})]


def test_what_staff_closed_lately_is_not_destroyed_whatever_day_stands_with_it(
    shelf: Shelf,
) -> None:
    shelf.report.closed = DUE - timedelta(days=27)
    shelf.session.add(shelf.report)
    shelf.run(THE_DAY)
    assert shelf.is_there
    shelf.run(THE_DAY + timedelta(days=1))
    assert not shelf.is_there


def test_what_is_merged_into_a_case_that_is_nearly_over_gives_it_time(shelf: Shelf) -> None:
    other, day = report(shelf.session), DUE - timedelta(days=1)
    by = shelf.people[0].number
    merging.merge(shelf.session, other, shelf.report, reason="The same.", by=by, day=day)
    shelf.run(THE_DAY)
    assert shelf.is_there
    assert shelf.session.get_one(Report, shelf.report.id).destroy_on == day + timedelta(days=28)


def test_what_a_reporter_took_back_is_there_for_three_full_days_and_then_destroyed(
    shelf: Shelf,
) -> None:
    shelf.session.exec(delete(Referral))
    withdrawing.withdraw(shelf.session, shelf.report, b"", CLOSED)
    shelf.run(datetime(2027, 2, 3, 23, 59, tzinfo=UTC))
    assert shelf.is_there
    assert shelf.people[0].vault.report_private(shelf.session, shelf.report) is None
    shelf.run(datetime(2027, 2, 5, 0, 1, tzinfo=UTC))
    assert not shelf.is_there
    assert shelf.log()[0].details["reason"] == "withdrawn"


def test_a_case_that_one_person_keeps_goes_all_the_same_when_its_reporter_withdraws(
    shelf: Shelf,
) -> None:
    shelf.report.kept = True
    withdrawing.withdraw(shelf.session, shelf.report, b"", CLOSED)
    assert shelf.people[0].vault.report_private(shelf.session, shelf.report)
    shelf.run(THE_DAY)
    assert set(rows_left(shelf.session).values()) == {0}


def test_spam_has_a_time_of_its_own(shelf: Shelf) -> None:
    spam = report(shelf.session)
    end(shelf.session, spam, shelf.people[0], Outcome.SPAM)
    assert spam.destroy_on == date(2027, 2, 28)


@pytest.fixture
def joined(shelf: Shelf) -> Report:
    """Keep a case that was merged into the one on the shelf."""
    other = report(shelf.session)
    by = shelf.people[0].number
    merging.merge(shelf.session, other, shelf.report, reason="The same.", by=by, day=CLOSED)
    shelf.session.commit()
    return other


def test_a_merged_case_is_destroyed_together_with_its_own(shelf: Shelf, joined: Report) -> None:
    reference = joined.reference
    shelf.run(THE_DAY)
    assert [entry.subject for entry in shelf.log()] == [reference, shelf.reference]
    assert shelf.log()[0].details["reason"] == "merged"
    assert set(rows_left(shelf.session).values()) == {0}


def test_a_merged_case_that_is_kept_keeps_both(shelf: Shelf, joined: Report) -> None:
    joined.kept = True
    shelf.session.add(joined)
    shelf.run(THE_DAY)
    assert shelf.is_there
    assert shelf.session.get(Report, joined.id)


def test_what_was_merged_with_a_case_that_is_let_go_stays_for_some_weeks(
    shelf: Shelf, joined: Report, browser: TestClient
) -> None:
    joined.kept, shelf.report.destroy_on = True, today() - timedelta(days=1)
    address = f"/en/staff/cases/{joined.reference}/release"
    shelf.session.add_all([joined, shelf.report])
    shelf.session.commit()
    open_vault(browser, shelf.session, shelf.people[0])
    browser.post(address, data={"reason": "The court is done."})
    shelf.session.rollback()
    into = shelf.session.get_one(Report, shelf.number, populate_existing=True)
    assert into.destroy_on == today() + timedelta(days=28)


def test_a_reporter_who_withdraws_does_not_destroy_what_others_reported(
    shelf: Shelf, joined: Report
) -> None:
    shelf.report.state = State.WITHDRAWN
    shelf.session.add(shelf.report)
    shelf.run(THE_DAY)
    assert not shelf.is_there
    left = shelf.session.get_one(Report, joined.id, populate_existing=True)
    assert (left.state, left.merged_into) == (State.TRIAGE, None)


def test_what_was_merged_into_a_case_that_is_not_in_the_copy_put_back_is_looked_at_afresh(
    shelf: Shelf, joined: Report
) -> None:
    joined.merged_into = joined.id[::-1]
    shelf.session.add(joined)
    shelf.run(datetime(2027, 2, 1, 9, tzinfo=UTC))
    left = shelf.session.get_one(Report, joined.id, populate_existing=True)
    assert (left.state, left.merged_into) == (State.TRIAGE, None)


def test_a_reporter_whose_case_was_merged_withdraws_theirs_alone(
    shelf: Shelf, joined: Report
) -> None:
    number, joined.state = joined.id, State.WITHDRAWN
    shelf.session.add(joined)
    shelf.run(datetime(2027, 2, 1, 9, tzinfo=UTC))
    assert shelf.is_there
    assert shelf.session.get(Report, number, populate_existing=True) is None


@pytest.mark.parametrize(
    "role", [Role.OFFICER, Role.ADMINISTRATOR, Role.ANALYST, Role.PARTNER, Role.APPROVER]
)
def test_the_list_of_what_was_destroyed_is_not_for_everybody(
    browser: TestClient, session: Session, role: Role
) -> None:
    sign_in(browser, session, account(session, role))
    assert browser.get("/en/staff/reports/destroyed").status_code == 403


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.CASEWORKER])
def test_auditors_and_caseworkers_see_what_was_destroyed_and_when_it_is_complete(
    shelf: Shelf, browser: TestClient, role: Role
) -> None:
    shelf.run(THE_DAY)
    sign_in(browser, shelf.session, account(shelf.session, role))
    page = browser.get("/en/staff/reports/destroyed").text
    assert shelf.reference in page
    assert "Saturday 31 July 2027" in page
    assert "Saturday 7 August 2027" in page
    assert "Monday 30 August 2027" in page
    assert "The time for which it was to be kept is over." in page


def test_what_is_kept_beyond_its_time_is_listed_for_the_auditor(
    shelf: Shelf, browser: TestClient
) -> None:
    shelf.report.kept, shelf.report.destroy_on = True, date(2026, 1, 1)
    shelf.session.add(shelf.report)
    sign_in(browser, shelf.session, account(shelf.session, Role.AUDITOR))
    page = browser.get("/en/staff/reports/destroyed").text
    assert shelf.reference in page
    assert "Thursday 1 January 2026" in page


def test_nobody_is_offered_to_destroy_a_case(shelf: Shelf, browser: TestClient) -> None:
    someone = person(shelf.session, Role.CASEWORKER, Role.ADMINISTRATOR)
    open_vault(browser, shelf.session, someone)
    assert hold(browser, shelf, "destroy") in (404, 405)
    assert shelf.is_there


def test_a_clock_that_is_wrong_for_a_minute_destroys_no_case(shelf: Shelf) -> None:
    shelf.run(THE_DAY_BEFORE)
    jobs.run_due(JOBS, shelf.engine, shelf.settings, THE_DAY + timedelta(days=400))
    assert shelf.is_there
