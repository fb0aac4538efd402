"""Deletion that waits because the clock may be wrong: who is told, and who lets it go on."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.features import JOBS
from portal.operating.doctor import Severity, findings
from portal.settings import Settings
from portal.store import jobs
from portal.store.audit import AuditEntry
from portal.store.db import now
from tests.accounts.factories import account, sign_in
from tests.council.factories import council

pytestmark = pytest.mark.both

RETENTION = "consultations.retention"
WAITS = "Nothing is deleted at the moment"


@pytest.fixture
def after_a_holiday(engine: Engine, session: Session, settings: Settings) -> None:
    """Have a portal that was switched off for eight days and runs again."""
    council(session)
    jobs.run_due(JOBS, engine, settings, now() - timedelta(days=8))
    jobs.run_due(JOBS, engine, settings, now())


def logged(session: Session) -> list[tuple[str, str]]:
    session.rollback()
    query = select(AuditEntry).where(AuditEntry.action == "deletion.resumed")
    return [(entry.actor, entry.subject) for entry in session.exec(query)]


@pytest.mark.usefixtures("after_a_holiday")
def test_whoever_is_no_administrator_is_not_asked_about_the_clock(
    browser: TestClient, session: Session
) -> None:
    sign_in(browser, session, account(session, *(set(Role) - {Role.ADMINISTRATOR})))
    assert WAITS not in browser.get("/en/staff").text
    assert browser.post("/en/staff/deletion").status_code == 403
    assert logged(session) == []


@pytest.mark.usefixtures("after_a_holiday")
def test_an_administrator_who_says_that_the_clock_is_right_lets_deletion_go_on(
    browser: TestClient, engine: Engine, session: Session, settings: Settings
) -> None:
    person = account(session, Role.ADMINISTRATOR)
    sign_in(browser, session, person)
    assert 'href="/en/staff/deletion"' in browser.get("/en/staff").text
    page = browser.get("/en/staff/deletion").text
    assert WAITS in page
    assert now().strftime("%Y") in page
    assert RETENTION not in jobs.run_due(JOBS, engine, settings, now())
    for _ in range(2):  # a double click
        assert WAITS not in browser.post("/en/staff/deletion").text
    assert logged(session) == [(str(person.id), "clock")]
    assert RETENTION in jobs.run_due(JOBS, engine, settings, now())
    assert WAITS not in browser.get("/en/staff").text


@pytest.mark.usefixtures("after_a_holiday")
def test_the_operator_is_told_and_how_to_answer(settings: Settings) -> None:
    told = [finding for finding in findings(settings, {}) if "is deleted" in finding.message]
    assert [finding.severity for finding in told] == [Severity.WARNING]
    assert "--clock-is-right" in told[0].remedy


def test_a_portal_that_runs_deletes_without_a_word(
    engine: Engine, session: Session, settings: Settings
) -> None:
    jobs.run_due(JOBS, engine, settings, now() - timedelta(days=1))
    assert RETENTION in jobs.run_due(JOBS, engine, settings, now())
    assert not any("is deleted" in finding.message for finding in findings(settings, {}))
