"""Putting a server under load with wrk, and reading what came of it."""

import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from bench import MissingProgramError

CLIENTS = 16
_THREADS = 2  # load.lua shares the drafts out between two
_QUIET_SECONDS = 1


@dataclass(frozen=True)
class Round:
    """What came back in one round: answers as wished, failures, seconds, p99 in ms.

    `busy` is how many seconds of a processor the server used.
    """

    accepted: int
    errors: int
    seconds: float
    p99: float
    busy: float = 0.0

    @property
    def rate(self) -> float:
        """Give the answers per second."""
        return self.accepted / self.seconds

    @property
    def cost(self) -> float:
        """Give the milliseconds of a processor that one answer takes."""
        return self.busy / self.accepted * 1000


def find_wrk() -> str:
    """Find wrk, or say how to get it."""
    wrk = shutil.which("wrk")
    if wrk is None:
        raise MissingProgramError("wrk was not found. On Debian and Ubuntu: apt-get install wrk")
    return wrk


def read_pages(url: str, seconds: int, visitors: int = CLIENTS) -> Round:
    """Fetch a page again and again on kept connections, as visitors who have nothing yet."""
    return _drive(url, "-", seconds, visitors)


def send_drafts(url: str, drafts: Path, seconds: int) -> Round:
    """Send each draft once, as sixteen residents who press the last button."""
    return _drive(url, str(drafts), seconds)


def _drive(url: str, drafts: str, seconds: int, clients: int = CLIENTS) -> Round:
    script = Path(__file__).with_name("load.lua")
    duration = f"{seconds + _QUIET_SECONDS}s"
    threads = str(min(_THREADS, clients))
    command = (find_wrk(), "-t", threads, "-c", str(clients), "-d", duration, "--timeout")
    done = subprocess.run(  # noqa: S603
        (*command, "10s", "-s", str(script), url, "--", drafts, str(seconds)),
        capture_output=True,
        text=True,
        check=True,
    )
    return Round(**json.loads(done.stdout.splitlines()[-1]))
