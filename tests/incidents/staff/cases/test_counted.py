"""Whether a case is counted is the reporter's word, and what they asked for is what happens."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, select
from starlette.testclient import TestClient

from portal.incidents import counting
from portal.incidents.case_models import StatisticsRecord
from portal.incidents.models import Report
from portal.incidents.records import codes, keys, pieces
from portal.incidents.records.pieces import Item
from portal.incidents.rules import State, TeamKeyPurpose
from portal.incidents.staff.cases import closing, statistics
from portal.incidents.staff.cases.statistics import Counted
from portal.languages.i18n import today
from portal.sealing import boxes
from tests.council.factories import council
from tests.incidents.afterwards import add
from tests.incidents.factories import Person, open_vault, report, team
from tests.incidents.reporter import Reporter

pytestmark = pytest.mark.both

FORBIDDEN = {"police": True, "support": False, "statistics": False, "uncounted": True}
COUNT_ONLY = {"police": False, "support": False, "statistics": True}
OF_BEFORE = {
    "strands": ["race"],
    "kinds": [],
    "area": "Castle",
    "month": "2026-08",
    "outcome": "civil",
    "came_back": False,
    "channel": "web",
    "language": "en",
}


@pytest.fixture
def someone(browser: TestClient, session: Session) -> Person:
    council(session)
    someone = team(session)[0]
    open_vault(browser, session, someone)
    return someone


def case(session: Session, *records: tuple[Item, dict[str, Any]], code: str = "") -> Report:
    kept = report(session, **({"code": code} if code else {}))
    kept.state = State.ACCEPTED
    for kind, record in records:
        pieces.add(session, kept, kind, record)
    session.commit()
    return kept


def allowing(**given: bool) -> tuple[Item, dict[str, Any]]:
    return Item.ADDITION, {"section": "consent", **given}


def closing_page(browser: TestClient, kept: Report) -> str:
    return browser.get(f"/en/staff/cases/{kept.reference}/close").text


def close(browser: TestClient, session: Session, kept: Report, outcome: str = "civil") -> int:
    session.rollback()
    form = {"_version": str(kept.version), "outcome": outcome, "reason": "It is over."}
    address = f"/en/staff/cases/{kept.reference}/close"
    answer = browser.post(address, data=form, follow_redirects=False)
    session.rollback()
    return answer.status_code


def counted(session: Session, someone: Person) -> list[Counted]:
    session.rollback()
    return statistics.read(session, someone.vault) or []


def test_whoever_forbade_counting_is_not_counted_and_staff_read_why(
    browser: TestClient, session: Session, someone: Person
) -> None:
    kept = case(session, allowing(**FORBIDDEN))
    assert "Do not count this report" in browser.get(f"/en/staff/cases/{kept.reference}").text
    assert "forbade us to count it" in closing_page(browser, kept)
    assert close(browser, session, kept) == 303
    assert counted(session, someone) == []
    assert "because the reporter forbade it" in closing_page(browser, kept)


def test_nobody_closes_as_counted_only_what_they_were_not_asked_to(
    browser: TestClient, session: Session, someone: Person
) -> None:
    kept = case(session, allowing(police=True, support=False, statistics=False))
    assert "Counted only" not in closing_page(browser, kept).partition('id="kept"')[0]
    assert close(browser, session, kept, "counted") == 422
    assert kept.state is State.ACCEPTED


def test_counting_only_and_no_counting_are_not_both_taken(
    browser: TestClient, session: Session, someone: Person
) -> None:
    reporter = Reporter(browser)
    reporter.report("They shouted.")
    page = add(reporter, "consent", given=["statistics", "uncounted"])
    assert page.status_code == 422
    assert "Take one of them away" in page.text


def test_count_it_and_do_nothing_more_is_offered_and_is_what_happens(
    browser: TestClient, session: Session, someone: Person
) -> None:
    kept = case(session, allowing(**COUNT_ONLY))
    page = closing_page(browser, kept)
    assert 'value="counted" checked' in " ".join(page.split())
    assert "The reporter asked us to count it and do nothing more.</textarea>" in page
    assert close(browser, session, kept, "counted") == 303
    assert kept.state is State.CLOSED
    assert not closing.awaits_follow_up(kept)
    assert [one.outcome for one in counted(session, someone)] == ["counted"]
    assert "Counted only, as the reporter asked" in closing_page(browser, kept)


def test_the_reporter_forbids_it_after_closing_and_the_record_goes(
    browser: TestClient, session: Session, someone: Person
) -> None:
    code = codes.new()
    kept = case(session, code=code)
    assert "It will be counted" in closing_page(browser, kept)
    close(browser, session, kept)
    assert len(counted(session, someone)) == 1
    reporter = Reporter(browser)
    reporter.come_back(codes.letters(code))
    add(reporter, "consent", given="uncounted")
    assert counted(session, someone) == []
    assert "because the reporter forbade it" in closing_page(browser, kept)


def test_what_was_told_of_the_person_is_counted_by_its_code_alone(
    browser: TestClient, session: Session, someone: Person
) -> None:
    told = {
        "ethnic_group": {"state": "answered", "codes": ["asian"], "counted": True},
        "sex": {"state": "prefer_not", "codes": [], "counted": True},
        "age": {"state": "skipped", "codes": [], "counted": True},
        "religion": {"state": "answered", "codes": ["jewish"]},
    }
    close(browser, session, case(session, (Item.EQUALITY, told)))
    assert [one.equality for one in counted(session, someone)] == [
        {"ethnic_group": "asian", "sex": "prefer_not_to_say"}
    ]


def test_a_record_of_before_still_opens_and_counts_in_the_quarter_of_its_month(
    session: Session, someone: Person
) -> None:
    public = keys.team_key(session, TeamKeyPurpose.STATISTICS)
    row = StatisticsRecord(sealed=b"")
    row.sealed = boxes.seal_record(public or b"", OF_BEFORE, f"statistics_record:{row.id}")
    session.add(row)
    session.commit()
    [one] = counted(session, someone)
    assert (one.area, one.equality, one.counts_in) == ("Castle", {}, "2026-Q3")


def test_a_case_that_is_opened_again_in_a_later_quarter_goes_on_counting_once(
    browser: TestClient, session: Session, someone: Person
) -> None:
    kept = case(session)
    close(browser, session, kept)
    number = session.exec(select(StatisticsRecord.id)).one()
    kept.closed = counting.first_day(counting.quarter(today())) - timedelta(days=1)
    session.commit()
    assert "It goes on being counted" in closing_page(browser, kept)
    form = {"_version": str(kept.version), "reason": "It happened again."}
    browser.post(f"/en/staff/cases/{kept.reference}/reopen", data=form)
    assert close(browser, session, kept, "criminal") == 303
    assert session.exec(select(StatisticsRecord.id)).all() == [number]
    assert [one.outcome for one in counted(session, someone)] == ["civil"]
