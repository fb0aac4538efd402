"""Bodies are read as long as enough comes in, and files only of somebody who is known."""

from collections.abc import AsyncIterator, Callable
from contextlib import suppress

import anyio
import pytest
from sqlmodel import Session
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.testclient import TestClient
from starlette.types import Message

from portal.accounts.models import Role
from portal.web import body, incoming
from portal.web.incoming import Memory
from tests.accounts.factories import account, sign_in
from tests.consultations.factories import consultation
from tests.incidents.factories import team
from tests.incidents.reporter import Reporter

URL_ENCODED = "application/x-www-form-urlencoded"
DOCUMENTS = "/en/staff/consultations/parks/documents"
LARGE = b"a" * (2 * body.FORM_BYTES)

Sending = AsyncIterator[bytes]


@pytest.fixture(autouse=True)
def _less_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(incoming, "WINDOW_SECONDS", 0.3)
    monkeypatch.setattr(incoming, "_MOMENT", 0.05)


async def silence() -> Sending:
    yield b"a=b"
    await anyio.sleep(5)


async def trickle() -> Sending:
    for _ in range(100):
        yield b"a"
        await anyio.sleep(0.02)


async def steady() -> Sending:
    for _ in range(10):
        yield b"a" * 100
        await anyio.sleep(0.06)


async def at_once() -> Sending:
    yield b"a=" + b"b" * 100_000


async def half() -> Sending:
    yield b"a=" + b"b" * 100_000
    await anyio.sleep(0.2)
    yield b"b" * 100_000


async def read(sending: Callable[[], Sending]) -> FormData:
    """Read a form that is sent like this."""
    parts = sending()

    async def receive() -> Message:
        part = await anext(parts, b"")
        return {"type": "http.request", "body": part, "more_body": part != b""}

    scope = {"type": "http", "headers": [(b"content-type", URL_ENCODED.encode())]}
    return await body.form(Request(scope, receive), None)


@pytest.mark.parametrize("sending", [silence, trickle])
def test_a_body_that_brings_too_little_is_given_up(sending: Callable[[], Sending]) -> None:
    with pytest.raises(HTTPException) as refused:
        anyio.run(read, sending)
    assert refused.value.status_code == 408
    assert refused.value.headers == {"connection": "close"}
    assert body.forms_memory.taken == 0


def test_a_body_that_keeps_its_pace_may_take_longer() -> None:
    assert [len(name) for name in anyio.run(read, steady)] == [1000]


def test_what_is_read_holds_its_room_until_the_answer_has_left() -> None:
    async def one() -> None:
        form = await read(at_once)
        assert body.forms_memory.taken > 80_000
        await form.close()

    anyio.run(one)
    assert body.forms_memory.taken == 0


def test_where_there_is_no_room_whoever_sends_slowest_gives_way(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    memory = Memory(150_000)
    monkeypatch.setattr(body, "_FORM", body._FORM._replace(memory=memory))
    monkeypatch.setattr(incoming, "_FAIR", 2_000_000)
    told: list[int] = []

    async def slow() -> None:
        try:
            await read(half)
        except HTTPException as refused:
            told.append(refused.status_code)

    async def both() -> None:
        async with anyio.create_task_group() as group:
            group.start_soon(slow)
            await anyio.sleep(0.1)
            form = await read(at_once)
            told.append(len(str(form["a"])))
            await form.close()

    anyio.run(both)
    assert sorted(told) == [503, 100_000]
    assert memory.taken == 0


def test_whoever_breaks_off_leaves_no_room_taken() -> None:
    async def gone() -> Message:
        return {"type": "http.disconnect"}

    async def broken() -> None:
        scope = {"type": "http", "headers": [(b"content-type", URL_ENCODED.encode())]}
        with suppress(ClientDisconnect):
            await body.form(Request(scope, gone), None)

    anyio.run(broken)
    assert body.forms_memory.taken == 0


def test_files_of_somebody_who_may_not_open_the_page_are_not_read(
    browser: TestClient, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    consultation(session)
    monkeypatch.setattr(body.uploads_memory, "most", 0)
    for role in (None, Role.ANALYST):
        if role:
            sign_in(browser, session, account(session, role))
        sent = browser.post(DOCUMENTS, files={"file": ("a.pdf", LARGE)})
        assert sent.status_code == 403


def test_files_of_an_officer_take_their_room(
    browser: TestClient, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    consultation(session)
    sign_in(browser, session, account(session, Role.OFFICER))
    monkeypatch.setattr(body.uploads_memory, "most", 0)
    assert browser.post(DOCUMENTS, files={"file": ("a.pdf", LARGE)}).status_code == 503


def test_files_are_read_only_after_the_code_of_a_report(
    browser: TestClient, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    team(session)
    monkeypatch.setattr(body.uploads_memory, "most", 0)
    unsent = Reporter(browser).begin()
    unread = unsent.post("files", files={"files": ("a.txt", LARGE)})
    assert unread.status_code == 200
    assert "no longer open" in unread.text
    sent = Reporter(browser).begin().tell("They shouted at me.").wish().send()
    assert sent.post("files", files={"files": ("a.txt", LARGE)}).status_code == 503


def test_half_a_text_is_not_taken_for_the_whole(browser: TestClient, session: Session) -> None:
    team(session)
    reporter = Reporter(browser).begin()
    page = reporter.post("what", files={"what": (None, LARGE)})
    assert page.status_code == 422
    assert 'name="step" value="what"' in page.text
