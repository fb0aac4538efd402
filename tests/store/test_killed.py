"""A response whose receipt was shown is there, whole and once, even if the server is killed.

A killed process alone cannot prove that a power cut loses nothing: the system still holds
what was written. So that every commit reaches the disk is asserted as well.
"""

import contextlib
import os
import re
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import httpx2
import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from portal.consultations.models import Consultation, Response, WrittenAnswer
from portal.settings import Settings
from portal.store.db import open_engine
from tests.conftest import SECRET
from tests.consultations.answering.test_responding import carried
from tests.consultations.factories import consultation, question

pytestmark = pytest.mark.both

CLIENTS = 16
RECEIPTS_BEFORE_THE_KILL = 48
PATIENCE = 30.0

RESPOND = "/en/consultations/parks/respond"
CODE = re.compile(r'class="code"[^>]*>([0-9A-Z*~$=-]{29})<')


@dataclass
class Resident:
    """One client, the receipts that were shown to it, and what it was sending when cut off."""

    browser: httpx2.Client
    receipts: dict[str, str] = field(default_factory=dict)
    sending: dict[str, dict[str, str]] = field(default_factory=dict)

    def answer(self, idea: str) -> None:
        """Answer as somebody new: a section, the page to check, sending, the receipt."""
        self.browser.cookies.clear()
        answers = {"_shown": ["group", "idea", "more"], "group": "yes", "more": "Benches"}
        self.browser.post(f"{RESPOND}/s1", data=answers | {"idea": idea})
        form = carried(self.browser.get(f"{RESPOND}/check").text)
        self.sending = {idea: form}
        self.send(form, idea)

    def send(self, form: dict[str, str], idea: str) -> None:
        """Press the last button, and keep the receipt's code once it is shown."""
        page = self.browser.post(f"{RESPOND}/check", data=form)
        self.receipts[idea] = found(CODE, page.text)
        self.sending = {}


def found(pattern: re.Pattern[str], page: str) -> str:
    match = pattern.search(page)
    assert match, page
    return match[1]


def keep_answering(resident: Resident, name: int) -> None:
    """Send one response after the other until the server is gone."""
    with contextlib.suppress(httpx2.TransportError):
        for number in count():
            resident.answer(f"Idea {name}-{number}.")


def serve(settings: Settings, port: int) -> subprocess.Popen[bytes]:
    command = (Path(sys.executable).with_name("portal"), "serve", "--port", str(port))
    environment = os.environ | {
        "PORTAL_SECRET_KEY": SECRET,
        "PORTAL_DATABASE_URL": settings.database_url,
        "PORTAL_VAR": str(settings.var),
        "PORTAL_HTTPS": "false",
        "PORTAL_JOBS": "false",
    }
    process = subprocess.Popen(command, env=environment)  # noqa: S603
    wait_until_it_listens(port, process)
    return process


def wait_until_it_listens(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        assert process.poll() is None, "The server stopped by itself."
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    pytest.fail("The server did not start.")


def wait_for_receipts(residents: list[Resident]) -> None:
    deadline = time.monotonic() + PATIENCE
    while sum(len(resident.receipts) for resident in residents) < RECEIPTS_BEFORE_THE_KILL:
        assert time.monotonic() < deadline, "Too few receipts were shown."
        time.sleep(0.005)


@pytest.fixture
def port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@pytest.fixture
def parks(database_url: str) -> Iterator[Engine]:
    """Open a consultation, in a database that no portal serves yet."""
    engine = open_engine(database_url)
    section = [question("group", "single"), question("idea", "long"), question("more")]
    with Session(engine) as session:
        consultation(session, section, ask_equality=False)
    yield engine
    engine.dispose()


@pytest.fixture
def residents(port: int) -> Iterator[list[Resident]]:
    with contextlib.ExitStack() as stack:
        yield [
            Resident(
                stack.enter_context(
                    httpx2.Client(
                        base_url=f"http://127.0.0.1:{port}",
                        follow_redirects=True,
                        timeout=PATIENCE,
                        headers={"sec-fetch-site": "same-origin"},
                    )
                )
            )
            for _ in range(CLIENTS)
        ]


def test_a_killed_server_keeps_every_response_whose_receipt_was_shown(
    settings: Settings, parks: Engine, port: int, residents: list[Resident]
) -> None:
    process = serve(settings, port)
    with ThreadPoolExecutor(CLIENTS) as threads:
        done = [threads.submit(keep_answering, r, n) for n, r in enumerate(residents)]
        try:
            wait_for_receipts(residents)
        finally:
            process.kill()
        assert process.wait() == -9
    assert [one.result() for one in done] == [None] * CLIENTS
    shown = {idea: code for r in residents for idea, code in r.receipts.items()}
    kept = kept_ideas(parks)
    assert shown.keys() <= kept.keys()
    assert set(kept.values()) == {1}

    process = serve(settings, port)
    try:
        for idea, code in shown.items():
            opened = residents[0].browser.post("/en/receipt", data={"receipt_code": code})
            assert idea in opened.text
            assert "Benches" in opened.text
        cut_off = {idea: (r, form) for r in residents for idea, form in r.sending.items()}
        for idea, (resident, form) in cut_off.items():
            resident.send(form, idea)
    finally:
        process.kill()
        process.wait()
    kept = kept_ideas(parks)
    assert shown.keys() | cut_off.keys() <= kept.keys()
    assert set(kept.values()) == {1}


def kept_ideas(engine: Engine) -> Counter[str]:
    """Count how often each idea is kept, once every response has been found to be whole."""
    with Session(engine) as session:
        written: dict[str, dict[str, str]] = {}
        for answer in session.exec(select(WrittenAnswer)):
            written.setdefault(answer.response_id, {})[answer.question] = answer.text
        responses = session.exec(select(Response)).all()
        assert session.exec(select(Consultation.slug)).all() == ["parks"]
        assert {response.id for response in responses} == written.keys()
    for response in responses:
        assert response.answers == {"group": "yes"}
        assert written[response.id].keys() == {"idea", "more"}
    return Counter(answers["idea"] for answers in written.values())


def test_every_commit_reaches_the_disk(database_url: str) -> None:
    engine = open_engine(database_url)
    with engine.connect() as connection:
        ask = connection.exec_driver_sql
        if engine.dialect.name == "sqlite":
            assert ask("PRAGMA synchronous").scalar_one() == 2  # FULL
            assert ask("PRAGMA journal_mode").scalar_one() == "wal"
        else:
            assert ask("SHOW synchronous_commit").scalar_one() == "on"
            assert ask("SHOW fsync").scalar_one() == "on"
    engine.dispose()
