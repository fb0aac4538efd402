"""Back and Forward between the pages of a report: they show our pages, and only in this browser."""

import dataclasses
import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, event, text
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, select
from starlette.testclient import TestClient

from portal.incidents.models import Report, ReporterMemory
from portal.incidents.records import codes
from portal.incidents.reporting import shelf
from portal.incidents.reporting.shelf import Shelf
from portal.settings import Settings
from portal.store import disk
from portal.store.memory import Memory, at_hand
from tests.incidents.factories import arrange, team
from tests.incidents.reporter import ADDRESS, Reporter

WORDS = "They shouted at my mother."
HOUR = 60 * 60


@dataclasses.dataclass
class Clock:
    """A clock that a test sets."""

    now: float = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def reporter(browser: TestClient, session: Session) -> Reporter:
    """Open the first page, on a portal that takes reports in."""
    team(session)
    return Reporter(browser)


def walked(reporter: Reporter) -> dict[str, str]:
    """Walk through the short report, and give the address of each page."""
    visited = {"first": str(reporter.page.url)}
    steps: list[tuple[str, str, dict[str, Any]]] = [
        ("before", "start", {}),
        ("what", "before", {}),
        ("reply", "what", {"what": WORDS, "danger": "unsure"}),
        ("send", "reply", {"reply": "code"}),
    ]
    for name, step, fields in steps:
        visited[name] = str(reporter.post(step, **fields).url)
    return visited


def row(session: Session, engine: Engine) -> bytes:
    """Read the one row on the shelf, wherever it is."""
    if engine.dialect.name == "sqlite":
        (kept,) = at_hand(session).of(Shelf)._rows.values()
        return kept[3]
    session.rollback()
    return session.exec(select(ReporterMemory.sealed)).one()


def forget(session: Session, engine: Engine) -> None:
    """Let the shelf lose all it has, as when the portal is started anew."""
    at_hand(session)._kept.pop(Shelf, None)
    session.rollback()
    session.execute(text("DELETE FROM reporter_memory"))
    session.commit()


@contextmanager
def full(engine: Engine) -> Iterator[None]:
    """Have the disk be full when a transaction is to be kept."""

    def fail(connection: Connection) -> None:
        connection.connection.rollback()
        why = sqlite3.OperationalError("database or disk is full")
        why.sqlite_errorcode = sqlite3.SQLITE_FULL
        raise OperationalError("COMMIT", {}, why)

    event.listen(engine, "commit", fail)
    yield
    event.remove(engine, "commit", fail)


def reserve_and_keep(rows: Shelf, name: str, source: bytes, size: int, sealed: bytes = b"") -> bool:
    """Keep a row, as a transaction does that comes to its end."""
    if not rows.reserve(name, source, size):
        return False
    rows.keep(name, source, size, sealed)
    return True


def test_behind_a_report_that_could_not_be_kept_its_words_stand_and_it_is_not_called_sent(
    reporter: Reporter, session: Session, engine: Engine
) -> None:
    send = walked(reporter)["send"]
    before = row(session, engine)
    with full(engine):
        assert reporter.send().page.status_code == 503
    assert row(session, engine) == before
    reporter.page = reporter.browser.get(send)
    assert "Look at it once more" in reporter.text
    assert WORDS in reporter.text
    assert session.exec(select(Report)).all() == []
    assert reporter.send().code


def test_room_for_a_page_that_could_not_be_kept_is_given_back(
    reporter: Reporter, session: Session, engine: Engine, memory: Memory
) -> None:
    walked(reporter)
    taken = dict(memory.of(Shelf)._taken)
    carried = _carried(reporter)
    with full(engine):
        for _ in range(3):
            reporter.browser.post(ADDRESS, data={**carried, "step": "send"})
    assert memory.of(Shelf)._taken == taken


