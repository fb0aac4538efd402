"""What was said about a case goes with it, also what stands in another case or record."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlmodel import Session, select
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.incidents.models import Report, ReportItem
from portal.incidents.records import codes, merging, withdrawing
from portal.incidents.records import pieces as items
from portal.incidents.records.pieces import Item
from portal.incidents.rules import Outcome, State
from portal.incidents.staff.cases import closing, conflicts, statistics
from portal.incidents.staff.cases.closing import Ending
from tests.accounts.factories import account
from tests.incidents.factories import TODAY, Person, open_vault, report, team
from tests.incidents.reporter import Reporter

pytestmark = pytest.mark.both

WHY = "CANARY: Zofia, 12, was on the same bus."
Told = Callable[[Report], list[str]]


@pytest.fixture
def people(session: Session) -> list[Person]:
    return team(session, 3)


@pytest.fixture
def told(session: Session, people: list[Person]) -> Told:
    """Open all that is sealed to a case, and why people are kept from it."""

    def read(kept: Report) -> list[str]:
        session.rollback()
        one = session.get_one(Report, kept.id)
        private = people[0].vault.report_private(session, one) or b""
        pieces = [record for _, record in items.opened(session, one, private)]
        return [str(record) for record in (*pieces, conflicts.reasons(session, one, private))]

    return read


def case(session: Session, code: str = "") -> Report:
    kept = report(session, code=code or codes.new())
    kept.state = State.ACCEPTED
    session.commit()
    return kept


def send(browser: TestClient, session: Session, kept: Report, page: str, **form: str) -> None:
    session.commit()
    address = f"/en/staff/cases/{kept.reference}/{page}"
    reply = browser.post(address, data=form, follow_redirects=False)
    assert reply.status_code == 303, reply.text
    session.rollback()


@pytest.mark.parametrize("gone", [0, 1])
@pytest.mark.parametrize("apart", [False, True])
def test_why_cases_were_merged_or_taken_apart_goes_with_either_of_them(
    browser: TestClient,
    session: Session,
    people: list[Person],
    told: Told,
    gone: int,
    apart: bool,
) -> None:
    both = [case(session), case(session)]
    open_vault(browser, session, people[0])
    send(browser, session, both[0], "merge", into=both[1].reference, reason=WHY)
    if apart:
        send(browser, session, both[0], "separate", reason=WHY)
    stays = both[1 - gone]
    assert "CANARY" in str(told(stays))
    session.rollback()
    withdrawing.withdraw(session, session.get_one(Report, both[gone].id), b"", TODAY)
    session.commit()
    assert "CANARY" not in str(told(stays))


def test_what_was_said_before_is_found_when_somebody_opens_the_case(
    browser: TestClient, session: Session, people: list[Person], told: Told
) -> None:
    kept, other, gone = (case(session) for _ in range(3))
    for one in (other, gone):
        merging.merge(session, one, kept, reason=WHY, by=1, day=TODAY)
    for item in session.exec(select(ReportItem)):
        item.concerns = None
    session.commit()
    session.rollback()
    withdrawing.withdraw(session, session.get_one(Report, gone.id), b"", TODAY)
    session.commit()
    assert str(told(kept)).count("CANARY") == 2
    open_vault(browser, session, people[0])
    session.commit()
    assert browser.get(f"/en/staff/cases/{kept.reference}").status_code == 200
    assert str(told(kept)).count("CANARY") == 1
    session.rollback()
    withdrawing.withdraw(session, session.get_one(Report, other.id), b"", TODAY)
    session.commit()
    assert "CANARY" not in str(told(kept))


def test_why_somebody_must_not_read_cases_stands_in_one_and_what_follows_in_all(
    browser: TestClient, session: Session, people: list[Person], told: Told
) -> None:
    kept, joined, later = (case(session) for _ in range(3))
    merging.merge(session, joined, kept, reason="Same.", by=1, day=TODAY)
    friend = account(session, Role.CASEWORKER)
    open_vault(browser, session, people[0])
    send(browser, session, joined, "conflict", account=str(friend.id), reason=WHY, other="yes")
    send(browser, session, later, "merge", into=kept.reference, reason="Same.")
    assert "CANARY" in str(told(joined))
    assert "CANARY" not in str(told(kept) + told(later))
    page = browser.get(f"/en/staff/cases/{later.reference}/conflict").text
    assert f"/en/staff/cases/{joined.reference}/conflict" in page
    session.rollback()
    withdrawing.withdraw(session, session.get_one(Report, joined.id), b"", TODAY)
    session.commit()
    assert friend.id in conflicts.blocked(session, kept.id)
    assert friend.id in conflicts.blocked(session, later.id)


@pytest.mark.parametrize("again", [False, True])
def test_a_closed_case_that_its_reporter_takes_back_counts_no_more(
    browser: TestClient, session: Session, people: list[Person], again: bool
) -> None:
    code = codes.new()
    kept = case(session, code)
    private = people[0].vault.report_private(session, kept) or b""
    for outcome in (Outcome.CIVIL, Outcome.CRIMINAL)[: 1 + again]:
        closing.close(session, kept, private, Ending(outcome, WHY, "Castle", 1, date(2026, 11, 20)))
        session.commit()
        if outcome is Outcome.CIVIL and again:
            closing.reopen(session, kept, private, reason=WHY, by=1, day=TODAY)
    session.commit()
    assert len(statistics.read(session, people[0].vault) or []) == 1
    session.rollback()
    reporter = Reporter(browser)
    reporter.come_back(codes.digits(code))
    assert "You took your report back" in reporter.post("withdraw", sure="yes").text
    assert statistics.read(session, people[0].vault) == []
    session.rollback()
    assert session.get_one(Report, kept.id).counted_as is None


def test_only_its_reporter_learns_what_a_closed_case_counts_as(
    session: Session, people: list[Person]
) -> None:
    kept = case(session)
    private = people[0].vault.report_private(session, kept) or b""
    closing.close(session, kept, private, Ending(Outcome.CIVIL, WHY, "Castle", 1, TODAY))
    withdrawing.take_back_count(session, kept, codes.reporter_key(codes.new()))
    session.commit()
    assert len(statistics.read(session, people[0].vault) or []) == 1
    assert Item.OUTCOME in {item.kind for item in items.stored(session, kept)}
