import time
from dataclasses import replace

import pytest
from sqlalchemy import Engine, text
from sqlmodel import Session
from starlette.requests import Request
from starlette.testclient import TestClient

from portal.app import create_app
from portal.settings import Settings
from portal.site import health
from portal.store import disk
from tests.accounts.factories import account, sign_in
from tests.council.factories import council
from tests.everywhere.test_unavailable import locked, read_only

pytestmark = pytest.mark.both


@pytest.mark.own_database
def test_without_its_tables_the_portal_is_not_ready(browser: TestClient, session: Session) -> None:
    session.connection().execute(text("DROP TABLE council_settings"))
    session.connection().commit()
    answer = browser.get("/health/ready")
    assert answer.status_code == 503
    assert answer.json() == {"status": "no database"}


def test_the_portal_is_live_and_ready(browser: TestClient) -> None:
    assert browser.get("/health/live").json() == {"status": "live"}
    assert browser.get("/health/ready").json() == {"status": "ready"}


def test_who_asks_while_the_first_answer_is_made_is_told_to_wait(
    browser: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def asks_too(_request: Request) -> str:
        return "" if await _second() == 503 else "no answer"

    async def _second() -> int:
        return (
            await health.ready(Request({"type": "http", "state": browser.app_state}))
        ).status_code

    monkeypatch.setattr(health, "_wrong", asks_too)
    assert browser.get("/health/ready").status_code == 200


def test_leaving_ends_our_cookies_and_goes_somewhere_harmless(
    browser: TestClient, session: Session
) -> None:
    sign_in(browser, session, account(session))
    for name in ("__Host-answer-1", "__Host-answer-1-abc", "__Host-other"):
        browser.cookies.set(name, "x", domain="voices.example", path="/")
    answer = browser.get("/exit", follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["location"] == "https://www.bbc.co.uk/weather"
    assert answer.headers["clear-site-data"] == '"cache", "storage"'
    assert answer.headers["referrer-policy"] == "no-referrer"
    ended = answer.headers.get_list("set-cookie")
    named = [cookie.split("=")[0] for cookie in ended]
    assert set(named) == {
        "__Host-session",
        "__Host-half-way",
        "__Host-known-browser",
        "__Host-answer-1",
        "__Host-answer-1-abc",
        "__Host-receipt",
        "__Host-visit",
        "__Host-member",
    }
    assert len(named) == 8
    assert all("Max-Age=0" in cookie and "Secure" in cookie for cookie in ended)


def test_a_link_elsewhere_takes_nobody_the_key_to_what_they_write(browser: TestClient) -> None:
    answer = browser.get("/exit", headers={"sec-fetch-site": "cross-site"}, follow_redirects=False)
    assert answer.status_code == 303
    assert "set-cookie" not in answer.headers
    assert "clear-site-data" not in answer.headers


def test_leaving_goes_where_the_council_says(browser: TestClient, session: Session) -> None:
    council(session, leave_address="https://weather.example/today")
    browser.get("/en/")
    answer = browser.get("/exit", follow_redirects=False)
    assert answer.headers["location"] == "https://weather.example/today"


@pytest.mark.parametrize("path", ["/exit", "/health/live"])
def test_leaving_and_living_do_not_need_the_database(settings: Settings, path: str) -> None:
    gone = replace(settings, database_url="postgresql+psycopg://x@127.0.0.1:1/x")
    with TestClient(create_app(gone), base_url="https://voices.example") as browser:
        assert browser.get(path, follow_redirects=False).status_code in (200, 303)
        assert browser.get("/health/ready").status_code == 503


def test_a_portal_that_can_keep_nothing_is_not_ready(browser: TestClient, engine: Engine) -> None:
    with read_only(engine):
        answer = browser.get("/health/ready")
    assert (answer.status_code, answer.json()) == (503, {"status": "cannot write"})


def test_a_portal_that_is_locked_is_not_ready_and_says_so_soon(
    browser: TestClient, engine: Engine
) -> None:
    if engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL locks rows and tables only")
    started = time.monotonic()
    with locked(engine):
        assert browser.get("/health/ready").json() == {"status": "cannot write"}
    assert time.monotonic() - started < 5


def test_a_portal_without_room_is_not_ready(
    browser: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disk, "WORDS_NEED", 2**62)
    assert browser.get("/health/ready").json() == {"status": "no room"}


def test_who_asks_often_has_nothing_written_each_time(browser: TestClient, engine: Engine) -> None:
    browser.get("/health/ready")
    with read_only(engine):
        assert browser.get("/health/ready").json() == {"status": "ready"}
