"""What a database keeps in its files, and the work that has it forget what was deleted."""

import time
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine, text

from portal.features import JOBS
from portal.settings import Settings
from portal.store import erasure, jobs

_TABLES = """
    SELECT pg_relation_filepath(oid::regclass) FROM pg_class
    WHERE relkind IN ('r', 't') AND oid >= 16384
"""


def files(engine: Engine) -> bytes:
    """Read every byte of the tables, and of the log of writes beside those of SQLite."""
    if engine.dialect.name == "sqlite":
        file = Path(engine.url.database or "")
        return b"".join(part.read_bytes() for part in sorted(file.parent.glob(f"{file.name}*")))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("CHECKPOINT"))
        paths = connection.execute(text(_TABLES)).scalars().all()
        read = text("SELECT pg_read_binary_file(:path)")
        return b"".join(connection.execute(read, {"path": path}).scalar() or b"" for path in paths)


def left(secrets: list[bytes], engine: Engine) -> list[bytes]:
    """List the secrets of which any piece is in a file; a long one lies on several pages."""
    kept = files(engine)
    return [one for one in secrets if any(piece in kept for piece in _pieces(one))]


def work(engine: Engine, settings: Settings, moment: datetime) -> None:
    """Do what is due now, and a minute later."""
    for later in (moment, moment + timedelta(minutes=1)):
        # PostgreSQL hears what a connection deleted when it rests for some seconds, or ends.
        engine.dispose()
        time.sleep(0.1)
        assert erasure.NAME in jobs.run_due(JOBS, engine, settings, later)


def _pieces(secret: bytes) -> list[bytes]:
    size = min(24, len(secret))
    return [secret[start : start + size] for start in range(0, len(secret) - size + 1, size)]
