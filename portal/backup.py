"""Copying everything a portal keeps into a folder, and back: database, documents, log's head.

The secret key is not in it, so that a stolen copy neither signs the log nor opens a second
factor; whoever restores brings the key along.
"""

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
from contextlib import closing, suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import Engine

from portal import migrations
from portal.settings import Settings

_MANIFEST = "backup.json"
_DATABASES = {"sqlite": "portal.db", "postgresql": "portal.dump"}
_DOCUMENTS = "documents"
_ANCHOR = "audit-head"


class BackupError(Exception):
    """Something stands in the way of a backup; the message says what."""


@dataclass(frozen=True)
class Backup:
    """What a folder holds: since when, of which kind, and the SHA-256 of each of its files."""

    made: str
    database: str
    revision: str
    files: dict[str, str]


def make(settings: Settings, engine: Engine, folder: Path, now: datetime) -> Backup:
    """Copy a portal, which may be running, into a new or empty folder."""
    if folder.exists() and any(folder.iterdir()):
        raise BackupError(f"{folder} is not empty. Name a new folder for each backup.")
    if not migrations.current(engine):
        raise BackupError("There is no portal in the database yet, so nothing to keep.")
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    # The head goes first: a row written meanwhile is then new to it, and not missing.
    if settings.anchor.exists():
        shutil.copyfile(settings.anchor, folder / _ANCHOR)
    _dump(engine, folder)
    _copy_folder(settings.documents, folder / _DOCUMENTS)
    kind, revision = engine.dialect.name, migrations.current(engine)
    backup = Backup(now.isoformat(timespec="seconds"), kind, revision, _digests(folder))
    (folder / _MANIFEST).write_text(json.dumps(asdict(backup), indent=1), encoding="utf-8")
    return backup


def read(folder: Path) -> Backup:
    """Read what a folder holds, and make sure that nothing of it is missing or was changed."""
    try:
        backup = Backup(**json.loads((folder / _MANIFEST).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise BackupError(f"There is no backup in {folder}.") from error
    found = _digests(folder)
    wrong = sorted(name for name, digest in backup.files.items() if found.get(name) != digest)
    if wrong:
        raise BackupError(f"The backup is damaged: {', '.join(wrong)}. Nothing was changed.")
    return backup


def restore(settings: Settings, engine: Engine, folder: Path, *, overwrite: bool) -> Backup:
    """Put a backup in the place of what the portal, which must not be running, keeps now."""
    backup = read(folder)
    migrations.refuse_newer(backup.revision)
    _require_fitting(engine, backup, overwrite=overwrite)
    settings.var.mkdir(parents=True, exist_ok=True)
    _load(engine, folder)
    _replace_documents(folder / _DOCUMENTS, settings.documents)
    settings.anchor.unlink(missing_ok=True)
    if (folder / _ANCHOR).exists():
        shutil.copyfile(folder / _ANCHOR, settings.anchor)
    return backup


def _require_fitting(engine: Engine, backup: Backup, *, overwrite: bool) -> None:
    kind = engine.dialect.name
    if backup.database != kind:
        raise BackupError(
            f"The backup is of {backup.database}, and PORTAL_DATABASE_URL names {kind}."
        )
    if not sa.inspect(engine).get_table_names():
        return
    if not overwrite:
        raise BackupError(
            "The database is not empty, and nothing was changed. "
            "To replace everything in it, add: --yes"
        )
    # pg_restore replaces the tables it knows; those of another version would be left among them.
    if kind == "postgresql" and migrations.current(engine) != backup.revision:
        raise BackupError(
            "The database has the tables of another version. Restore into an empty database."
        )


def _dump(engine: Engine, folder: Path) -> None:
    target = folder / _DATABASES[engine.dialect.name]
    if engine.dialect.name == "postgresql":
        _run("pg_dump", engine, "--format=custom", f"--file={target}")
        return
    with closing(engine.raw_connection()) as source, closing(sqlite3.connect(target)) as copy:
        _driver(source).backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")


def _load(engine: Engine, folder: Path) -> None:
    source = folder / _DATABASES[engine.dialect.name]
    if engine.dialect.name == "postgresql":
        _run("pg_restore", engine, "--clean", "--if-exists", "--single-transaction", str(source))
        return
    with closing(sqlite3.connect(source)) as copy, closing(engine.raw_connection()) as target:
        copy.backup(_driver(target))


def _run(program: str, engine: Engine, *arguments: str) -> None:
    """Run one of PostgreSQL's own programs; the password never stands among its arguments."""
    found = shutil.which(program)
    if found is None:
        raise BackupError(f"{program} was not found. Install PostgreSQL's client programs.")
    url = engine.url.set(drivername="postgresql", password=None)
    secret = {"PGPASSWORD": engine.url.password} if engine.url.password else {}
    options = ["--no-owner", "--no-privileges", f"--dbname={url.render_as_string()}"]
    done = subprocess.run(  # noqa: S603 - the program is PostgreSQL's, the address the operator's
        [found, *options, *arguments],
        env={**os.environ, **secret},
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    if done.returncode:
        raise BackupError(f"{program} failed, and nothing was changed:\n{done.stderr.strip()}")


def _driver(connection: sa.PoolProxiedConnection) -> sqlite3.Connection:
    driver = connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)  # noqa: S101 - the dialect was asked before
    return driver


def _replace_documents(source: Path, target: Path) -> None:
    fresh = target.with_name(f"{target.name}.restored")
    shutil.rmtree(fresh, ignore_errors=True)
    _copy_folder(source, fresh)
    shutil.rmtree(target, ignore_errors=True)
    if fresh.exists():
        fresh.replace(target)


def _copy_folder(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target, copy_function=_copy)


def _copy(source: str, target: str) -> None:
    # A document may be taken away between the listing of the folder and its turn.
    with suppress(FileNotFoundError):
        shutil.copyfile(source, target)


def _digests(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {
        file.relative_to(folder).as_posix(): _digest(file)
        for file in files
        if file.name != _MANIFEST
    }


def _digest(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
