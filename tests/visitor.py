"""A visitor who asks a portal for pages, and does not wait longer than the pages take."""

from collections.abc import Callable

import httpx2
from starlette.testclient import TestClient
from starlette.types import ASGIApp, Receive, Scope, Send


class Visitor(TestClient):
    """The library's own, who changes threads once for a request instead of eight times.

    That took as long as a tenth of the tests. What is answered is read whole: who goes away in
    the middle of an answer is the library's own visitor.
    """

    def __init__(self, app: ASGIApp, base_url: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(app, base_url, headers=headers)
        self._asked = httpx2.ASGITransport(self._ask, client=("testclient", 50000))
        self._transport = _InOneGo(self._answered)

    async def _ask(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.app({**scope, "state": self.app_state.copy()}, receive, send)

    def _answered(self, request: httpx2.Request) -> httpx2.Response:
        request.read()  # What comes in pieces, too.
        with self._portal_factory() as portal:
            return portal.call(self._read, request)

    async def _read(self, request: httpx2.Request) -> httpx2.Response:
        answer = await self._asked.handle_async_request(request)
        whole = httpx2.ByteStream(b"".join([part async for part in answer.aiter_raw()]))
        return httpx2.Response(answer.status_code, headers=answer.headers, stream=whole)


class _InOneGo(httpx2.BaseTransport):
    def __init__(self, ask: Callable[[httpx2.Request], httpx2.Response]) -> None:
        self._ask = ask

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        return self._ask(request)
