"""Of a report that nobody can open nobody is told that somebody reads it."""

import pytest
from sqlmodel import Session, select
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.incidents.models import KeyHolder, ReportKey
from portal.incidents.records import codes, keys, merging, reach, withdrawing
from portal.incidents.records.reach import Reach
from portal.incidents.rules import Circle, State
from portal.incidents.signposts import Support
from portal.incidents.staff.cases import conflicts
from portal.incidents.staff.settings import findings
from portal.settings import Settings
from tests.accounts.factories import account, sign_in
from tests.incidents.factories import (
    TODAY,
    Person,
    arrange,
    open_vault,
    person,
    report,
    team,
)
from tests.incidents.reporter import Reporter

SHUT = "/en/staff/reports/shut"
WHY = "She lives next door to the family."


def lose(session: Session, *people: Person) -> None:
    """End keys without asking anybody, as somebody with the database could."""
    for one in people:
        keys.retire(session, session.get_one(KeyHolder, one.vault.holder.id), TODAY)
    session.commit()


def rest(session: Session, *people: Person) -> None:
    for one in people:
        keys.rest(session, session.get_one(KeyHolder, one.vault.holder.id), TODAY)
    session.commit()


def told(browser: TestClient, code: str) -> str:
    return Reporter(browser).come_back(codes.digits(code)).text


@pytest.mark.parametrize("role", [r for r in Role if r not in (Role.AUDITOR, Role.ADMINISTRATOR)])
def test_nobody_else_lists_what_cannot_be_opened(
    browser: TestClient, session: Session, role: Role
) -> None:
    sign_in(browser, session, account(session, role))
    assert browser.get(SHUT).status_code == 403


@pytest.mark.parametrize(
    ("end", "words"),
    [(rest, "At this moment nobody can open your report"), (lose, "All keys to it are gone.")],
)
@pytest.mark.parametrize("circle", [Circle.TEAM, Circle.INDEPENDENT])
def test_a_reporter_is_not_told_that_somebody_reads_what_nobody_can_open(
    browser: TestClient, session: Session, circle: Circle, end: object, words: str
) -> None:
    people = [*team(session), person(session, Role.INDEPENDENT)]
    arrange(session, support=(Support("Pili Pala Support", telephone="01632 960123"),))
    code = codes.new()
    kept = report(session, code=code, circle=circle)
    kept.state = State.TRIAGE
    session.commit()
    assert "Somebody who helps has opened it." in told(browser, code)
    readers = people[:2] if circle is Circle.TEAM else people[2:]
    (rest if end is rest else lose)(session, *readers)
    page = told(browser, code)
    assert words in page
    assert "Pili Pala Support" in page
    assert "Somebody who helps has opened it." not in page


def test_one_key_that_counts_is_enough(browser: TestClient, session: Session) -> None:
    people = team(session)
    code = codes.new()
    kept = report(session, code=code)
    lose(session, people[0])
    assert reach.of(session, kept) is Reach.OPEN
    assert "nobody can open" not in told(browser, code).lower()


def test_keys_that_wait_or_are_kept_from_a_report_open_nothing_of_it(session: Session) -> None:
    people = team(session)
    kept = report(session)
    waits = session.get_one(KeyHolder, people[0].vault.holder.id)
    waits.waiting = True
    session.commit()
    assert reach.of(session, kept) is Reach.OPEN
    held = session.get_one(ReportKey, (kept.id, people[1].vault.holder.id)).model_dump()
    conflicts.block(session, kept, people[1].number, WHY, by=people[0].number)
    session.add(ReportKey(**held))
    session.commit()
    assert [(one.id, how) for one, how in reach.shut(session)] == [(kept.id, Reach.RESTS)]


def test_a_merged_report_is_as_open_as_its_case(session: Session) -> None:
    people = team(session)
    kept, into = report(session), report(session, "The same evening.")
    merging.merge(session, kept, into, reason=WHY, by=people[0].number, day=TODAY)
    for held in session.exec(select(ReportKey).where(ReportKey.report_id == into.id)).all():
        session.delete(held)
    session.commit()
    assert reach.of(session, kept) is Reach.LOST


def test_the_auditor_reads_which_and_the_administrator_on_the_start_page_how_many(
    browser: TestClient, session: Session, settings: Settings
) -> None:
    people = team(session)
    kept, gone = report(session), report(session, "Taken back.")
    withdrawing.withdraw(session, gone, b"", TODAY)
    auditor, boss = account(session, Role.AUDITOR), account(session, Role.ADMINISTRATOR)
    sign_in(browser, session, auditor)
    assert "Somebody can open each report." in browser.get(SHUT).text
    lose(session, people[0])
    rest(session, people[1])
    page = browser.get(SHUT).text
    assert kept.reference in page
    assert "Its keys rest, or are on paper only." in page
    assert gone.reference not in page
    lose(session, people[1])
    assert "All keys to it are gone." in browser.get(SHUT).text
    for one in (auditor, boss):
        sign_in(browser, session, one)
        start = browser.get("/en/staff").text
        assert "Reports that nobody can open" in start
        assert kept.reference in browser.get(SHUT).text
    session.rollback()
    said = [str(one) for one in findings.findings(session, settings)]
    assert any("1 reports can be opened by nobody." in one for one in said)


def test_whoever_is_kept_from_a_case_is_told_that_and_not_why(
    browser: TestClient, session: Session
) -> None:
    people = team(session, 3)
    kept = report(session, "They shouted at me.")
    conflicts.block(session, kept, people[1].number, WHY, by=people[0].number)
    session.commit()
    open_vault(browser, session, people[1])
    for path in ("vault", "cases", f"cases/{kept.reference}"):
        page = browser.get(f"/en/staff/{path}")
        assert "You must not read this case." in page.text
        assert kept.reference in page.text or page.status_code == 404
        assert WHY not in page.text
        assert "They shouted" not in page.text
    open_vault(browser, session, people[2])
    for path in ("vault", "cases"):
        assert "You must not read" not in browser.get(f"/en/staff/{path}").text


def test_the_auditor_sees_who_is_kept_from_what_and_the_administrator_does_not(
    browser: TestClient, session: Session
) -> None:
    people = team(session, 3)
    kept = report(session)
    conflicts.block(session, kept, people[1].number, WHY, by=people[0].number)
    session.commit()
    sign_in(browser, session, account(session, Role.AUDITOR))
    page = browser.get(SHUT).text
    assert kept.reference in page
    assert people[1].account.name in page
    assert WHY not in page
    sign_in(browser, session, account(session, Role.ADMINISTRATOR))
    page = browser.get(SHUT).text
    assert people[1].account.name not in page
    assert "Who must not read which report" not in page
