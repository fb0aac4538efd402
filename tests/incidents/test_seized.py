"""Whoever takes the disk, a backup or the log home finds no word of a report.

A real server runs with its log and its temporary files in folders that are searched, byte by
byte, for words that only a reporter said; it is killed while a file is on its way.
"""

import io
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx2
import pytest
from PIL import Image
from PIL.ExifTags import Base
from sqlalchemy import Engine, text
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.incidents.records import codes, take_in
from portal.operating import backup
from portal.settings import Settings
from portal.store.db import now
from portal.web.security import SESSION_COOKIE, cookie_name
from tests.cli.conftest import PROGRAMS
from tests.conftest import SECRET
from tests.incidents import canaries
from tests.incidents.factories import Person, approvers, open_vault, team
from tests.incidents.reporter import Reporter

PATIENCE = 30.0
WORDS = {
    "what happened": "Quokka-7731 waited at the bus stop",
    "telephone": "07700-900-773",
    "name": "Ottoline Zwicky-Quill",
    "address": "77 Xylophone Terrace",
    "place": "behind the Vermilion Bakery",
    "added words": "Ibex-4409 came back on Sunday",
    "link words": "tangerine hovercraft",
    "file name": "evidence-Axolotl-5512.jpg",
    "picture's metadata": "Camera-of-Pangolin-8821",
    "text file": "Wombat-6604 wrote this letter",
    "half a file": "Narwhal-3318 was never sent to the end",
    "reply": "Capybara-9027 will telephone you",
    "note": "Marmoset-1185 thinks it is the neighbour",
    "user agent": "Lemur-Browser-2243",
    "forwarded for": "203.0.113.77",
}


@dataclass(frozen=True)
class Server:
    """A portal that runs by itself, and the folders in which it may leave something."""

    process: subprocess.Popen[bytes]
    port: int
    folder: Path

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def serving(settings: Settings, folder: Path) -> Iterator[Server]:
    """Run a portal whose log and temporary files stay in a folder."""
    (folder / "tmp").mkdir(parents=True)
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = int(listener.getsockname()[1])
    environment = os.environ | {
        "PORTAL_SECRET_KEY": SECRET,
        "PORTAL_DATABASE_URL": settings.database_url,
        "PORTAL_VAR": str(settings.var),
        "PORTAL_HTTPS": "false",
        "PORTAL_JOBS": "false",
        "TMPDIR": str(folder / "tmp"),
    }
    command = (sys.executable, "-c", "from portal.cli import main; main()", "serve")
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(  # noqa: S603
            (*command, "--port", str(port)), env=environment, stdout=log, stderr=log
        )
        try:
            _wait(port, process)
            yield Server(process, port, folder)
        finally:
            process.kill()
            process.wait()


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        assert process.poll() is None, "The server stopped by itself."
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    pytest.fail("The server did not start.")


def picture() -> bytes:
    """Take a picture that says with which camera it was taken."""
    image, data = Image.new("RGB", (40, 30), "green"), io.BytesIO()
    exif = image.getexif()
    exif[Base.Model.value] = WORDS["picture's metadata"]
    image.save(data, "JPEG", exif=exif)
    return data.getvalue()


def tell_everything(visitor: httpx2.Client) -> str:
    """Report, add what can be added, send files, and come back; give the code."""
    reporter = Reporter(visitor)  # type: ignore[arg-type]
    reporter.begin().tell(WORDS["what happened"]).wish(
        "contact",
        name=WORDS["name"],
        telephone=WORDS["telephone"],
        address=WORDS["address"],
    )
    code = reporter.send().code
    reporter.post("sent", end=codes.digits(code)[-4:])
    reporter.post("when_where", when="today", place="street", exact_place=WORDS["place"])
    reporter.post("needs", link="yes", link_words=WORDS["link words"])
    files = [
        ("files", (WORDS["file name"], picture(), "image/jpeg")),
        ("files", ("letter.txt", WORDS["text file"].encode(), "text/plain")),
    ]
    assert reporter.post("files", files=files, original="yes").status_code == 200
    reporter.come_back(codes.digits(code))
    assert reporter.post("add", what=WORDS["added words"]).status_code == 200
    return code


