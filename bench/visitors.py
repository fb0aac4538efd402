"""Visitors in one process: a request at a time over plain connections, cheap enough for floods."""

import asyncio
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from urllib.parse import urlencode

_PATIENCE_SECONDS = 30


@dataclass(frozen=True)
class Answer:
    """What came back, and after how many milliseconds."""

    status: int
    body: str
    cookies: Mapping[str, str]
    milliseconds: float


class Visitor:
    """One connection to the portal, from one address of this machine."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer
        self.cookies: dict[str, str] = {}

    async def get(self, path: str) -> Answer:
        """Fetch a page."""
        return await self._ask("GET", path, b"")

    async def post(self, path: str, fields: Mapping[str, str]) -> Answer:
        """Send a form."""
        return await self._ask("POST", path, urlencode(fields).encode())

    async def _ask(self, method: str, path: str, body: bytes) -> Answer:
        started = time.monotonic()
        self._writer.write(self._head(method, path, len(body)) + body)
        await self._writer.drain()
        async with asyncio.timeout(_PATIENCE_SECONDS):
            answer = await self._answer(started)
        self.cookies.update(answer.cookies)
        return answer

    def _head(self, method: str, path: str, length: int) -> bytes:
        lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", "Sec-Fetch-Site: same-origin"]
        if self.cookies:
            lines.append("Cookie: " + "; ".join(f"{n}={v}" for n, v in self.cookies.items()))
        if method == "POST":
            lines.append("Content-Type: application/x-www-form-urlencoded")
            lines.append(f"Content-Length: {length}")
        return ("\r\n".join(lines) + "\r\n\r\n").encode()

    async def _answer(self, started: float) -> Answer:
        head = (await self._reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = [line.partition(": ") for line in head[1:] if line]
        length = next((int(v) for n, _, v in headers if n.lower() == "content-length"), 0)
        body = await self._reader.readexactly(length)
        set_ = [v.partition(";")[0].partition("=") for n, _, v in headers if n == "set-cookie"]
        return Answer(
            int(head[0].split()[1]),
            body.decode(),
            {name: value for name, _, value in set_},
            (time.monotonic() - started) * 1000,
        )


@asynccontextmanager
async def visiting(port: int, source: str = "127.0.0.1") -> AsyncIterator[Visitor]:
    """Connect to the portal from an address of this machine."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, local_addr=(source, 0))
    try:
        yield Visitor(reader, writer)
    finally:
        writer.close()
