"""What people ask for, for officers: a page and a file in which nobody can be recognised."""

import csv
import io
from datetime import date

import pytest
from sqlmodel import Session, select
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.language_support.rules import Kind, Outcome, Service, Why
from portal.languages.calendar import add_months
from portal.languages.i18n import today
from portal.store.audit import AuditEntry
from tests.accounts.factories import account, sign_in
from tests.language_support.factories import counted, officer

PAGE = "/en/staff/support/figures"
FILE = f"{PAGE}.csv"


def table(browser: TestClient, query: str = "") -> list[dict[str, str]]:
    answer = browser.get(FILE + query)
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    text = answer.content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def ago(months: int) -> date:
    return add_months(today().replace(day=1), -months)


@pytest.mark.parametrize("role", [Role.ANALYST, Role.ADMINISTRATOR, Role.AUDITOR])
def test_nobody_but_an_officer_sees_figures(
    browser: TestClient, session: Session, role: Role
) -> None:
    sign_in(browser, session, account(session, role))
    assert browser.get(PAGE).status_code == 403
    assert browser.get(FILE).status_code == 403


def test_a_few_people_are_not_told_apart(browser: TestClient, session: Session) -> None:
    counted(session, 3, "so", Kind.BRAILLE)
    counted(session, 9, "ur", Kind.CALL)
    counted(session, 1, "ur", Kind.CALL, Outcome.NOT_PROVIDED, why=Why.NOBODY)
    officer(browser, session)
    page = browser.get(PAGE).text
    assert "Braille" not in page
    assert "Kinds for which few asked" in page
    assert "fewer than 5" in page
    assert "not told" in page
    few, many = sorted(table(browser), key=lambda row: row["language"])
    assert (few["kind"], few["asked"], few["provided"]) == ("", "<5", "[c]")
    assert (many["kind"], many["asked"], many["provided"]) == ("call", "10", "10")
    assert (many["otherwise"], many["not_provided"]) == ("0", "<5")


def test_without_anything_to_count_the_page_says_so(browser: TestClient, session: Session) -> None:
    officer(browser, session)
    assert "Nothing was counted in these months." in browser.get(PAGE).text
    assert table(browser) == []


@pytest.mark.both
def test_the_address_chooses_months_and_service(browser: TestClient, session: Session) -> None:
    counted(session, 5, "ur", day=ago(0))
    counted(session, 10, "ur", day=ago(1), service=Service.HOUSING)
    counted(session, 20, "pl", day=ago(14))
    officer(browser, session)

    def asked(query: str = "") -> dict[str, str]:
        return {row["language"]: row["asked"] for row in table(browser, query)}

    assert asked() == {"ur": "15"}
    assert asked(f"?from={ago(20):%Y-%m}") == {"ur": "15"}
    assert asked(f"?from={ago(14):%Y-%m}") == {"ur": "15", "pl": "20"}
    assert asked(f"?from={ago(0):%Y-%m}&to={ago(14):%Y-%m}") == {"ur": "15", "pl": "20"}
    assert asked(f"?from={ago(1):%Y-%m}&to={ago(1):%Y-%m}") == {"ur": "10"}
    assert asked("?service=housing") == {"ur": "10"}
    assert asked("?service=nothing&from=x&to=9999-99") == {"ur": "15"}


def test_the_page_says_why_not_all_was_provided(browser: TestClient, session: Session) -> None:
    counted(session, 7, "ur", outcome=Outcome.NOT_PROVIDED, why=Why.EXPIRED)
    officer(browser, session)
    assert "Nobody answered in time" in browser.get(PAGE).text


def test_each_file_is_logged_and_the_page_is_not(browser: TestClient, session: Session) -> None:
    who = str(officer(browser, session).id)
    browser.get(PAGE)
    table(browser, "?service=care")
    session.rollback()
    query = select(AuditEntry).where(AuditEntry.action == "support.exported")
    assert [(one.actor, one.details["service"]) for one in session.exec(query)] == [(who, "care")]


def test_languages_are_named_for_whoever_reads(browser: TestClient, session: Session) -> None:
    counted(session, 6, "so")
    officer(browser, session)
    assert [row["language_name"] for row in table(browser)] == ["Somali"]
    page = browser.get(PAGE.replace("/en/", "/ur/")).text
    assert 'lang="ur" dir="rtl"' in page
    assert "Soomaali" in page
