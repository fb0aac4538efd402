"""Closed cases are added up once, by quarters that are over, and no number under ten comes out."""

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from httpx2 import Response
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, select
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.incidents import counting
from portal.incidents.case_models import StatisticsRecord, StatisticsSums
from portal.incidents.counting import LEAST
from portal.incidents.rules import TeamKeyPurpose
from portal.incidents.staff.cases import statistics
from portal.incidents.staff.cases.statistics import Counted
from portal.incidents.staff.keys import sharing
from portal.incidents.staff.sums import sealed
from portal.incidents.staff.sums.tables import SILENT, Table, tables
from portal.languages.i18n import today
from portal.sealing import boxes
from portal.store.audit import AuditEntry
from tests.accounts.factories import account, sign_in
from tests.council.factories import council
from tests.incidents.factories import Person, arrange, open_vault, person, team

pytestmark = pytest.mark.both

PAGE = "/en/staff/reports/statistics"
RUNNING = counting.quarter(today())
LAST = counting.quarter(counting.first_day(RUNNING) - timedelta(days=1))
BEFORE = counting.quarter(counting.first_day(LAST) - timedelta(days=1))
ONE = Counted(
    strands=["race"],
    kinds=["abuse"],
    area="Castle",
    month="2026-01",
    outcome="civil",
    came_back=False,
    channel="web",
    language="en",
)


@pytest.fixture
def people(session: Session, browser: TestClient) -> list[Person]:
    council(session)
    return team(session)


@pytest.fixture
def analyst(browser: TestClient, session: Session, people: list[Person]) -> Person:
    analyst = person(session, Role.ANALYST)
    sharing.give(session, people[0].vault, analyst.vault.holder)
    session.commit()
    open_vault(browser, session, analyst)
    return analyst


def close(session: Session, number: int, quarter: str = LAST, **changes: Any) -> None:
    for _ in range(number):
        statistics.keep(session, replace(ONE, quarter=quarter, **changes))
    session.commit()


def seal(browser: TestClient, last: str = LAST) -> Response:
    return browser.post(PAGE, data={"last": last}, follow_redirects=False)


def kept(session: Session, someone: Person) -> list[sealed.Period]:
    session.rollback()
    privates = someone.vault.team_privates(session, TeamKeyPurpose.STATISTICS)
    return sealed.periods(session, privates)


def rows(page: str, table: str) -> dict[str, str]:
    """Read a table of the page: the words of each row, and its number."""
    part = next(one for one in page.split("<table")[1:] if f">{table}</caption>" in one)
    cells = re.findall(r'role="rowheader"[^>]*>(.*?)</th>.*?<td[^>]*>(.*?)</td>', part, re.DOTALL)
    return {_plain(head): _plain(cell) for head, cell in cells}


@pytest.mark.parametrize(
    "role", [one for one in Role if one not in (Role.ANALYST, Role.CASEWORKER)]
)
def test_who_holds_no_key_to_the_records_sees_no_sums(
    browser: TestClient, session: Session, people: list[Person], role: Role
) -> None:
    sign_in(browser, session, account(session, role))
    answers = [browser.get(PAGE), browser.get(f"{PAGE}/sums.csv"), seal(browser)]
    assert {one.status_code for one in answers} == {403}


def test_without_the_passphrase_the_page_does_not_open(
    browser: TestClient, session: Session, analyst: Person
) -> None:
    sign_in(browser, session, analyst.account)
    answer = browser.get(PAGE, follow_redirects=False)
    assert answer.status_code == 303
    assert "/staff/vault" in answer.headers["location"]


def test_an_analyst_who_was_not_let_in_adds_nothing_up(
    browser: TestClient, session: Session, people: list[Person]
) -> None:
    close(session, 30)
    open_vault(browser, session, person(session, Role.ANALYST))
    assert "You do not share the statistics key" in browser.get(PAGE).text
    assert seal(browser).status_code == 403
    assert browser.get(f"{PAGE}/sums.csv").status_code == 403
    assert kept(session, people[0]) == []


