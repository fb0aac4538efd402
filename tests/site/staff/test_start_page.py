"""The start page of staff: what is going on, and for whom."""

import re
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.consultations.rules import ResponseState, Stage
from portal.incidents.records import keys
from portal.incidents.rules import State
from portal.languages.i18n import today
from portal.store.db import now
from tests.accounts.factories import account, sign_in
from tests.analysis.factories import response
from tests.consultations.factories import consultation
from tests.council.factories import council
from tests.incidents.factories import approvers, report, team
from tests.query_plans import asked

START = "/en/staff"
REPORTS = "/staff/cases?view="


def standing(page: str) -> dict[str, int]:
    """Read how many cases stand in which part of the queue."""
    rows = re.findall(r'view=(\w+)">[^<]+</a>\s*<span>(?:<strong[^>]*>)?\s*(\d+)', page)
    return {view: int(number) for view, number in rows}


@pytest.mark.parametrize("role", [one for one in Role if one not in (Role.OFFICER, Role.ANALYST)])
def test_who_does_not_read_consultations_sees_none_and_no_counts(
    browser: TestClient, session: Session, role: Role
) -> None:
    response(session, consultation(session))
    sign_in(browser, session, account(session, role))
    page = browser.get(START).text
    assert "Parks" not in page
    assert "1 response" not in page


@pytest.mark.parametrize(
    "role", [one for one in Role if one not in (Role.CASEWORKER, Role.INDEPENDENT)]
)
def test_who_does_not_see_the_queue_sees_no_counts_of_it(
    browser: TestClient, session: Session, role: Role
) -> None:
    team(session)
    report(session)
    sign_in(browser, session, account(session, role))
    assert REPORTS not in browser.get(START).text


def test_a_caseworker_without_a_key_sees_no_counts(browser: TestClient, session: Session) -> None:
    team(session)
    report(session)
    sign_in(browser, session, account(session, Role.CASEWORKER))
    assert REPORTS not in browser.get(START).text


def test_a_case_whose_key_was_not_given_is_not_counted(
    browser: TestClient, session: Session
) -> None:
    someone, _ = team(session)
    keys.take(session, report(session).id, someone.vault.holder)
    sign_in(browser, session, someone.account)
    assert standing(browser.get(START).text) == {"open": 0}


def test_somebody_sees_only_open_consultations_and_responses_that_count(
    browser: TestClient, session: Session
) -> None:
    to = consultation(session)
    response(session, to)
    response(session, to, state=ResponseState.SET_ASIDE)
    consultation(session, slug="soon", title={"en": "Soon"}, opens=now() + timedelta(days=2))
    sign_in(browser, session, account(session, Role.ANALYST))
    page = browser.get(START).text
    assert "Soon" not in page
    assert "1 response<" in page
    assert "/en/staff/consultations/parks/responses" in page


@pytest.mark.parametrize(
    ("days", "said"), [(20, "20 days left"), (1, "1 day left"), (0, "Closes today")]
)
def test_an_officer_reads_how_many_days_are_left(
    browser: TestClient, session: Session, days: int, said: str
) -> None:
    after = datetime.combine(today() + timedelta(days=days + 1), time(), ZoneInfo("Europe/London"))
    consultation(session, closes=after)
    sign_in(browser, session, account(session, Role.OFFICER))
    page = browser.get(START).text
    assert said in page
    assert "/parks/responses" not in page


def test_a_caseworker_sees_how_the_queue_stands_as_the_queue_counts_it(
    browser: TestClient, session: Session
) -> None:
    someone, _ = team(session)
    late, given = report(session, day=today() - timedelta(days=90)), report(session, day=today())
    given.assigned = someone.number
    over = report(session, day=today())
    over.state = State.SPAM
    session.add_all([late, given, over])
    session.commit()
    sign_in(browser, session, someone.account)
    assert standing(browser.get(START).text) == {"open": 2, "mine": 1, "overdue": 1}


def test_an_approver_sees_how_many_requests_wait(browser: TestClient, session: Session) -> None:
    someone, *_ = approvers(session)
    sign_in(browser, session, someone.account)
    assert "/en/staff/contacts" in browser.get(START).text


def test_nothing_is_due_when_nothing_is(browser: TestClient, session: Session) -> None:
    council(session)
    sign_in(browser, session, account(session, Role.OFFICER))
    page = browser.get(START).text
    assert "No consultation is open." in page
    assert "Nothing is due." in page


def test_more_consultations_and_cases_cost_no_more_questions(
    browser: TestClient, session: Session, engine: Engine
) -> None:
    someone, _ = team(session)
    someone.account.roles = [role.value for role in Role]
    session.add(someone.account)
    consultation(session)
    report(session, day=today())
    sign_in(browser, session, someone.account)
    browser.get(START)
    with asked(engine) as few:
        browser.get(START)
    for number in range(4):
        response(session, consultation(session, slug=f"more-{number}"))
        consultation(session, slug=f"over-{number}", stage=Stage.CLOSED)
        report(session, day=today())
    with asked(engine) as many:
        browser.get(START)
    assert _about_what_is_shown(many) == _about_what_is_shown(few)


def _about_what_is_shown(statements: list[tuple[str, Any]]) -> int:
    tables = ("FROM consultation", "FROM report")
    return sum(any(table in statement for table in tables) for statement, _ in statements)
