"""Copies of what opens reports, kept apart from the copies of everything else.

A report is deleted by destroying its key, so the deletion is complete when no copy of the key
is left. Copies of the keys are small and live short; without them, a copy of the rest opens no
report, and without the rest they open nothing either. With the keys goes whatever is sealed to
somebody's lasting key and would open without the report's own: replies, what was referred, and
requests for contact details.
"""

import base64
import json
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any

import sqlalchemy as sa
from sqlalchemy import Connection, Engine, Table

from portal import migrations
from portal.operating import manifests
from portal.operating.manifests import Backup, BackupError
from portal.store import tables

_MANIFEST = "keys.json"
_ROWS = "keys.jsonl"
_LOST = "report_key"


def make(engine: Engine, folder: Path, now: datetime) -> Backup:
    """Copy the keys into a new or empty folder."""
    manifests.prepare(folder)
    with _opened(folder, "w") as file, engine.connect() as connection:
        file.writelines(f"{json.dumps(line)}\n" for line in _lines(connection))
    made, kind = now.isoformat(timespec="seconds"), engine.dialect.name
    return manifests.finish(folder, _MANIFEST, made, kind, migrations.current(engine))


def read(folder: Path, revision: str) -> Backup:
    """Read what a folder of keys holds; keys of other tables than the rest has are refused."""
    backup = manifests.read(folder, _MANIFEST)
    if backup.revision != revision:
        raise BackupError(
            "The keys were copied from another version of the portal than the rest. "
            "Nothing was changed."
        )
    return backup


def load(engine: Engine, folder: Path) -> int:
    """Put keys back beside what they belong to, and tell how many; others are left out."""
    connected = engine.connect().execution_options(writes=True)
    with connected as connection, connection.begin(), _opened(folder) as file:
        there = {table.name: table for table in _tables(connection)}
        for name in reversed(there):
            connection.execute(sa.delete(there[name]))
        wanted = {name: _references(connection, table) for name, table in there.items()}
        rows = (json.loads(line) for line in file)
        return sum(
            _put_back(connection, there[row["table"]], row["row"], wanted[row["table"]])
            for row in rows
        )


def count(engine: Engine) -> int:
    """Count the keys of reports in a database, which may have no such table yet."""
    with engine.connect() as connection:
        if not sa.inspect(connection).has_table(_LOST):
            return 0
        query = sa.select(sa.func.count()).select_from(sa.table(_LOST))
        return int(connection.execute(query).scalar_one())


def _opened(folder: Path, mode: str = "r") -> IO[str]:
    return (folder / _ROWS).open(mode, encoding="utf-8")


def _lines(connection: Connection) -> Iterator[dict[str, Any]]:
    for table in _tables(connection):
        for row in connection.execute(sa.select(table)).mappings():
            values = {name: _written(value) for name, value in row.items()}
            yield {"table": table.name, "row": values}


def _tables(connection: Connection) -> list[Table]:
    """Find the tables as the database has them, because a copy may be of an older version."""
    existing = sa.inspect(connection).get_table_names()
    known = sa.MetaData()
    apart = tables.apart(migrations.metadata())
    return [sa.Table(name, known, autoload_with=connection) for name in apart if name in existing]


def _references(connection: Connection, table: Table) -> dict[str, set[Any]]:
    """List, for each column that refers to another table, what is there to refer to."""
    return {
        key.parent.name: set(connection.execute(sa.select(key.column)).scalars())
        for key in table.foreign_keys
    }


def _put_back(
    connection: Connection, table: Table, row: dict[str, Any], there: dict[str, set[Any]]
) -> bool:
    if any(row[name] not in known for name, known in there.items()):
        return False
    values = {name: _read(table.columns[name], value) for name, value in row.items()}
    connection.execute(sa.insert(table), values)
    return True


def _written(value: Any) -> Any:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    return value.isoformat() if isinstance(value, date) else value


def _read(column: sa.Column[Any], value: Any) -> Any:
    if value is None:
        return None
    if column.type.python_type is bytes:
        return base64.b64decode(value)
    return date.fromisoformat(value) if column.type.python_type is date else value
