"""What the operator does, what the demonstration shows, and what is tidied by itself."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select
from starlette.testclient import TestClient

from portal.accounts import commands, queries
from portal.accounts.models import Account, AccountSession, FailedSignIns, Role
from portal.app import create_app
from portal.features import FEATURES, JOBS
from portal.settings import Settings
from portal.store import audit, jobs
from portal.store.audit import AuditEntry
from portal.store.db import now, open_engine
from tests.accounts.factories import account, sign_in
from tests.accounts.steps import give_code, give_password, is_signed_in

pytestmark = pytest.mark.both


@pytest.fixture
def demo_browser(settings: Settings) -> Iterator[TestClient]:
    """Visit the demonstration, which has its accounts."""
    shown = replace(settings, demo=True)
    with TestClient(create_app(shown), base_url="https://voices.example") as client:
        client.headers["sec-fetch-site"] = "same-origin"
        engine = open_engine(settings.database_url)
        with Session(engine, info=audit.session_info(shown)) as session:
            commands.create_demo(session, shown)
            session.commit()
        engine.dispose()
        yield client


def demo_code(browser: TestClient, email: str) -> str:
    page = browser.get("/en/account/sign-in").text
    return page.partition(email)[2].partition('code <bdi dir="ltr">')[2][:6]


def test_the_operator_invites_one_account_for_an_address(
    browser: TestClient, session: Session, settings: Settings
) -> None:
    link = commands.create(session, settings, "A@council.example", "A", [Role.ADMINISTRATOR])
    session.commit()
    assert browser.get(link).status_code == 200
    with pytest.raises(commands.AccountError):
        commands.create(session, settings, "a@council.example", "B", [Role.OFFICER])


def test_the_operator_lets_the_last_administrator_back_in(
    browser: TestClient, session: Session, settings: Settings
) -> None:
    person = account(session, Role.ADMINISTRATOR, disabled=True)
    link = commands.reset(FEATURES, session, settings, person.email)
    session.commit()
    assert browser.get(link).status_code == 200
    assert not person.disabled
    with pytest.raises(commands.AccountError):
        commands.reset(FEATURES, session, settings, "nobody@council.example")


def test_nothing_of_the_demonstration_is_shown_elsewhere(
    browser: TestClient, session: Session, settings: Settings
) -> None:
    commands.create_demo(session, settings)
    session.commit()
    page = browser.get("/en/account/sign-in").text
    assert commands.DEMO_PASSWORD not in page
    assert "officer@voices.example" not in page


def test_the_demonstration_shows_a_code_that_works_and_then_the_next(
    demo_browser: TestClient,
) -> None:
    email = "everything@voices.example"
    first = demo_code(demo_browser, email)
    give_password(demo_browser, email, commands.DEMO_PASSWORD)
    assert first in demo_browser.get("/en/account/code").text
    assert give_code(demo_browser, first).status_code == 303
    assert is_signed_in(demo_browser)
    second = demo_code(demo_browser, email)
    give_password(demo_browser, email, commands.DEMO_PASSWORD)
    assert give_code(demo_browser, second).status_code == 303


def test_expired_sessions_and_old_failures_are_forgotten_every_hour(
    engine: Engine, session: Session, settings: Settings, browser: TestClient
) -> None:
    person = account(session, Role.OFFICER)
    ended = sign_in(browser, session, person)
    kept = sign_in(browser, session, person)
    session.get_one(AccountSession, ended).expires = now() - timedelta(seconds=1)
    session.add(FailedSignIns(name="old", count=9, until=now() - timedelta(days=2)))
    session.add(FailedSignIns(name="new", count=9, until=now()))
    session.commit()
    assert "accounts.end_expired_sessions" in jobs.run_due(JOBS, engine, settings, now())
    session.rollback()
    assert session.exec(select(AccountSession.id)).all() == [kept]
    assert session.exec(select(FailedSignIns.name)).all() == ["new"]


def test_demo_accounts_hold_each_role_and_one_holds_all(
    session: Session, settings: Settings
) -> None:
    commands.create_demo(session, settings)
    held = [one.roles for one in session.exec(select(Account).order_by("id"))]
    sam = queries.by_email(session, "everything@voices.example")
    assert held[:4] == [["officer"], ["analyst"], ["administrator"], ["auditor"]]
    assert sam is not None
    assert (sam.name, set(sam.roles)) == ("Sam Officer", set(Role))


def test_an_account_that_the_operator_lets_in_again_is_logged_as_such(
    session: Session, settings: Settings
) -> None:
    person = account(session, Role.OFFICER, disabled=True)
    commands.reset(FEATURES, session, settings, person.email)
    assert not person.disabled
    assert "account.enabled" in session.exec(select(AuditEntry.action)).all()