def work_on_it(visitor: httpx2.Client, engine: Engine, reader: Person) -> None:
    """Open the case, write a note and a reply."""
    with engine.connect() as connection:
        reference = connection.execute(text("SELECT reference FROM report")).scalar_one()
    page = visitor.get(f"/en/staff/cases/{reference}")
    assert WORDS["what happened"] in page.text
    for action, field, words in (("note", "note", "note"), ("reply", "reply", "reply")):
        sent = visitor.post(
            f"/en/staff/cases/{reference}/{action}",
            data={field: WORDS[words], "_version": _version(engine)},
        )
        assert sent.status_code in (200, 303), sent.text


def _version(engine: Engine) -> str:
    with engine.connect() as connection:
        return str(connection.execute(text("SELECT version FROM report")).scalar_one())


def break_off_an_upload(server: Server, cookies: httpx2.Cookies) -> None:
    """Begin to send a file, and kill the server before its end."""
    body = (
        b'--edge\r\nContent-Disposition: form-data; name="step"\r\n\r\nfiles\r\n--edge\r\n'
        b'Content-Disposition: form-data; name="files"; filename="half.txt"\r\n'
        b"Content-Type: text/plain\r\n\r\n"
    ) + WORDS["half a file"].encode() * 60_000
    carried = "; ".join(f"{name}={value}" for name, value in cookies.items())
    head = (
        f"POST /en/help/speak-up HTTP/1.1\r\nHost: 127.0.0.1\r\nSec-Fetch-Site: same-origin\r\n"
        f"Cookie: {carried}\r\nContent-Type: multipart/form-data; boundary=edge\r\n"
        f"Content-Length: {len(body) + 1000}\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", server.port), PATIENCE) as connection:
        connection.sendall(head.encode() + body)
        time.sleep(0.5)
        server.process.kill()
        assert server.process.wait() == -9


def folders(engine: Engine, *others: Path) -> list[Path]:
    """Name every folder in which the database and the portal may have left something."""
    if engine.dialect.name == "sqlite":
        return list(others)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("CHECKPOINT"))
        data = connection.execute(text("SHOW data_directory")).scalar_one()
    return [Path(data), *others]


@pytest.fixture
def programs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have pg_dump on the path, as a server has."""
    monkeypatch.setenv("PATH", f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}")


def test_every_shape_of_a_word_would_be_found(tmp_path: Path) -> None:
    for number, shape in enumerate(canaries.shapes("Quokka-7731 waited")):
        (tmp_path / str(number)).write_bytes(b"before" + shape + b"after")
    (tmp_path / "packed").write_bytes(b"before" + canaries.packed("Quokka-7731 waited"))
    hits = canaries.found({"word": "Quokka-7731 waited"}, tmp_path)
    assert len(hits) == len(list(tmp_path.iterdir()))


def test_row_3_a_seized_disk_holds_no_word_of_a_report(
    settings: Settings,
    engine: Engine,
    session: Session,
    browser: TestClient,
    tmp_path: Path,
    programs: None,
) -> None:
    people = team(session)
    approvers(session)
    open_vault(browser, session, people[0])
    token = browser.cookies.get(cookie_name(SESSION_COOKIE, https=True)) or ""
    headers = {
        "sec-fetch-site": "same-origin",
        "user-agent": WORDS["user agent"],
        "x-forwarded-for": WORDS["forwarded for"],
    }
    session.commit()
    with serving(settings, tmp_path / "server") as server:
        options = {"base_url": server.url, "headers": headers, "follow_redirects": True}
        with httpx2.Client(**options, timeout=PATIENCE) as visitor:  # type: ignore[arg-type]
            code = tell_everything(visitor)
            cookies = visitor.cookies
        with httpx2.Client(**options, timeout=PATIENCE) as staff:  # type: ignore[arg-type]
            staff.cookies.set(cookie_name(SESSION_COOKIE, https=False), token)
            work_on_it(staff, engine, people[0])
        break_off_an_upload(server, cookies)
    backup.make(settings, engine, tmp_path / "backup", now(), tmp_path / "backup of keys")
    everywhere = folders(engine, tmp_path)
    secret = WORDS | {"code": code, "code in groups": "-".join(_groups(code))}
    assert canaries.found(secret, *everywhere) == []
    with Session(engine) as again:
        assert take_in.found(again, code), "The report was acknowledged and is lost."


def _groups(code: str) -> list[str]:
    return [code[start : start + 4] for start in range(0, len(code), 4)]
