"""The portal and the bare baseline under the same load, turn by turn in one run."""

import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from typing import Protocol
from urllib.request import urlopen

from sqlalchemy import Engine

from bench import baseline, load, portal_data, questionnaire, servers
from bench.load import Round
from bench.servers import Server

READ_SHARE = 0.6
SEND_SHARE = 0.5
P99_MILLISECONDS = 150.0
IDLE_MIB = 100.0

_ROUNDS = 7
_SECONDS = 3
_DRAFTS = 6000


class Data(Protocol):
    """How a server's database is filled and counted, and where its page and form are."""

    READ: str
    SEND: str

    def add_drafts(self, engine: Engine, count: int, path: Path) -> None:
        """Keep drafts of ten answers, and write down the cookie and the form of each."""

    def kept(self, engine: Engine) -> tuple[int, int, int]:
        """Count the responses, their written answers, and the drafts that are left."""


@dataclass(frozen=True)
class Contender:
    """One of the two servers, and its database."""

    name: str
    server: Server
    engine: Engine
    data: Data


def measure() -> bool:
    """Measure reading and sending, print the figures, and tell whether they are good enough."""
    load.find_wrk()
    Path("var").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir="var") as folder, contenders(Path(folder)) as both:
        _say(f"idle memory: {both[0].server.memory:.0f} MiB (PSS), bound {IDLE_MIB:.0f} MiB")
        fine = both[0].server.memory < IDLE_MIB
        _say(f"page: {_weight(both[0])} bytes, baseline {_weight(both[1])} bytes")
        fine &= _compare("reading", both, _read, READ_SHARE)
        fine &= _compare("reading, one connection", both, _read_alone, READ_SHARE)
        fine &= _compare("sending", both, _sender(Path(folder)), SEND_SHARE)
    return fine


@contextmanager
def contenders(folder: Path) -> Iterator[list[Contender]]:
    """Start the portal and the baseline, each with a database of its own."""
    url, plain = (f"sqlite:///{folder.resolve() / name}.db" for name in ("portal", "baseline"))
    full, bare = portal_data.prepare(url), baseline.prepare(plain)
    if {portal_data.synchronous(full), portal_data.synchronous(bare)} != {2}:
        raise RuntimeError("Both have to write with synchronous=FULL.")
    settings = {"BASELINE_DATABASE": plain}
    with ExitStack() as stack:
        first = stack.enter_context(servers.portal(_settings(folder, url)))
        second = stack.enter_context(servers.plain("bench.baseline:main", settings, baseline.READ))
        yield [
            Contender("portal", first, full, portal_data),
            Contender("baseline", second, bare, baseline),
        ]


def _settings(folder: Path, url: str) -> Mapping[str, str]:
    return {
        "PORTAL_SECRET_KEY": portal_data.SECRET,
        "PORTAL_DATABASE_URL": url,
        "PORTAL_VAR": str(folder),
        "PORTAL_JOBS": "false",
    }


def _compare(
    what: str, both: list[Contender], drive: Callable[[Contender], Round], share: float
) -> bool:
    rounds: dict[str, list[Round]] = {contender.name: [] for contender in both}
    for _ in range(_ROUNDS):
        for contender in both:
            before = contender.server.busy
            done = drive(contender)
            rounds[contender.name].append(replace(done, busy=contender.server.busy - before))
    for name, measured in rounds.items():
        _say(f"{what}, {name}: {_figures(measured)}")
    ratio = _rate(rounds["portal"]) / _rate(rounds["baseline"])
    _say(f"{what}: {ratio:.2f} of the baseline's rate, bound {share:.2f}")
    ours = rounds["portal"]
    return ratio >= share and not any(r.errors or r.p99 >= P99_MILLISECONDS for r in ours)


def _read(contender: Contender) -> Round:
    return load.read_pages(contender.server.origin + contender.data.READ, _SECONDS)


def _read_alone(contender: Contender) -> Round:
    return load.read_pages(contender.server.origin + contender.data.READ, _SECONDS, visitors=1)


def _sender(folder: Path) -> Callable[[Contender], Round]:
    def send(contender: Contender) -> Round:
        drafts = folder / f"{contender.name}-drafts"
        before = contender.data.kept(contender.engine)
        contender.data.add_drafts(contender.engine, _DRAFTS, drafts)
        done = load.send_drafts(contender.server.origin + contender.data.SEND, drafts, _SECONDS)
        after = contender.data.kept(contender.engine)
        _check_kept(before, after, done.accepted)
        return done

    return send


def _check_kept(before: tuple[int, int, int], after: tuple[int, int, int], accepted: int) -> None:
    responses, written, drafts = (new - old for new, old in zip(after, before, strict=True))
    expected = (accepted, accepted * len(questionnaire.WRITTEN), _DRAFTS - accepted)
    if (responses, written, drafts) != expected:
        raise RuntimeError(f"Kept {(responses, written, drafts)} where {expected} was accepted.")


def _weight(contender: Contender) -> int:
    with urlopen(contender.server.origin + contender.data.READ) as page:  # noqa: S310
        return len(page.read())


def _rate(rounds: list[Round]) -> float:
    return median(one.rate for one in rounds)


def _middle_p99(rounds: list[Round]) -> float:
    return median(one.p99 for one in rounds)


def _figures(rounds: list[Round]) -> str:
    rates = sorted(one.rate for one in rounds)
    worst = max(one.p99 for one in rounds)
    errors = sum(one.errors for one in rounds)
    spread = f"{rates[0]:.0f} to {rates[-1]:.0f}"
    cost = min(one.cost for one in rounds)
    return (
        f"{_rate(rounds):.0f}/s ({spread}), p99 {_middle_p99(rounds):.0f} ms (worst {worst:.0f}), "
        f"{errors} errors, {cost:.2f} ms of a processor each"
    )


def _say(line: str) -> None:
    sys.stdout.write(line + os.linesep)
    sys.stdout.flush()
