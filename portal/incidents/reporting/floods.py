"""Many reports at once: who waits, who is asked to try again, and which are looked at first.

A flood must neither fill the memory nor keep a genuine report out. Only so many reports wait
for their turn, and only so many of one network; the next is asked to send again, with all that
was typed. Those above what is usual are kept and flagged as held, never dropped.
"""

import hashlib
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from starlette.requests import Request
from starlette.responses import Response

from portal.council import queries as council_queries
from portal.incidents.reporting import journey
from portal.incidents.safety import signing_off
from portal.languages import i18n
from portal.sealing import crypto
from portal.web import body
from portal.web.networks import Networks
from portal.web.page import link, render, sent_text

WORK = "work"
WORK_BITS = 16
"""How many zero bits a hash must begin with: some seconds of a cheap telephone's time."""

_WAITING = 32
_WAITING_OF_ONE = 8
_EARNED = 16  # more places, for those whose browser did the work
_USUAL = 20  # reports of one network, and then one more every so many seconds
_USUAL_OF_ALL = 120
_SECONDS_EACH = 30.0
_SECONDS_EACH_OF_ALL = 2.0
_HOUR = 3600.0
_EVERYBODY = b"everybody"
_FILES_AN_HOUR = 128 * 1024 * 1024  # bytes of one network
_FILES_AN_HOUR_OF_ALL = 512 * 1024 * 1024
_SMALLEST_FILE = 1024 * 1024  # a small one takes time, too


class Gate(Networks):
    """Who is being served at the moment, and how much came lately."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(clock)
        self._waiting: Counter[bytes] = Counter()
        self._files = Networks(clock)

    def enter(self, source: bytes, *, earned: bool = False) -> bool:
        """Take a place, if there is one."""
        more = _EARNED if earned else 0
        full = self._waiting.total() >= _WAITING + more
        if full or self._waiting[source] >= _WAITING_OF_ONE + more:
            return False
        self._waiting[source] += 1
        return True

    def leave(self, source: bytes) -> None:
        """Give the place back."""
        self._waiting[source] -= 1
        if not self._waiting[source]:
            del self._waiting[source]

    def unusual(self, source: bytes) -> bool:
        """Count one more report, and tell whether that is more than is usual."""
        one = self.rise(source, _SECONDS_EACH) > _USUAL
        everybody = self.rise(_EVERYBODY, _SECONDS_EACH_OF_ALL) > _USUAL_OF_ALL
        return one or everybody

    def takes_file(self, source: bytes, size: int) -> bool:
        """Count a file of so many bytes, unless that were too much for an hour."""
        size = max(size, _SMALLEST_FILE)
        budgets = ((source, _FILES_AN_HOUR), (_EVERYBODY, _FILES_AN_HOUR_OF_ALL))
        with self._lock:
            if any(self._files.level(name, _HOUR / most) + size > most for name, most in budgets):
                return False
            for name, most in budgets:
                self._files.rise(name, _HOUR / most, size)
            return True


def task(code: str) -> str:
    """Give what the browser works on: it belongs to one report, and tells nothing of its code."""
    return crypto.derive(code, "report work").hex()


def worked(request: Request, code: str) -> bool:
    """Tell whether the browser did the work for this report."""
    nonce = sent_text(request.state.form, WORK)
    digest = hashlib.sha256(f"{task(code)}:{nonce}".encode()).digest()
    return bool(nonce) and int.from_bytes(digest) >> (256 - WORK_BITS) == 0


def held(request: Request, code: str) -> bool:
    """Tell whether a report is flagged: more came than usual, and no browser worked for it."""
    here: Gate = request.state.memory.of(Gate)
    unusual = here.unusual(here.source(request))
    return (unusual or bool(sent_text(request.state.form, "website"))) and not worked(request, code)


@asynccontextmanager
async def admitted(request: Request) -> AsyncIterator[Response | None]:
    """Take a place while a form is dealt with; without one, ask to send it again."""
    if request.method == "GET":
        yield None
        return
    here: Gate = request.state.memory.of(Gate)
    source = here.source(request)
    if not here.enter(source, earned=_earned(request)):
        yield _busy(request)
        return
    try:
        yield None
    finally:
        here.leave(source)


def _earned(request: Request) -> bool:
    if not sent_text(request.state.form, WORK):
        return False
    so_far = journey.carried(request)
    return so_far is not None and worked(request, so_far.code)


def _busy(request: Request) -> Response:
    council = council_queries.last_known(request.state.memory)
    request.state.council = council
    page = render(
        request,
        "incidents/reporting/busy.html",
        status=503,
        typed=body.typed(request),
        speak_up=link("speak_up"),
        phone=council.telephone(i18n.language()),
        safety=signing_off.unsigned("emergency", "not_emergency"),
    )
    page.headers["referrer-policy"] = "no-referrer"
    page.headers["retry-after"] = "5"
    return page
