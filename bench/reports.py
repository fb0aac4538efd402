"""Reports of incidents: how many a second, and what a flood of them does to everybody else."""

import asyncio
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import Engine
from starlette.datastructures import Secret

from bench import portal_data, report_data, servers
from bench.report_data import ADDRESS, Ready
from bench.servers import Server
from bench.visitors import visiting
from portal.settings import Settings

RATE = 200.0
CLIENTS = 8
FLOOD_RATE = 300
FLOOD_SECONDS = 60
HEALTH_P95_MILLISECONDS = 300.0
MEMORY_MIB = 300.0
TRIES = 3

_REPORTS = 3000
_TAKEN = (200, 303)  # the page with the code, or the way to it
_FLOOD_FROM, _STAFF_FROM, _REPORTER_FROM = "127.0.0.2", "127.0.0.3", "127.0.0.4"


@dataclass
class Flood:
    """What was seen while it lasted."""

    answers: Counter[int] = field(default_factory=Counter)
    lost: int = 0
    health: list[float] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)
    signed_in: list[float] = field(default_factory=list)
    refused_sign_in: int = 0
    genuine: list[int] = field(default_factory=list)
    shut_out: int = 0


def measure() -> bool:
    """Measure both, print the figures, and tell whether they are good enough."""
    Path("var").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir="var") as folder, portal(Path(folder)) as found:
        server, engine, settings = found
        fine = _take_in(server, engine)
        return _be_flooded(server, engine, settings) and fine


@contextmanager
def portal(folder: Path) -> Iterator[tuple[Server, Engine, Settings]]:
    """Run a portal that takes reports in."""
    settings = Settings(
        secret_key=Secret(portal_data.SECRET),
        database_url=f"sqlite:///{folder.resolve() / 'portal.db'}",
        var=folder,
        public_url="http://127.0.0.1",
        https=False,
        jobs=False,
    )
    environment = {
        "PORTAL_SECRET_KEY": portal_data.SECRET,
        "PORTAL_DATABASE_URL": settings.database_url,
        "PORTAL_VAR": str(folder),
        "PORTAL_HTTPS": "false",
        "PORTAL_JOBS": "false",
    }
    engine = report_data.prepare(settings)
    with servers.portal(environment) as server:
        yield server, engine, settings
    engine.dispose()


def _take_in(server: Server, engine: Engine) -> bool:
    waiting = list(report_data.ready(_REPORTS))
    before, busy, started = report_data.kept(engine)[0], server.busy, time.monotonic()
    answers = asyncio.run(_send_all(_port(server), waiting))
    seconds = time.monotonic() - started
    stored = report_data.kept(engine)[0] - before
    cost = (server.busy - busy) / stored * 1000
    rate = stored / seconds
    _say(
        f"reports: {rate:.0f}/s at {CLIENTS} clients (bound {RATE:.0f}), answers {dict(answers)}, "
        f"{stored} of {_REPORTS} kept, {cost:.2f} ms of a processor each"
    )
    return rate >= RATE and stored == _REPORTS


async def _send_all(port: int, waiting: list[Ready]) -> Counter[int]:
    answers: Counter[int] = Counter()

    async def client() -> None:
        async with visiting(port) as visitor:
            while waiting:
                report = waiting.pop()
                visitor.cookies = dict(report.cookies)
                answers[(await visitor.post(ADDRESS, report.fields)).status] += 1

    await asyncio.gather(*(client() for _ in range(CLIENTS)))
    return answers


