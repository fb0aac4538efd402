"""Who sent comment cards is counted beside how many there were, and few are never told."""

import csv
from typing import Any

import html5lib
import pytest
from sqlmodel import Session, select
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.complaints import keeping, rules
from portal.languages.i18n import today
from portal.store.audit import AuditEntry
from tests.complaints.factories import STAFF, comment, officer
from tests.council.factories import council

PEOPLE = f"{STAFF}/people"
BUS = {"service": "other"}


def cards(session: Session, number: int, group: str, nation: str = "wales", **said: Any) -> None:
    """Keep cards of people who told their ethnic group."""
    for _ in range(number):
        one = comment(session, **said)
        answers = {"ethnic_group": {"state": "answered", "codes": [group]}}
        keeping.tell_equality(session, one, nation, answers)
        session.commit()


def numbers(page: str) -> dict[str, list[str]]:
    """Read the table: of each row, by its first word, the numbers."""
    rows = html5lib.parse(page, namespaceHTMLElements=False).findall(".//tbody/tr")
    told = [[" ".join("".join(cell.itertext()).split()) for cell in row] for row in rows]
    return {name.split()[0]: [one.rpartition(": ")[2] for one in of] for name, *of in told}


@pytest.mark.parametrize("address", [PEOPLE, f"{PEOPLE}.csv"])
@pytest.mark.parametrize("role", [one for one in Role if one is not Role.OFFICER])
def test_nobody_but_officers_reads_who_sent_cards(
    browser: TestClient, session: Session, role: Role, address: str
) -> None:
    officer(browser, session, role)
    assert browser.get(address).status_code == 403


def test_few_are_not_told_and_nobody_more_closely_than_by_a_broad_group(
    browser: TestClient, session: Session
) -> None:
    council(session)
    cards(session, 6, "pakistani", well="The bus came.", wrong="")
    cards(session, 2, "roma")
    officer(browser, session)
    page = browser.get(PEOPLE).text
    assert "Pakistani" not in page
    assert "Roma" not in page
    told = numbers(page)
    assert told["Asian,"] == ["5", "5", "0"]
    assert told["White"] == ["fewer than 5", "0", "fewer than 5"]


def test_they_stand_beside_all_cards_whoever_told_nothing(
    browser: TestClient, session: Session
) -> None:
    council(session)
    cards(session, 5, "pakistani")
    for _ in range(10):
        comment(session)
    comment(session, "complaint")
    officer(browser, session)
    assert numbers(browser.get(PEOPLE).text)["All"] == ["15", "0", "15"]


def test_answers_to_the_questions_of_another_nation_are_not_mixed_in(
    browser: TestClient, session: Session
) -> None:
    council(session)
    cards(session, 6, "pakistani", nation="england")
    officer(browser, session)
    assert "Asian" not in browser.get(PEOPLE).text


def test_cards_are_counted_for_a_service_a_year_and_another_question(
    browser: TestClient, session: Session
) -> None:
    council(session)
    cards(session, 6, "pakistani", **BUS)
    officer(browser, session)
    year = today().year
    assert "Asian" in browser.get(f"{PEOPLE}?service=other&year={year}").text
    assert "Asian" not in browser.get(f"{PEOPLE}?by=religion").text
    for nonsense in ("by=nothing", "service=nothing", "year=1066"):
        assert "Asian" in browser.get(f"{PEOPLE}?{nonsense}").text


def test_the_file_has_every_service_and_no_word_and_is_logged(
    browser: TestClient, session: Session
) -> None:
    council(session)
    cards(session, 6, "pakistani", wrong="A secret")
    cards(session, 1, "roma", wrong="A secret")
    officer(browser, session)
    file = browser.get(f"{PEOPLE}.csv")
    rows = [row for _, *row in csv.reader(file.text.lstrip("\ufeff").splitlines())]
    assert rows[1] == ["", "ethnic_group", "", "", "5", "0", "5"]
    counted = {(service, code): told for service, _, code, _, *told in rows}
    assert counted["other", "asian"] == ["5", "0", "5"]
    assert counted["other", "white"] == ["<5", "0", "<5"]
    assert "A secret" not in file.text
    session.rollback()
    query = select(AuditEntry).where(AuditEntry.action == "complaints.exported")
    assert session.exec(query).one().details == {"year": 0, "by": "ethnic_group"}


@pytest.mark.parametrize(("number", "told"), [(0, 0), (1, None), (4, None), (5, 5), (12, 10)])
def test_each_number_of_cards_is_rounded(number: int, told: int | None) -> None:
    cards = [rules.Card(well=True, wrong=False, nation="", answers={})] * number
    assert rules.cards(cards) == (told, told, 0)
