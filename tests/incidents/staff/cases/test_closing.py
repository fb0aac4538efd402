"""A case is closed with an outcome, counted apart from it, and can be opened again."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlmodel import Session, select
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.incidents import counting
from portal.incidents.case_models import StatisticsRecord
from portal.incidents.models import Report, ReportItem, TeamKey, TeamKeyCopy
from portal.incidents.records import codes, pieces, withdrawing
from portal.incidents.records.pieces import Item
from portal.incidents.rules import Outcome, State
from portal.incidents.staff.cases import closing, statistics
from portal.incidents.staff.cases.statistics import Counted
from portal.languages.calendar import add_months
from portal.languages.i18n import today
from portal.store.audit import AuditEntry
from tests.incidents.factories import Person, arrange, open_vault, person, report, team
from tests.incidents.reporter import Reporter

pytestmark = pytest.mark.both

WHY = "The neighbour was cautioned."
SLIP = {"strands": ["race"], "kinds": ["abuse"], "channel": "web", "language": "en"}


@dataclass(frozen=True)
class Desk:
    """A caseworker whose browser has the vault open, and a case on the desk."""

    browser: TestClient
    session: Session
    someone: Person
    number: str

    @property
    def case(self) -> Report:
        self.session.rollback()
        return self.session.get_one(Report, self.number)

    @property
    def private(self) -> bytes:
        return self.someone.vault.report_private(self.session, self.case) or b""

    def ending(self) -> dict[str, object]:
        return dict(closing.last_ending(self.session, self.case, self.private) or {})

    def counted(self) -> list[Counted] | None:
        self.session.rollback()
        return statistics.read(self.session, self.someone.vault)

    def opened(self, page: str) -> str:
        return self.browser.get(f"/en/staff/cases/{self.case.reference}/{page}").text

    def send(self, page: str, **form: str) -> int:
        values = {"_version": str(self.case.version), **form}
        address = f"/en/staff/cases/{self.case.reference}/{page}"
        return self.browser.post(address, data=values, follow_redirects=False).status_code

    def close(self, outcome: str = "criminal", **form: str) -> int:
        return self.send("close", outcome=outcome, reason=WHY, **form)


@pytest.fixture
def desk(browser: TestClient, session: Session) -> Desk:
    someone = team(session)[0]
    kept = report(session, slip=SLIP)
    kept.state = State.ACCEPTED
    pieces.add(session, kept, Item.ADDITION, {"section": "when_where", "area": "Castle ward"})
    session.commit()
    open_vault(browser, session, someone)
    return Desk(browser, session, someone, kept.id)


def test_a_case_is_not_closed_without_an_outcome_and_a_reason(desk: Desk) -> None:
    assert desk.send("close", area="Castle") == 422
    assert desk.case.state is State.ACCEPTED
    assert desk.counted() == []


@pytest.mark.parametrize("name", ["outcome", "aside"])
def test_staff_do_not_take_a_report_back_for_its_reporter(desk: Desk, name: str) -> None:
    assert "The reporter withdrew it" not in desk.opened("close")
    assert desk.send("close", **{name: "withdrawn", "reason": "They called."}) == 422
    assert (desk.case.state, desk.case.destroy_on) == (State.ACCEPTED, None)
    form = {"_version": "0", name: "withdrawn", "reason": "They called."}
    page = desk.browser.post(f"/en/staff/cases/{desk.case.reference}/close", data=form).text
    assert "Only the reporter takes a report back, with the code." in page
    assert "They called." in page


@pytest.mark.parametrize("outcome", ["criminal", "not_hate", "spam"])
def test_nothing_that_staff_closed_is_destroyed_soon_whatever_the_council_decided(
    desk: Desk, outcome: str
) -> None:
    months = dict.fromkeys((one.value for one in Outcome), 0)
    arrange(desk.session, retention_months=months)
    desk.close(outcome)
    assert desk.case.destroy_on == today() + timedelta(days=28)


def test_a_reporter_whose_case_was_put_aside_reads_that_it_is_closed(
    desk: Desk, browser: TestClient
) -> None:
    code = codes.new()
    mine = report(desk.session, code=code)
    mine.state = State.ACCEPTED
    desk.session.commit()
    form = {"_version": "0", "aside": "spam", "reason": "An advertisement."}
    browser.post(f"/en/staff/cases/{mine.reference}/close", data=form)
    page = Reporter(browser).come_back(codes.letters(code)).text
    assert "The work on it is finished." in page
    assert "took it back" not in page


def test_the_outcomes_to_choose_are_in_the_language_of_the_page(desk: Desk) -> None:
    page = desk.browser.get(f"/cy/staff/cases/{desk.case.reference}/close").text
    assert "Cyfiawnder troseddol" in page
    assert "Er enghraifft cyhuddiad" in page
    assert "Criminal justice" not in page
    assert "For example" not in page


def test_what_was_typed_is_not_lost_when_something_is_missing(desk: Desk) -> None:
    address = f"/en/staff/cases/{desk.case.reference}/close"
    answer = desk.browser.post(address, data={"reason": WHY, "area": "Two wards"})
    assert answer.status_code == 422
    assert WHY in answer.text
    assert "Two wards" in answer.text


def test_a_case_that_nobody_has_looked_at_is_not_closed(desk: Desk) -> None:
    case = desk.case
    case.state = State.RECEIVED
    desk.session.commit()
    assert desk.close() == 422
    assert desk.case.closed is None


def test_a_case_that_somebody_else_changed_meanwhile_is_not_closed(desk: Desk) -> None:
    assert desk.close(_version="7") == 422
    assert desk.case.closed is None


def test_somebody_who_was_not_given_a_case_does_not_close_it(
    desk: Desk, browser: TestClient, session: Session
) -> None:
    open_vault(browser, session, person(session, Role.CASEWORKER))
    assert desk.close() == 404
    assert desk.case.state is State.ACCEPTED


@pytest.mark.parametrize(("outcome", "months"), [("criminal", 72), ("civil", 36), ("informal", 24)])
def test_how_long_a_case_is_kept_depends_on_its_outcome(
    desk: Desk, outcome: str, months: int
) -> None:
    assert desk.close(outcome) == 303
    assert desk.case.state is State.CLOSED
    assert desk.case.closed == today()
    assert desk.case.destroy_on == add_months(today(), months)


def test_the_council_decides_how_long(desk: Desk) -> None:
    arrange(desk.session, retention_months={"none_anonymous": 3})
    desk.close("none_anonymous")
    assert desk.case.destroy_on == add_months(today(), 3)


@pytest.mark.parametrize(
    ("aside", "state"),
    [("not_hate", State.NOT_HATE), ("spam", State.SPAM)],
)
def test_a_case_is_put_aside_and_nothing_is_deleted(desk: Desk, aside: str, state: State) -> None:
    before = len(pieces.stored(desk.session, desk.case))
    assert desk.send("close", aside=aside, reason="It says only the word test.") == 303
    assert desk.case.state is state
    assert len(pieces.stored(desk.session, desk.case)) == before + 1
    assert desk.ending()["outcome"] == aside


def test_the_reason_is_sealed(desk: Desk) -> None:
    desk.close()
    desk.session.rollback()
    stored = desk.session.exec(select(ReportItem).where(ReportItem.kind == Item.OUTCOME)).one()
    assert WHY.encode() not in stored.sealed
    assert desk.ending()["reason"] == WHY
    assert WHY in desk.opened("close")


def test_the_log_tells_that_a_case_was_closed_and_not_how(desk: Desk) -> None:
    desk.close()
    desk.session.rollback()
    entry = desk.session.exec(select(AuditEntry).where(AuditEntry.action == "case.closed")).one()
    assert entry.subject == desk.case.reference
    assert entry.details == {"state": "closed", "counted": True}


def test_a_form_that_is_sent_twice_counts_a_case_once(desk: Desk) -> None:
    assert desk.close() == 303
    assert desk.close() == 303
    assert len(desk.counted() or []) == 1


def test_a_closed_case_is_counted_in_a_few_coarse_words(desk: Desk) -> None:
    assert "Castle ward" in desk.opened("close")
    desk.close(area="North of the river")
    assert desk.counted() == [
        Counted(
            strands=["race"],
            kinds=["abuse"],
            area="North of the river",
            month="2026-11",
            outcome="criminal",
            came_back=False,
            channel="web",
            language="en",
            quarter=counting.quarter(today()),
        )
    ]


def test_what_the_reporter_chose_is_counted_where_the_slip_says_nothing(desk: Desk) -> None:
    bare = report(desk.session, slip={"strands": [], "channel": "web"})
    pieces.add(desk.session, bare, Item.ADDITION, {"section": "about", "strands": ["religion"]})
    desk.session.commit()
    private = desk.someone.vault.report_private(desk.session, bare) or b""
    assert statistics.of_case(desk.session, bare, private, "").strands == ["religion"]


def test_spam_is_not_counted(desk: Desk) -> None:
    desk.send("close", aside="spam", reason="An advertisement.")
    assert desk.counted() == []
    assert "It is not counted." in desk.opened("close")


def test_a_record_names_no_case_and_the_case_keeps_its_number_sealed(desk: Desk) -> None:
    desk.close()
    desk.session.rollback()
    record = desk.session.exec(select(StatisticsRecord)).one()
    assert set(StatisticsRecord.model_fields) == {"id", "sealed"}
    assert desk.ending()["statistics"] == record.id
    stored = pieces.stored(desk.session, desk.case)
    assert all(record.id.encode() not in item.sealed for item in stored)


def test_records_open_only_to_whoever_shares_the_statistics_key(
    desk: Desk, session: Session
) -> None:
    desk.close()
    stranger = person(session, Role.CASEWORKER)
    assert statistics.read(session, stranger.vault) is None


def test_a_record_that_was_moved_to_another_row_does_not_open(desk: Desk) -> None:
    desk.close()
    desk.session.rollback()
    record = desk.session.exec(select(StatisticsRecord)).one()
    desk.session.add(StatisticsRecord(sealed=record.sealed))
    desk.session.delete(record)
    desk.session.commit()
    assert desk.counted() == []


def test_without_a_statistics_key_a_case_is_closed_and_the_page_says_so(desk: Desk) -> None:
    for table in (TeamKeyCopy, TeamKey):
        for row in desk.session.exec(select(table)):
            desk.session.delete(row)
    desk.session.commit()
    assert "There is no statistics key" in desk.opened("close")
    assert desk.close() == 303
    assert desk.case.state is State.CLOSED
    assert "there was no statistics key" in desk.opened("close")


def test_a_case_that_is_opened_again_is_neither_counted_nor_destroyed(desk: Desk) -> None:
    desk.close()
    assert desk.send("reopen", reason="") == 422
    assert desk.send("reopen", reason="It happened again.") == 303
    case = desk.case
    assert (case.state, case.closed, case.destroy_on) == (State.ACCEPTED, None, None)
    assert desk.counted() == []
    assert "It happened again." in desk.opened("close")


def test_a_case_that_is_closed_again_is_counted_once(desk: Desk) -> None:
    desk.close()
    desk.send("reopen", reason="It happened again.")
    desk.close("civil")
    assert [one.outcome for one in desk.counted() or []] == ["civil"]


def test_what_was_put_aside_is_looked_at_afresh_when_it_is_opened_again(desk: Desk) -> None:
    desk.send("close", aside="spam", reason="An advertisement.")
    desk.send("reopen", reason="It was none.")
    assert desk.case.state is State.TRIAGE


def test_what_a_reporter_withdrew_is_not_opened_again(desk: Desk) -> None:
    case = desk.case
    case.kept = True
    withdrawing.withdraw(desk.session, case, b"", today())
    desk.session.commit()
    assert desk.send("reopen", reason="We would like to.") == 409
    assert desk.case.state is State.WITHDRAWN
    assert "Open the case again" not in desk.opened("close")


def test_the_reporter_is_asked_again_after_closing_and_that_is_noted_once(desk: Desk) -> None:
    desk.close()
    assert desk.send("follow-up", words="") == 422
    assert desk.send("follow-up", words="They feel safe.") == 303
    assert desk.case.followed_up == today()
    assert "The reporter was asked again" in desk.opened("close")
    assert "They feel safe." in desk.opened("close")


def test_who_acts_on_a_case_after_somebody_else_did_keeps_what_they_wrote(desk: Desk) -> None:
    shown = str(desk.case.version)
    assert "It is done and noted." in desk.opened("close?done=done")
    for page, field, first in (
        ("close", "reason", WHY),
        ("follow-up", "words", "They feel safe."),
        ("reopen", "reason", "It happened again."),
    ):
        form = {"_version": shown, "outcome": "criminal", field: first}
        assert desk.send(page, **form) == 303
        assert desk.send(page, **form) == 303
        address = f"/en/staff/cases/{desk.case.reference}/{page}"
        late = desk.browser.post(address, data=form | {field: "Something else."})
        assert late.status_code == 409
        assert "Somebody else did this, or decided otherwise" in late.text
        assert "Something else." in late.text
        assert first in late.text


def test_nobody_is_asked_again_about_spam(desk: Desk) -> None:
    desk.send("close", aside="spam", reason="An advertisement.")
    assert not closing.awaits_follow_up(desk.case)
    assert "Ask again" not in desk.opened("close")


def test_every_outcome_has_a_period_even_if_the_council_left_one_out(session: Session) -> None:
    arrange(session, retention_months={"civil": 5})
    assert closing.months_kept(session)[Outcome.CIVIL] == 5
    assert closing.months_kept(session)[Outcome.SPAM] == 1
