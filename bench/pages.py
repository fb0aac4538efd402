"""What a page costs a processor, asked for again and again.

What the database does in processes of its own is counted too. A wait for the network or for
another program is not: it would be the machine's, and not ours.
"""

import sys
import time
from dataclasses import dataclass
from statistics import median
from urllib.request import urlopen

from bench.databases import Database
from bench.servers import Server

_WARM, _TIMES, _ROUNDS = 5, 40, 3


@dataclass(frozen=True)
class Page:
    """A page that is asked for, and what has to stand in it, or must not."""

    name: str
    path: str
    holds: str
    empty: bool = False


def measured(server: Server, database: Database, page: Page) -> float:
    """Ask for a page again and again, and give its milliseconds of a processor."""
    for _ in range(_WARM):
        _fetch(server, page)
    costs, waits = [], []
    for _ in range(_ROUNDS):
        before = server.busy + database.busy()
        waits += [_fetch(server, page) for _ in range(_TIMES)]
        costs.append((server.busy + database.busy() - before) / _TIMES * 1000)
    say(
        f"{database.kind}: {page.name}: {median(costs):.1f} ms of a processor "
        f"({min(costs):.1f} to {max(costs):.1f}), answered after {median(waits):.0f} ms"
    )
    return median(costs)


def _fetch(server: Server, page: Page) -> float:
    started = time.monotonic()
    with urlopen(server.origin + page.path) as answer:  # noqa: S310
        body = answer.read().decode()
    if (page.holds in body) is page.empty:
        raise RuntimeError(f"{page.path} shows something else.")
    return (time.monotonic() - started) * 1000


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