@pytest.mark.parametrize("last", [RUNNING, counting.following(RUNNING), "", "2026", "9999-Q4", "x"])
def test_the_running_quarter_is_never_added_up(
    browser: TestClient, session: Session, analyst: Person, last: str
) -> None:
    close(session, 30, RUNNING)
    close(session, 30, LAST)
    assert seal(browser, last).status_code == 422
    assert kept(session, analyst) == []


def test_fewer_than_ten_cases_wait_for_the_next_quarter(
    browser: TestClient, session: Session, analyst: Person
) -> None:
    close(session, 9, BEFORE)
    assert "Nothing waits to be added up" in browser.get(PAGE).text
    close(session, 30, LAST)
    assert f'value="{BEFORE}"' not in browser.get(PAGE).text
    assert seal(browser, BEFORE).status_code == 422
    assert seal(browser, LAST).status_code == 303
    assert [(one.first, one.last, one.cases) for one in kept(session, analyst)] == [
        (BEFORE, LAST, 39)
    ]


def test_no_number_is_shown_before_it_is_sealed_and_none_moves_after(
    browser: TestClient, session: Session, analyst: Person
) -> None:
    close(session, 30)
    close(session, 11, strands=["religion"])
    assert "<table" not in browser.get(PAGE).text
    seal(browser)
    assert "41 cases were closed and counted." in browser.get(PAGE).text
    for record in session.exec(select(StatisticsRecord).limit(20)):
        session.delete(record)
    session.commit()
    close(session, 25, LAST)
    page = browser.get(PAGE).text
    assert "41 cases were closed and counted." in page
    assert rows(page, "What it was about")["Race, colour, nationality or ethnic background"] == "30"


def test_what_is_too_small_stands_on_no_page_in_no_file_and_not_under_the_seal(
    browser: TestClient, session: Session, analyst: Person
) -> None:
    close(session, 31, strands=["race", "religion"], language="en")
    close(session, 12, strands=["race"], language="en")
    close(session, 7, strands=["disability"], area="Hidden ward", language="ur", came_back=True)
    seal(browser)
    page = browser.get(PAGE).text
    assert rows(page, "What it was about")["Disability"] == "not shown"
    assert "Hidden ward" not in page
    assert "اردو" not in page.partition("<main")[2].partition("</main")[0]
    written = list(csv.reader(browser.get(f"{PAGE}/sums.csv").text.splitlines()))
    assert {int(row[-1]) for row in written[1:]} == {50, 31}
    assert min(numbers(record_of(session, analyst)["tables"])) >= LEAST
    assert "Hidden ward" not in str(record_of(session, analyst))


def test_two_who_press_at_once_seal_once_and_who_is_late_is_told(
    browser: TestClient, session: Session, analyst: Person
) -> None:
    close(session, 12, BEFORE)
    close(session, 12, LAST)
    assert [seal(browser).status_code for _ in range(2)] == [303, 303]
    late = seal(browser, BEFORE)
    assert late.status_code == 409
    assert "Somebody added up these quarters in the meantime." in late.text
    assert len(session.exec(select(StatisticsSums)).all()) == 1


def test_what_was_counted_late_is_added_to_the_next_sum_and_never_twice(
    browser: TestClient, session: Session, analyst: Person
) -> None:
    close(session, 12, BEFORE)
    seal(browser, BEFORE)
    close(session, 4, BEFORE)
    close(session, 11, LAST)
    seal(browser, LAST)
    assert [(one.first, one.last, one.cases) for one in kept(session, analyst)] == [
        (LAST, LAST, 15),
        (BEFORE, BEFORE, 12),
    ]
    assert "12 cases were closed" in browser.get(f"{PAGE}?until={BEFORE}").text