def _be_flooded(server: Server, engine: Engine, settings: Settings) -> bool:
    before = report_data.kept(engine)[0]
    waiting = list(report_data.ready(FLOOD_RATE * FLOOD_SECONDS))
    seen = asyncio.run(_flood(server, engine, settings, waiting))
    kept, held = report_data.kept(engine)
    p95 = statistics.quantiles(seen.health, n=20)[-1]
    taken = sum(seen.answers[status] for status in _TAKEN)
    _say(
        f"flood: {seen.answers.total()} answers {dict(seen.answers)}, {seen.lost} lost; "
        f"{kept - before} kept, {held} held in all"
    )
    _say(f"health: p95 {p95:.0f} ms of {len(seen.health)} (bound {HEALTH_P95_MILLISECONDS:.0f})")
    _say(f"memory: at most {max(seen.memory):.0f} MiB (bound {MEMORY_MIB:.0f})")
    _say(f"staff: signed in {len(seen.signed_in)} times, refused {seen.refused_sign_in}")
    _say(f"genuine reports: tries {seen.genuine}, shut out {seen.shut_out}")
    return (
        p95 < HEALTH_P95_MILLISECONDS
        and max(seen.memory) < MEMORY_MIB
        and bool(seen.signed_in and seen.genuine)
        and not seen.refused_sign_in
        and not seen.shut_out
        and taken + seen.answers[503] == seen.answers.total()
        and kept - before >= taken
    )


async def _flood(server: Server, engine: Engine, settings: Settings, waiting: list[Ready]) -> Flood:
    seen, port = Flood(), _port(server)
    watching = [
        asyncio.create_task(_watch(server, seen)),
        asyncio.create_task(_sign_in(port, engine, settings, seen)),
        asyncio.create_task(_report(port, seen)),
    ]
    sending: set[asyncio.Task[None]] = set()
    started = time.monotonic()
    for number, report in enumerate(waiting):
        await asyncio.sleep(max(0.0, started + number / FLOOD_RATE - time.monotonic()))
        task = asyncio.create_task(_attack(port, report, seen))
        sending.add(task)
        task.add_done_callback(sending.discard)
    for task in watching:
        task.cancel()
    await asyncio.gather(*watching, return_exceptions=True)
    await asyncio.gather(*sending, return_exceptions=True)
    return seen


async def _attack(port: int, report: Ready, seen: Flood) -> None:
    try:
        async with visiting(port, _FLOOD_FROM) as visitor:
            visitor.cookies = dict(report.cookies)
            seen.answers[(await visitor.post(ADDRESS, report.fields)).status] += 1
    except (OSError, TimeoutError, asyncio.IncompleteReadError):
        seen.lost += 1


async def _watch(server: Server, seen: Flood) -> None:
    while True:
        seen.memory.append(server.memory)
        with suppress(OSError):
            async with visiting(_port(server), _STAFF_FROM) as visitor:
                seen.health.append((await visitor.get("/health/ready")).milliseconds)
        await asyncio.sleep(0.2)


async def _sign_in(port: int, engine: Engine, settings: Settings, seen: Flood) -> None:
    while True:
        async with visiting(port, _STAFF_FROM) as visitor:
            typed = {"email": report_data.EMAIL, "password": report_data.PASSWORD}
            await visitor.post("/en/account/sign-in", typed)
            code = report_data.one_time_code(engine, settings)
            answer = await visitor.post("/en/account/code", {"code": code})
        if answer.status == 303 and "session" in answer.cookies:
            seen.signed_in.append(answer.milliseconds)
        else:
            seen.refused_sign_in += 1
        await asyncio.sleep(35)  # a one-time code can be used once, and the next comes by then


async def _report(port: int, seen: Flood) -> None:
    while True:
        (report,) = report_data.ready(1)
        for attempt in range(1, TRIES + 1):
            async with visiting(port, _REPORTER_FROM) as visitor:
                visitor.cookies = dict(report.cookies)
                answer = await visitor.post(ADDRESS, report.fields)
            if answer.status in _TAKEN:
                seen.genuine.append(attempt)
                break
            await asyncio.sleep(2)
        else:
            seen.shut_out += 1
        await asyncio.sleep(3)


def _port(server: Server) -> int:
    return urlsplit(server.origin).port or 0


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
