"""What was opened for reading cannot write, and no view runs twice."""

from typing import Any

import httpx2
import pytest
from sqlalchemy import Engine, text
from sqlmodel import Session, select
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from portal.app import create_app
from portal.settings import Settings
from portal.store import jobs
from portal.store.db import LockedError, UndeclaredWriteError, begin
from portal.store.jobs import JobRun
from portal.web.page import View, page, public

INSERT = text("INSERT INTO job_run (name, ran) VALUES ('one', '2026-03-27 12:00:00+00:00')")
COUNT = text("SELECT count(*) FROM job_run")


def visited(settings: Settings, view: View, method: str = "GET", **options: Any) -> httpx2.Response:
    """Visit a portal that has one more page."""
    app = create_app(settings)
    served: Any = page(**options)
    app.router.routes.insert(0, Route("/more", served(public(view)), methods=[method]))
    with TestClient(app, base_url="https://voices.example") as browser:
        headers = {"sec-fetch-site": "same-origin"}
        return browser.request(method, "/en/more", headers=headers)


def writing(_request: Request, session: Session) -> Response:
    session.connection().execute(INSERT)
    return PlainTextResponse("written")


def counting(session: Session) -> int:
    return int(session.connection().execute(COUNT).scalar_one())


@pytest.mark.both
@pytest.mark.parametrize("quick", [True, False])
def test_a_page_that_writes_without_saying_so_is_a_fault_of_ours(
    settings: Settings, caplog: pytest.LogCaptureFixture, *, quick: bool
) -> None:
    assert visited(settings, writing, quick=quick).status_code == 500
    failed = [record.exc_info for record in caplog.records if record.exc_info]
    assert [kind for kind, _, _ in failed] == [UndeclaredWriteError]


@pytest.mark.both
@pytest.mark.parametrize("of", [None, JobRun])
@pytest.mark.parametrize(("read", "share"), [(False, False), (True, True), (False, True)])
def test_a_page_that_only_reads_finds_what_others_lock_and_change(
    settings: Settings, of: type[JobRun] | None, *, read: bool, share: bool
) -> None:
    def reading(_request: Request, session: Session) -> Response:
        query = select(JobRun).where(JobRun.name == "one")
        locked = query.with_for_update(read=read, key_share=share, of=of)
        return PlainTextResponse(f"{len(session.exec(locked).all())} found")

    assert visited(settings, reading).text == "0 found"


@pytest.mark.both
def test_a_page_that_says_so_writes_when_it_is_fetched(settings: Settings) -> None:
    assert visited(settings, writing, writes=True).status_code == 200


@pytest.mark.both
def test_what_comes_after_a_transaction_for_reading_may_write(engine: Engine) -> None:
    with Session(engine) as session:
        begin(session, writes=False)
        assert counting(session) == 0
        session.rollback()
        begin(session, writes=True)
        session.connection().execute(INSERT)
        session.commit()
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        assert connection.execute(COUNT).scalar_one() == 1


@pytest.mark.parametrize("quick", [True, False])
def test_a_view_whose_lock_is_refused_late_does_not_run_twice(
    settings: Settings, *, quick: bool
) -> None:
    runs: list[str] = []

    def locked_late(_request: Request, _session: Session) -> Response:
        runs.append("once")
        raise LockedError

    assert visited(settings, locked_late, "POST", quick=quick).status_code == 503
    assert runs == ["once"]


@pytest.mark.both
def test_one_that_need_not_last_leaves_the_next_as_careful_as_ever(
    engine: Engine, settings: Settings
) -> None:
    sqlite = engine.dialect.name == "sqlite"
    asked = text("PRAGMA synchronous" if sqlite else "SHOW synchronous_commit")
    careful: list[Any] = []
    for said in ({}, {"lasting": False}, {}):
        with jobs.transaction(engine, settings, **said) as session:
            careful.append(session.connection().execute(asked).scalar_one())
    assert careful == ([2, 1, 2] if sqlite else ["on", "off", "on"])