def test_where_there_is_no_room_any_more_what_was_said_before_is_not_shown_as_unsent(
    reporter: Reporter, session: Session, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    visited = walked(reporter)
    monkeypatch.setattr(shelf, "_ROW_BYTES", shelf._MOST_BYTES)
    assert reporter.send().code
    session.rollback()
    assert session.exec(select(ReporterMemory)).all() == []
    for name in ("what", "send"):
        page = reporter.browser.get(visited[name])
        assert "The page you came from is no longer open" in page.text
        assert WORDS not in page.text


def test_a_report_that_was_sent_fits_where_its_words_had_been(
    reporter: Reporter, monkeypatch: pytest.MonkeyPatch
) -> None:
    visited = walked(reporter)
    monkeypatch.setattr(shelf, "_MOST_BYTES", 100)
    code = reporter.send().code
    reporter.page = reporter.browser.get(visited["send"])
    assert reporter.code == code


def test_what_could_not_be_sent_is_a_page_to_go_back_to_until_it_is(
    reporter: Reporter, session: Session
) -> None:
    walked(reporter)
    take_in(session, reports=False)
    closed = reporter.send().page
    assert closed.request.method == "GET"
    for page in (closed, reporter.browser.get(str(closed.url))):
        assert "Nothing was sent" in page.text
        assert "You cannot write to us here at the moment" in page.text
        assert WORDS in page.text
    take_in(session, reports=True)
    later = reporter.browser.get(str(closed.url))
    assert "You cannot write to us here at the moment" not in later.text
    code = reporter.send().code
    reporter.page = reporter.browser.get(str(closed.url))
    assert reporter.code == code


def test_an_addition_that_finds_no_room_is_a_page_to_go_back_to_and_to_send_again(
    reporter: Reporter, session: Session, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    reporter.come_back(codes.letters(reporter.report(WORDS)))
    more = {**_carried(reporter), "step": "add", "page": "p", "what": "They came again."}
    with monkeypatch.context() as patch:
        patch.setattr(disk, "WORDS_NEED", disk.free(settings) * 2)
        page = reporter.browser.post(ADDRESS, data=more)
        assert page.request.method == "GET"
        assert "Nothing was sent" in page.text
        reporter.page = reporter.browser.get(str(page.url))
    form = reporter.text.partition('<form id="again"')[2].partition("</form>")[0]
    pairs = dict(re.findall(r'name="([^"]*)" value="([^"]*)"', form))
    assert pairs["what"] == "They came again."
    switched = reporter.browser.post(ADDRESS, data=pairs | {"_switch": "cy"})
    assert "They came again.</textarea>" in switched.text
    assert "We have it. Thank you." in reporter.browser.post(ADDRESS, data=pairs).text


def take_in(session: Session, *, reports: bool) -> None:
    """Have the council take reports in, or not."""
    arrange(session, enabled=reports)
    session.commit()


def test_in_another_browser_an_address_shows_the_first_page(reporter: Reporter) -> None:
    visited = walked(reporter)
    reporter.browser.cookies.clear()
    for address in visited.values():
        page = reporter.browser.get(address)
        assert page.status_code == 200
        assert "Start now" in page.text
        assert WORDS not in page.text
        assert "no longer open" not in page.text
        assert "set-cookie" not in page.headers


def test_after_leaving_no_address_shows_what_was_typed(reporter: Reporter) -> None:
    visited = walked(reporter)
    reporter.browser.get("/exit", follow_redirects=False)
    assert not any(WORDS in reporter.browser.get(address).text for address in visited.values())


@pytest.mark.parametrize("at", ["", "nonsense", "A" * 150, "%00", "é", "x" * 5000])
def test_an_address_that_names_no_page_shows_the_first_one(reporter: Reporter, at: str) -> None:
    reporter.begin()
    page = reporter.browser.get(f"{ADDRESS}?at={at}")
    assert page.status_code in (200, 404)
    assert WORDS not in page.text


def test_every_form_leads_to_a_page_that_is_fetched_and_says_nothing_of_its_step(
    reporter: Reporter,
) -> None:
    visited = walked(reporter)
    lengths = {len(address) for name, address in visited.items() if name != "first"}
    assert len(set(visited.values())) == 5
    assert len(lengths) == 1
    assert reporter.page.request.method == "GET"
    assert [step.status_code for step in reporter.page.history] == [303]
    assert reporter.page.history[0].headers["referrer-policy"] == "no-referrer"
    assert len(reporter.page.content) % (16 * 1024) == 0
    assert reporter.page.headers["content-encoding"] == "identity"
    assert reporter.page.headers["cache-control"] == "no-store"


def test_back_and_forward_show_each_page_with_what_was_typed_on_it(reporter: Reporter) -> None:
    visited = walked(reporter)
    what = reporter.browser.get(visited["what"]).text
    assert WORDS in what
    assert 'value="unsure" checked' in what
    assert 'value="code" checked' in reporter.browser.get(visited["reply"]).text
    assert "I understand, continue" in reporter.browser.get(visited["before"]).text
    assert "Look at it once more" in reporter.browser.get(visited["send"]).text
    reporter.page = reporter.browser.get(visited["what"])
    reporter.tell("Something else.")
    assert "Something else." in reporter.browser.get(visited["send"]).text
    assert "Something else." in reporter.browser.get(visited["what"].replace("/en/", "/ur/")).text


def test_what_was_wrong_is_said_once_and_not_when_somebody_goes_back(reporter: Reporter) -> None:
    wrong = reporter.begin().tell("").page
    assert (wrong.status_code, wrong.request.method) == (422, "GET")
    assert "There is a problem" in wrong.text
    reporter.tell(WORDS)
    again = reporter.browser.get(str(wrong.url))
    assert again.status_code == 200
    assert "There is a problem" not in again.text
    assert WORDS in again.text


def test_behind_a_report_that_was_sent_there_is_its_code_and_no_word_of_it(
    reporter: Reporter,
) -> None:
    visited = walked(reporter)
    code = reporter.send().code
    for name in ("before", "what", "reply", "send"):
        reporter.page = reporter.browser.get(visited[name])
        assert reporter.code == code
        assert WORDS not in reporter.text
    reporter.post("sent", none="yes")
    for address in visited.values():
        assert "Start now" in reporter.browser.get(address).text


def test_pages_after_coming_back_with_a_code_can_be_gone_back_to(reporter: Reporter) -> None:
    code = reporter.report(WORDS)
    status = reporter.come_back(codes.letters(code))
    assert status.request.method == "GET"
    reporter.post("status", _back="files")
    files = reporter.post("files")
    assert "Choose a file." in files.text
    assert "Choose a file." in reporter.browser.get(str(files.url)).text
    added = reporter.browser.post(ADDRESS, data={**_carried(reporter), "step": "add", "what": "x"})
    assert "We have it. Thank you." in added.text
    assert "We have it. Thank you." not in reporter.browser.get(str(status.url)).text


def _carried(reporter: Reporter) -> dict[str, str]:
    return {"so_far": reporter.so_far}


def test_what_is_remembered_is_sealed_and_no_word_of_it_is_in_the_database(
    reporter: Reporter, session: Session, engine: Engine
) -> None:
    walked(reporter)
    assert WORDS.encode() not in row(session, engine)
    session.rollback()
    on_disk = 0 if engine.dialect.name == "sqlite" else 1
    assert len(session.exec(select(ReporterMemory)).all()) == on_disk


def test_the_table_reaches_no_replica(engine: Engine) -> None:
    if engine.dialect.name != "postgresql":
        pytest.skip("SQLite has no such tables, and needs none: its rows are in memory.")
    with engine.connect() as connection:
        query = "SELECT relpersistence FROM pg_class WHERE relname = 'reporter_memory'"
        assert connection.execute(text(query)).scalar() == "u"


def test_a_portal_that_was_started_anew_loses_nothing_of_the_page_that_is_open(
    reporter: Reporter, session: Session, engine: Engine
) -> None:
    visited = walked(reporter)
    forget(session, engine)
    page = reporter.browser.get(visited["what"])
    assert "The page you came from is no longer open" in page.text
    assert "we remember what you type for one hour at most" in page.text
    reporter.post("send", _back="what")
    assert WORDS in reporter.text
    assert WORDS in reporter.browser.get(visited["what"]).text


def test_where_there_is_no_room_a_form_is_answered_at_once_and_nothing_is_lost(
    reporter: Reporter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelf, "_MOST_BYTES", 100)
    reporter.begin()
    assert reporter.page.request.method == "POST"
    assert len(reporter.page.content) % (16 * 1024) == 0
    reporter.tell(WORDS).wish()
    assert WORDS in reporter.text
    assert reporter.tell("").page.status_code == 422
    assert reporter.tell(WORDS).wish().send().code


def test_texts_that_are_far_too_long_take_no_room_and_stay_in_the_page(
    reporter: Reporter, memory: Memory
) -> None:
    reporter.begin()
    carried = _carried(reporter)
    what = {**carried, "step": "what", "what": "x" * 15_000, "danger": "no"}
    before = reporter.browser.post(ADDRESS, data=what)
    assert before.request.method == "GET"
    taken = memory.of(Shelf)._taken.total()
    for _ in range(3):
        page = reporter.browser.post(ADDRESS, data=what | {"what": "x" * 21_000})
        assert (page.status_code, page.request.method) == (422, "POST")
        assert "x" * 21_000 in page.text
    # A page that is answered as wrong keeps nothing, so what was at hand before stays.
    assert memory.of(Shelf)._taken.total() == taken
    assert "x" * 15_000 in reporter.browser.get(str(before.url)).text


def test_behind_a_proxy_that_tells_no_networks_a_stranger_takes_back_from_nobody(
    reporter: Reporter, memory: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelf, "_MOST_OF_ONE", 30_000)
    for _ in range(3):
        reporter.browser.cookies.clear()
        Reporter(reporter.browser).begin().tell("x" * 15_000)
    reporter.browser.cookies.clear()
    assert Reporter(reporter.browser).begin().page.request.method == "GET"
    assert set(memory.of(Shelf)._taken) == {b""}


def test_a_network_that_is_told_takes_no_more_than_its_share_of_pages(
    browser: TestClient, session: Session, memory: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    team(session)
    monkeypatch.setattr(shelf, "_MOST_OF_ONE", 30_000)
    browser.app_state["settings"] = dataclasses.replace(
        browser.app_state["settings"], source_header="X-Network"
    )
    pages = []
    for network in ("192.0.2.0", "192.0.2.0", "192.0.2.0", "198.51.100.0"):
        browser.cookies.clear()
        browser.headers["X-Network"] = network
        pages.append(Reporter(browser).begin().tell("x" * 12_000).page.request.method)
    assert pages == ["GET", "GET", "POST", "GET"]
    assert len(memory.of(Shelf)._taken) == 2


def test_a_row_stays_for_an_hour_after_it_was_kept_last() -> None:
    clock = Clock()
    rows = Shelf(clock)
    assert reserve_and_keep(rows, "a", b"net", 1, b"x")
    clock.now = HOUR - 1
    assert reserve_and_keep(rows, "b", b"net", 1, b"y")
    assert reserve_and_keep(rows, "a", b"net", 1, b"z")
    clock.now = 2 * HOUR - 2
    assert (rows.get("a"), rows.get("b")) == (b"z", b"y")
    clock.now = 2 * HOUR
    assert (rows.get("a"), rows.get("b")) == (b"", b"")
    assert rows._taken == {}


def test_one_network_takes_no_more_than_its_share_and_gets_it_back() -> None:
    clock = Clock()
    rows = Shelf(clock)
    big = 1024 * 1024 - 1000
    taken = [reserve_and_keep(rows, str(number), b"one", big) for number in range(3)]
    assert taken == [True, True, False]
    assert reserve_and_keep(rows, "1", b"one", big)
    others = [reserve_and_keep(rows, f"{net}", net.to_bytes(2), big) for net in range(100, 200)]
    assert others.count(True) == 30
    clock.now = HOUR + 1
    assert reserve_and_keep(rows, "2", b"one", big)


def test_rows_of_a_table_are_deleted_when_their_hour_is_over(
    session: Session, engine: Engine
) -> None:
    now = datetime(2026, 12, 1, 12, 0, tzinfo=UTC)
    for name, minutes in (("old", -1), ("young", 20)):
        expires = now + timedelta(minutes=minutes)
        session.add(ReporterMemory(name=name, sealed=b"x", expires=expires))
    session.flush()
    shelf.forget_expired(session, now)
    assert session.exec(select(ReporterMemory.name)).all() == ["young"]
