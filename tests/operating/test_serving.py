"""The portal as a process: it starts, answers, keeps quiet about visitors, and stops."""

import os
import resource
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx2
import pytest

from portal.operating import connections, serving

pytestmark = pytest.mark.both

PATIENCE = 60.0
SECRET = "a-secret-for-tests-of-at-least-32-characters"


class Process:
    """One `portal` command at work in a folder, and what it wrote."""

    def __init__(self, folder: Path, *arguments: str, **environment: str) -> None:
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.output = folder / "output"
        known = {k: v for k, v in os.environ.items() if not k.startswith(("PORTAL_", "PORT"))}
        with self.output.open("w") as output:
            self.process = subprocess.Popen(  # noqa: S603
                [Path(sys.executable).with_name("portal"), *arguments],
                cwd=folder,
                env=known | environment | {"PORT": str(self.port)},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    def get(self, path: str) -> httpx2.Response:
        """Open a page, once the portal listens."""
        deadline = time.monotonic() + PATIENCE
        while True:
            assert self.process.poll() is None, self.output.read_text()
            try:
                return httpx2.get(self.address + path, timeout=30, follow_redirects=True)
            except httpx2.ConnectError:
                assert time.monotonic() < deadline, self.output.read_text()
                time.sleep(0.2)

    def stop(self, number: int = signal.SIGTERM) -> int:
        """Ask it to stop and give its exit code."""
        self.process.send_signal(number)
        return self.process.wait(20)


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Process]:
    process = Process(tmp_path, "demo")
    yield process
    process.process.kill()
    process.process.wait()


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Process]:
    settings = {"PORTAL_SECRET_KEY": SECRET, "PORTAL_HTTPS": "false"}
    process = Process(tmp_path, "serve", **settings)
    yield process
    process.process.kill()
    process.process.wait()


def test_a_port_that_is_taken_is_told_before_anything_is_written(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        process = Process(tmp_path, "demo", "--port", port)
        assert process.process.wait(PATIENCE) == 1
    assert f"cannot listen on 127.0.0.1 port {port}" in process.output.read_text()
    assert "Traceback" not in process.output.read_text()
    assert not (tmp_path / "var").exists()


def test_the_second_piece_of_an_answer_does_not_wait_for_the_first() -> None:
    with (
        serving.listen("127.0.0.1", 0) as listening,
        socket.create_connection(listening.getsockname()),
        listening.accept()[0] as connection,
    ):
        assert connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_the_demonstration_does_not_open_a_real_portal(tmp_path: Path) -> None:
    settings = {"PORTAL_SECRET_KEY": SECRET, "PORTAL_PUBLIC_URL": "https://voices.example"}
    account = ("account", "create", "a@council.example", "Ann", "--role", "officer")
    assert Process(tmp_path, *account, **settings).process.wait(PATIENCE) == 0
    process = Process(tmp_path, "demo")
    assert process.process.wait(PATIENCE) == 1
    assert "holds a real portal" in process.output.read_text()


def test_the_demonstration_says_where_it_is_and_who_can_sign_in(demo: Process) -> None:
    assert demo.get("/").status_code == 200
    told = demo.output.read_text()
    for line in (f"{demo.address}/en/ ", "/cy/ ", "/pl/ ", "/ur/ ", "/ar/ ", "Cymraeg"):
        assert line in told
    assert f"{demo.address}/en/account/sign-in" in told
    assert "everything@voices.example" in told


def test_the_demonstration_is_kept_and_started_again(demo: Process, tmp_path: Path) -> None:
    demo.get("/health/ready")
    secret = (tmp_path / "var" / "secret").read_text()
    assert demo.stop() == 0
    again = Process(tmp_path, "demo")
    assert "Our draft race equality scheme" in again.get("/en/consultations").text
    assert again.stop(signal.SIGINT) == 0
    assert (tmp_path / "var" / "secret").read_text() == secret


def test_nobody_else_on_the_machine_reads_what_is_kept(demo: Process, tmp_path: Path) -> None:
    demo.get("/health/ready")
    kept = [tmp_path / "var" / name for name in ("secret", "portal.db", "audit-head")]
    assert [file.stat().st_mode & 0o077 for file in kept] == [0, 0, 0]


def test_serving_migrates_sqlite_answers_and_stops_when_told(serve: Process) -> None:
    assert serve.get("/health/ready").json() == {"status": "ready"}
    assert serve.stop() == 0


def test_a_thousand_slow_forms_keep_nobody_out_and_leave_no_line(serve: Process) -> None:
    # While it starts, it is given the limits of a plain Linux.
    resource.prlimit(serve.process.pid, resource.RLIMIT_NOFILE, (1024, 8192))
    serve.get("/health/ready")
    connections.most()  # the test opens as many files as the portal does
    form = b"POST /en/receipt HTTP/1.1\r\nHost: v\r\nContent-Length: 500000\r\n"
    form += b"Content-Type: application/x-www-form-urlencoded\r\n\r\nreceipt_code=x"
    with ExitStack() as standing:
        for _ in range(1080):
            slow = socket.create_connection(("127.0.0.1", serve.port))
            standing.enter_context(slow).sendall(form)
        for path in ("/health/live", "/en/"):
            assert httpx2.get(serve.address + path, timeout=5).status_code == 200
    assert httpx2.get(f"{serve.address}/health/ready", timeout=5).status_code == 200
    assert serve.output.read_text() == f"The portal listens on 127.0.0.1 port {serve.port}.\n"


def test_serving_tells_visitors_nothing_and_notes_nothing_about_them(serve: Process) -> None:
    serve.get("/health/ready")
    missing = serve.get("/en/nowhere?who=somebody")
    assert missing.status_code == 404
    assert "server" not in missing.headers
    serve.stop()
    assert serve.output.read_text() == f"The portal listens on 127.0.0.1 port {serve.port}.\n"
