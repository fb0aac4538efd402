"""Who waits after failing: nobody guesses fast, and nobody is kept out by whoever guesses.

Failures are counted apart for a browser in which the account signed in before, and for each
network. Only when many networks fail in one name do all strangers wait together, because
somebody then guesses from all of them.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from sqlmodel import Session
from starlette.requests import Request

from portal.accounts import queries
from portal.accounts.models import FailedSignIns
from portal.accounts.rules import FREE_FAILURES, LONGEST_WAIT, MANY_FAILURES, wait_after
from portal.accounts.signing_in import browsers
from portal.accounts.signing_in.browsers import Browser
from portal.sealing import crypto
from portal.store.memory import at_hand
from portal.web.networks import Networks, tells_networks

_MOST_NAMES = 10_000


@dataclass(frozen=True)
class Asker:
    """From where somebody tries to sign in: a browser, and a network by its keyed hash.

    The network has no name where all visitors seem to come from one, the proxy's.
    """

    browser: Browser
    network: bytes


@dataclass
class Failed:
    """How often one network failed in one name, and until when it waits."""

    count: int
    until: datetime


class Strangers(Networks):
    """The networks that failed lately or try now, in the memory of this process only.

    Browsers that are known try in their own name.
    """

    def __init__(self) -> None:
        super().__init__()
        self.failed: dict[tuple[str, bytes], Failed] = {}
        self.checking: Counter[bytes] = Counter()
        self.checking_known: Counter[bytes] = Counter()

    def fail(self, name: str, network: bytes, now: datetime) -> int:
        """Count one more failure, and tell how many that makes."""
        with self._lock:
            before = self.failed.pop((name, network), None)
            count = before.count + 1 if before and now - before.until <= queries.REMEMBERED else 1
            while len(self.failed) >= _MOST_NAMES:
                del self.failed[next(iter(self.failed))]
            self.failed[name, network] = Failed(count, now + wait_after(count))
            return count

    def forget(self, name: str) -> None:
        """Forget who failed in a name."""
        with self._lock:
            for one in [one for one in self.failed if one[0] == name]:
                del self.failed[one]


class Tally(Protocol):
    """One count of failures, and the wait that follows from it."""

    def wait(self, now: datetime) -> timedelta:
        """Tell how long to wait before the next try."""

    def fail(self, now: datetime) -> None:
        """Count one more failure."""

    def forget(self) -> None:
        """Count anew from nothing."""


@dataclass(frozen=True)
class Alone:
    """Failures that are one person's own: whoever is known, or is signed in already."""

    session: Session
    name: str

    def wait(self, now: datetime) -> timedelta:
        """Wait after three failures."""
        return _left(queries.failures(self.session, self.name), now)

    def fail(self, now: datetime) -> None:
        """Count it."""
        _count(self.session, self.name, FREE_FAILURES, now)

    def forget(self) -> None:
        """Forget them."""
        queries.forget_failures(self.session, self.name)


@dataclass(frozen=True)
class Stranger:
    """Failures of one network, and of all strangers together where these are counted, too."""

    session: Session
    name: str
    network: bytes
    together: bool = True

    def wait(self, now: datetime) -> timedelta:
        """Wait after three failures of the network, or after many of many networks."""
        if not self.together and not self.network:
            return timedelta()
        own = _left(self._strangers.failed.get((self.name, self.network)), now)
        all_ = queries.failures(self.session, self.name) if self.together else None
        return max(own, _left(all_, now))

    def fail(self, now: datetime) -> None:
        """Count it; a network that waits for its own failures adds nothing to everybody's wait.

        Otherwise one stranger alone could make all others wait. Once many failed, each counts.
        """
        own = self._strangers.fail(self.name, self.network, now)
        if not self.together:
            return
        together = queries.failures(self.session, self.name)
        if own <= FREE_FAILURES or (together and together.count >= MANY_FAILURES):
            _count(self.session, self.name, MANY_FAILURES, now)

    def forget(self) -> None:
        """Forget them."""
        self._strangers.forget(self.name)
        queries.forget_failures(self.session, self.name)

    @property
    def _strangers(self) -> Strangers:
        return at_hand(self.session).of(Strangers)


def asker(request: Request) -> Asker:
    """Tell from where a request comes."""
    source = request.state.memory.of(Strangers).source(request)
    return Asker(browsers.of(request), source if tells_networks(request) else b"")


def name(session: Session, *parts: str) -> str:
    """Name what somebody fails at, so that nothing stored tells whose account it is."""
    key = crypto.installation_key(session.info["settings"].secret, "failures")
    return crypto.signature(key, ":".join(parts).encode())


def first_free(tallies: Sequence[Tally], now: datetime) -> Tally | timedelta:
    """Choose where a try is counted; if all have to wait, tell for how long."""
    waits = [tally.wait(now) for tally in tallies]
    free = (tally for tally, wait in zip(tallies, waits, strict=True) if not wait)
    return next(free, min(waits))


def _count(session: Session, name: str, free: int, now: datetime) -> None:
    failed = queries.failures(session, name) or FailedSignIns(name=name)
    failed.count += 1
    failed.until = now + wait_after(failed.count, free)
    session.add(failed)
    session.flush()


def _left(failed: Failed | FailedSignIns | None, now: datetime) -> timedelta:
    wait = max(failed.until - now, timedelta()) if failed else timedelta()
    # A longer one was counted by a clock that was wrong.
    return wait if wait <= LONGEST_WAIT else timedelta()
