"""Visitors' connections: none is waited for without end, and none keeps a newcomer out.

The server takes headers of any size from its fast parser, and waits for them as long as it takes.
"""

import asyncio
import gc
import resource
import socket
from collections.abc import Iterable
from heapq import nsmallest
from typing import Any, ClassVar

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from portal.web.security import HEADERS_BYTES

FILES = 8192
"""How many files the process should be let open, of which connections are most."""

_MOST = 2000
_FILES_EACH = 4  # A burst is let in before those that stand can be closed.
_HEADERS_SECONDS = 15
_REST_SECONDS = 60
_TICKS = 10  # a second
_TOO_LARGE = (
    b"HTTP/1.1 431 Request Header Fields Too Large\r\ncontent-type: text/plain; charset=utf-8\r\n"
    b"content-length: 26\r\nconnection: close\r\n\r\nThe headers are too large."
)


def most() -> int:
    """Raise the limit of open files as far as needed, and say how many may be connections."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    unlimited = resource.RLIM_INFINITY
    if soft != unlimited and soft < FILES:
        soft = FILES if hard == unlimited else min(FILES, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return _MOST if soft == unlimited else min(_MOST, soft // _FILES_EACH)


class Connection(HttpToolsProtocol):
    """One visitor's connection, with as much patience as they deserve."""

    most: ClassVar[int] = _MOST

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.since = self.loop.time()
        self._unread = self._brought = 0
        self._between = True

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Let a newcomer in, and close those that have kept us waiting longest if need be."""
        if len(self.connections) >= self.most and not _make_room(self.connections):
            transport.close()
        super().connection_made(transport)  # type: ignore[arg-type]

    def data_received(self, data: bytes) -> None:
        """Read in pieces, and no further once the headers are too large."""
        for start in range(0, len(data), HEADERS_BYTES):
            if self.transport.is_closing():
                return
            piece = data[start : start + HEADERS_BYTES]
            self._unread += len(piece)
            super().data_received(piece)
            if self._unread > HEADERS_BYTES and not self.transport.is_closing():
                self.transport.write(_TOO_LARGE)
                self.transport.close()

    def on_headers_complete(self) -> None:
        """Begin with what is asked for."""
        self._unread, self._between = 0, False
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """Take a piece of the body; whoever brings much is not slow."""
        self._unread = 0
        self._brought += len(body)
        if self._brought > HEADERS_BYTES:
            self._brought, self.since = 0, self.loop.time()
        super().on_body(body)

    def on_message_complete(self) -> None:
        """Wait for the next request."""
        self._unread, self._between = 0, True
        super().on_message_complete()

    def on_response_complete(self) -> None:
        """Be patient anew, once an answer has left."""
        self.since = self.loop.time()
        super().on_response_complete()

    @property
    def waits(self) -> bool:
        """Tell whether it is the visitor who is waited for: to send, or to take the answer."""
        return not self._between or self._answered or self.flow.write_paused

    def is_overdue(self, moment: float) -> bool:
        """Tell whether headers, or what comes after the answer, take too long.

        While a form is read, its reader keeps the time.
        """
        if self.transport.is_closing() or (self._answered and not self._between):
            return moment - self.since > _REST_SECONDS
        return self._answered and moment - self.since > _HEADERS_SECONDS

    @property
    def _answered(self) -> bool:
        return self.cycle is None or self.cycle.response_complete


class Server(uvicorn.Server):
    """A server that looks after the connections once a second."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin; what was loaded by now stays, so that no search for garbage looks through it."""
        await super().startup(sockets)
        gc.freeze()

    async def on_tick(self, counter: int) -> bool:
        """Close what is overdue, and say whether to stop."""
        if counter % _TICKS == 0:
            moment = asyncio.get_running_loop().time()
            standing = _ours(self.server_state.connections)
            for connection in [one for one in standing if one.is_overdue(moment)]:
                connection.transport.abort()
        return await super().on_tick(counter)


def _make_room(connections: set[Any]) -> bool:
    waiting = [one for one in _ours(connections) if one.waits]
    # Several at once, so that a flood of newcomers does not have all looked through for each.
    for one in nsmallest(1 + len(waiting) // 20, waiting, key=lambda one: one.since):
        connections.discard(one)
        one.transport.abort()
    return bool(waiting)


def _ours(connections: Iterable[Any]) -> Iterable[Connection]:
    return (one for one in connections if isinstance(one, Connection))
