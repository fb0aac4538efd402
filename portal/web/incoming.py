"""A body as it comes in: so large, so fast, and only where there is room for it."""

from collections import deque
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

import anyio
from starlette.exceptions import HTTPException
from starlette.types import Message, Receive

WINDOW_SECONDS = 20.0
"""For how long a body may bring less than it must; then the visitor has gone, or means harm."""

_SMALL = 16 * 1024  # Forms are smaller, and all that may come at once find room.
_FAIR = 32 * 1024  # Bytes a second; a telephone sends faster almost everywhere.
_MOMENT = 0.5

Wider = Callable[[], Awaitable["Bounds | None"]]


class Memory:
    """How many bytes of bodies this process holds at once, and may hold at most."""

    def __init__(self, most: int) -> None:
        self.most, self.taken = most, 0
        self._bodies: dict[Body, int] = {}

    def take(self, body: "Body", size: int) -> None:
        """Take room for so many bytes, or ask the visitor to try again.

        Where there is none, whoever sends slowest has to wait, and nobody who sends fast does.
        """
        while self.taken + size > self.most:
            slow = [one for one in self._bodies if one is not body and one.speed() < _FAIR]
            if not slow:
                raise HTTPException(503, headers={"retry-after": "30"})
            min(slow, key=Body.speed).give_way()
        self._bodies[body] = self._bodies.get(body, 0) + size
        self.taken += size

    def give_back(self, body: "Body") -> None:
        """Give back the room that a body took."""
        self.taken -= self._bodies.pop(body, 0)


class Bounds(NamedTuple):
    """How large a body may be, how long and how slowly it may come in, and whose room it takes."""

    size: int
    seconds: int
    slowest: int
    memory: Memory


class Body:
    """One request's body. What it holds beyond the size of most forms takes room in memory."""

    def __init__(self, receive: Receive, bounds: Bounds, wider: Wider | None = None) -> None:
        self.seen, self.bounds = 0, bounds
        self._receive, self._wider = receive, wider
        self._begun = anyio.current_time()
        self._marks = deque([(self._begun, 0)], maxlen=2)
        self._scope = anyio.CancelScope(deadline=self._begun + WINDOW_SECONDS)
        self._complete = self._in_the_way = False
        self._left: Message | None = None

    @contextmanager
    def hurried(self) -> Iterator[None]:
        """Read as long as enough comes in; else give the room back and the connection up."""
        try:
            with self._scope:
                yield
            if self._scope.cancelled_caught:
                status = 503 if self._in_the_way else 408
                raise HTTPException(status, headers={"connection": "close"})
        except BaseException:
            self.free()
            raise
        finally:
            # What was read stays with the request, and this with it: who sends would, too, in a
            # circle that only a search of all memory ends.
            self._receive, self._wider = _over, None

    async def receive(self) -> Message:
        """Receive the next part, or the end where nobody said that more may come."""
        message = self._left or await self._receive()
        self._left = None
        if self.seen == self.bounds.size and message.get("body") and not await self._widened():
            return {"type": "http.request", "body": b"", "more_body": False}
        message = self._fitting(message)
        size = len(message.get("body", b""))
        self.seen += size
        if (beyond := min(size, self.seen - _SMALL)) > 0:
            self.bounds.memory.take(self, beyond)
        self._keep_pace()
        self._complete = not message.get("more_body", False)
        return message

    def speed(self) -> float:
        """Say how many bytes a second came lately; what is complete is not slow."""
        moment, seen = self._marks[0]
        if self._complete:
            return float("inf")
        return (self.seen - seen) / max(_MOMENT, anyio.current_time() - moment)

    def give_way(self) -> None:
        """Stop reading, for somebody who sends faster."""
        self._in_the_way = True
        self._scope.cancel()
        self.free()

    def free(self) -> None:
        """Give back the room that was taken."""
        self.bounds.memory.give_back(self)

    def _fitting(self, message: Message) -> Message:
        body, room = message.get("body", b""), self.bounds.size - self.seen
        if len(body) <= room:
            return message
        self._left = {**message, "body": body[room:]}
        return {**message, "body": body[:room], "more_body": True}

    async def _widened(self) -> bool:
        if self._wider is None:
            raise HTTPException(413)
        bounds = await self._wider()
        if bounds is None:
            return False
        self.free()
        self.bounds, self._wider = bounds, None
        self.bounds.memory.take(self, self.seen)
        return True

    def _keep_pace(self) -> None:
        moment = anyio.current_time()
        if self.seen - self._marks[-1][1] >= self.bounds.slowest * WINDOW_SECONDS:
            self._marks.append((moment, self.seen))
            self._scope.deadline = min(self._begun + self.bounds.seconds, moment + WINDOW_SECONDS)


async def _over() -> Message:
    return {"type": "http.disconnect"}
