"""How much came lately of each network, in the memory of this process only.

A network is known by a hash under a key that is drawn at each start and never leaves the
memory; it is forgotten after an hour.
"""

import hashlib
import secrets
import threading
import time
from collections.abc import Callable
from ipaddress import ip_address

from starlette.requests import Request

_FORGOTTEN_AFTER = 3600.0
_SWEEP_SECONDS = 60.0
_MOST_SOURCES = 10_000
_EVERYBODY = b"everybody"


class Networks:
    """How much came lately of each network, by keyed hashes only."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._key = secrets.token_bytes(32)
        self._levels: dict[bytes, tuple[float, float]] = {}
        self._swept = clock()
        self._lock = threading.Lock()  # Pages, and files, are counted in threads.

    def source(self, request: Request) -> bytes:
        """Name the network that a request came from, for as long as this process runs."""
        header = request.state.settings.source_header
        host = request.client.host if request.client else ""
        given = request.headers.get(header, "") if header else ""
        return self.source_of(given or host)

    def source_of(self, address: str) -> bytes:
        """Name the network of an address."""
        return hashlib.blake2b(address.encode(), key=self._key, digest_size=16).digest()

    def rise(self, source: bytes, seconds_each: float, amount: float = 1.0) -> float:
        """Count something more, and tell the level, which sinks by one every so many seconds."""
        with self._lock:
            self._forget()
            level = self.level(source, seconds_each) + amount
            self._levels.pop(source, None)
            self._levels[source] = (level, self._clock())
            return level

    def level(self, source: bytes, seconds_each: float) -> float:
        """Tell the level, which sinks by one every so many seconds."""
        level, then = self._levels.get(source, (0.0, self._clock()))
        return max(0.0, level - (self._clock() - then) / seconds_each)

    def _forget(self) -> None:
        while len(self._levels) > _MOST_SOURCES:
            del self._levels[next(iter(self._levels))]
        if self._clock() - self._swept < _SWEEP_SECONDS:
            return
        self._swept = self._clock()
        oldest = self._swept - _FORGOTTEN_AFTER
        for source in [name for name, (_, then) in self._levels.items() if then < oldest]:
            del self._levels[source]


class Bounded(Networks):
    """How much may come of each network, and of everybody, before somebody has to wait.

    One more fits after so many seconds each.
    """

    usual, seconds_each = 10, 60.0
    usual_of_all, seconds_each_of_all = 100, 10.0

    def is_crowded(self, request: Request) -> bool:
        """Count one more, and tell whether that is more than is usual; what is too much counts not.

        Else whoever goes on sending would keep out everybody for as long as they like.
        """
        bounds = {_EVERYBODY: (self.usual_of_all, self.seconds_each_of_all)}
        if tells_networks(request):
            bounds[self.source(request)] = (self.usual, self.seconds_each)
        levels = [(self.level(of, each) + 1, most) for of, (most, each) in bounds.items()]
        if any(level > most for level, most in levels):
            return True
        for source, (_, each) in bounds.items():
            self.rise(source, each)
        return False


def tells_networks(request: Request) -> bool:
    """Tell whether visitors of several networks differ, or all seem to come from the proxy's."""
    header = request.state.settings.source_header
    if header and request.headers.get(header):
        return True
    try:
        return not ip_address(request.client.host if request.client else "").is_private
    except ValueError:
        return False