def test_every_opening_is_logged_and_the_log_holds_no_number(
    browser: TestClient, session: Session, analyst: Person
) -> None:
    close(session, 12)
    browser.get(PAGE)
    seal(browser)
    browser.get(f"{PAGE}/sums.csv")
    session.rollback()
    found = session.exec(select(AuditEntry).where(AuditEntry.actor == str(analyst.number))).all()
    logged = {one.action: one.details for one in found}
    assert logged["statistics.opened"] == {}
    assert logged["statistics.sealed"] == {"first": LAST, "last": LAST}
    assert logged["statistics.exported"] == {}


def test_sums_open_in_their_own_place_only_and_lie_sealed(
    browser: TestClient, session: Session, analyst: Person
) -> None:
    close(session, 12, area="CANARY")
    seal(browser)
    session.rollback()
    row = session.exec(select(StatisticsSums)).one()
    assert set(StatisticsSums.model_fields) == {"id", "sealed"}
    assert b"CANARY" not in row.sealed
    session.add(StatisticsSums(sealed=row.sealed))
    session.delete(row)
    session.commit()
    assert kept(session, analyst) == []


def test_a_question_that_was_turned_off_is_still_shown_where_it_was_counted(
    browser: TestClient, session: Session, analyst: Person
) -> None:
    arrange(session, equality_more=("carer",))
    close(session, 20, equality={"carer": "no", "sex": "female"})
    close(session, 31, equality={"sex": "male"})
    seal(browser)
    arrange(session, equality_more=())
    page = browser.get(PAGE).text
    assert rows(page, "Looks after somebody who is ill, disabled or old")["No"] == "not shown"
    assert rows(page, "Sex") == {
        "Female": "not shown",
        "Male": "31",
        "All others together": "20",
    }


def test_staff_who_hold_the_key_find_the_page_in_their_navigation(
    browser: TestClient, session: Session, analyst: Person
) -> None:
    assert PAGE in browser.get("/en/staff/cases/team").text


CASES = st.lists(
    st.builds(
        Counted,
        strands=st.lists(st.sampled_from(["race", "religion", "local"]), unique=True, max_size=2),
        kinds=st.lists(st.sampled_from(["abuse", "damage"]), unique=True),
        area=st.sampled_from(["", "Castle", "Old Town", "North"]),
        month=st.just("2026-01"),
        outcome=st.sampled_from(["civil", "criminal", "not_hate", "gone"]),
        came_back=st.booleans(),
        channel=st.sampled_from(["web", "telephone"]),
        language=st.sampled_from(["en", "cy", "ur"]),
        equality=st.dictionaries(
            st.sampled_from(["sex", "religion"]),
            st.sampled_from(["female", "male", "jewish", "prefer_not_to_say", "gone"]),
        ),
    ),
    min_size=LEAST,
    max_size=60,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(CASES)
def test_whoever_knows_how_many_cases_there_were_works_out_no_row(
    session: Session, cases: list[Counted]
) -> None:
    for table in tables(session, "wales"):
        sums = table.sums(cases)
        assert all(number >= LEAST for number in sums.shown.values())
        assert all(len(cases) - number >= LEAST for number in sums.shown.values())
        if not table.overlaps:
            left = len(cases) - sum(sums.shown.values())
            assert left == (sums.rest or 0)
            assert left == 0 or left >= LEAST
            assert sums.rest is None or len(hidden(table, sums.shown)) > 1


def hidden(table: Table, shown: Mapping[str, int]) -> set[str]:
    """Name the rows of a table that are not shown; where anything can be said there are more."""
    named = {*(table.rows or ("anything", "else", "at all")), SILENT}
    return named - {*shown}


def numbers(found: Any) -> Iterator[int]:
    if isinstance(found, dict):
        for one in found.values():
            yield from numbers(one)
    elif found is not None:
        yield found


def record_of(session: Session, someone: Person) -> dict[str, Any]:
    session.rollback()
    row = session.exec(select(StatisticsSums)).one()
    [private, *_] = someone.vault.team_privates(session, TeamKeyPurpose.STATISTICS)
    record = boxes.open_record(private, row.sealed, f"statistics_sums:{row.id}")
    assert record
    return dict(record)


def _plain(text: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", text).split())
