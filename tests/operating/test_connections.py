"""Connections that send slowly, too much or nothing keep nobody else from the portal."""

import socket
import threading
import time
from collections.abc import Callable, Iterator

import httpx2
import pytest

from portal.app import create_app
from portal.operating import connections, serving
from portal.settings import Settings
from portal.web import incoming
from portal.web.security import HEADERS_BYTES

pytestmark = pytest.mark.both

FORM = (
    b"POST /en/receipt HTTP/1.1\r\nHost: voices.example\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\n"
    b"Content-Length: 500000\r\n\r\nreceipt_code=x"
)
MOST = 40

Open = Callable[[bytes], socket.socket]


@pytest.fixture
def address(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Iterator[tuple[str, int]]:
    """Serve as the command does, with less patience and for fewer visitors."""
    if not settings.database_url.startswith("sqlite"):
        pytest.skip("the database has no part in this")
    monkeypatch.setattr(connections.Connection, "most", MOST)
    monkeypatch.setattr(connections, "_HEADERS_SECONDS", 1)
    monkeypatch.setattr(connections, "_REST_SECONDS", 1)
    monkeypatch.setattr(incoming, "WINDOW_SECONDS", 1.0)
    with serving.listen("127.0.0.1", 0) as listening:
        here: tuple[str, int] = listening.getsockname()
        server = serving.server(create_app(settings))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        while not server.started:
            time.sleep(0.05)
        httpx2.get(f"http://{here[0]}:{here[1]}/en/")
        yield here
        server.should_exit = True
        thread.join(30)
    assert capfd.readouterr().err == ""  # no line for any connection


@pytest.fixture
def begin(address: tuple[str, int]) -> Iterator[Open]:
    """Open connections that begin with some bytes and then wait."""
    opened = []

    def begun(sent: bytes) -> socket.socket:
        connection = socket.create_connection(address, timeout=10)
        opened.append(connection)
        connection.sendall(sent)
        return connection

    yield begun
    for connection in opened:
        connection.close()


def answers(address: tuple[str, int], path: str) -> int:
    """Ask for a page, as a newcomer who waits for two seconds."""
    status: int = httpx2.get(f"http://{address[0]}:{address[1]}{path}", timeout=2).status_code
    return status


def heard(connection: socket.socket) -> bytes:
    """Read all that comes until the other side closes."""
    parts = []
    try:
        while part := connection.recv(65536):
            parts.append(part)
    except ConnectionResetError:
        pass
    return b"".join(parts)


def pour(connection: socket.socket, piece: bytes) -> None:
    """Send a piece again and again: 64 MB."""
    for _ in range(1000):
        connection.sendall(piece)


@pytest.mark.parametrize("sent", [b"", b"GET /en/ HTTP/1.1\r\nHost: v", FORM])
def test_more_connections_than_are_let_in_keep_no_newcomer_out(
    address: tuple[str, int], begin: Open, sent: bytes
) -> None:
    standing = [begin(sent) for _ in range(2 * MOST)]
    assert [answers(address, path) for path in ("/health/live", "/en/")] == [200, 200]
    assert heard(standing[0]) == b""


@pytest.mark.parametrize("sent", [b"", b"GET /en/ HTTP/1.1\r\nHost: v", b"GE"])
def test_headers_that_do_not_come_are_not_waited_for(begin: Open, sent: bytes) -> None:
    started = time.monotonic()
    assert heard(begin(sent)) == b""
    assert time.monotonic() - started < 5


def test_a_form_that_comes_too_slowly_is_told_so_and_given_up(begin: Open) -> None:
    slow = begin(FORM)
    told = heard(slow).decode()
    assert told.startswith("HTTP/1.1 408")
    assert "connection: close" in told.lower()
    assert "did not arrive in time" in told


def test_what_is_still_sent_after_the_answer_is_not_taken_for_ever(begin: Open) -> None:
    late = begin(FORM.replace(b"/en/receipt", b"/en/nowhere"))
    assert heard(late).startswith(b"HTTP/1.1 404")


@pytest.mark.parametrize(
    ("first", "more"),
    [
        (b"GET /en/ HTTP/1.1\r\nHost: v\r\nX: ", b"a"),
        (b"GET /en/ HTTP/1.1\r\nHost: v\r\n", b"X: a\r\n"),
        (b"GET /", b"a"),
    ],
)
def test_headers_without_end_are_refused_before_they_are_taken(
    address: tuple[str, int], begin: Open, first: bytes, more: bytes
) -> None:
    with pytest.raises(ConnectionError):
        pour(begin(first), more * (65536 // len(more)))
    assert answers(address, "/health/live") == 200


def test_headers_that_are_just_too_large_are_refused_on_a_page(begin: Open) -> None:
    large = b"X: " + b"a" * HEADERS_BYTES
    told = heard(begin(b"GET /en/ HTTP/1.1\r\nHost: v\r\nConnection: close\r\n%b\r\n\r\n" % large))
    assert told.startswith(b"HTTP/1.1 431")
    assert b"</html>" in told


def test_trailers_without_end_are_refused(begin: Open) -> None:
    endless = begin(FORM.partition(b"Content-Length")[0] + b"Transfer-Encoding: chunked\r\n\r\n")
    endless.sendall(b"1\r\nx\r\n0\r\nX: ")
    with pytest.raises(ConnectionError):
        pour(endless, b"a" * 65536)


def test_a_form_that_is_broken_off_is_no_error(address: tuple[str, int], begin: Open) -> None:
    for _ in range(20):
        begin(FORM).close()
    assert answers(address, "/health/live") == 200


def test_a_form_that_comes_slowly_but_steadily_is_read(begin: Open) -> None:
    typed = b"receipt_code=" + b"x" * 6000
    start = FORM.partition(b"Content-Length")[0] + b"Connection: close\r\n"
    steady = begin(start + b"Content-Length: %d\r\n\r\n" % len(typed))
    for place in range(0, len(typed), 1000):
        time.sleep(0.3)
        steady.sendall(typed[place : place + 1000])
    assert heard(steady).startswith(b"HTTP/1.1 422")
