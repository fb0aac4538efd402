"""Copying everything a portal keeps into a folder, and back: database, files, log's head.

The secret key is not in it, so that a stolen copy neither signs the log nor opens a second
factor; whoever restores brings the key along. Nor is what opens reports, which is copied apart
if it is asked for (see `key_backup`), nor what is of use for the moment only: who is signed in,
opened vaults and mails on their way.
"""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import URL, Engine

from portal import migrations
from portal.operating import destroyed_reports, key_backup, manifests
from portal.operating.destroyed_reports import Destroyed
from portal.operating.manifests import Backup, BackupError
from portal.settings import Settings
from portal.store import ownership, tables

__all__ = ["Backup", "BackupError"]

_MANIFEST = "backup.json"
_DATABASES = {"sqlite": "portal.db", "postgresql": "portal.dump"}
_ANCHOR = "audit-head"
_PATIENCE = 5.0


@dataclass(frozen=True)
class Restored:
    """What was put back, how many keys with it, and which reports were destroyed once more."""

    backup: Backup
    keys: int
    destroyed: Destroyed


def make(
    settings: Settings, engine: Engine, folder: Path, now: datetime, keys: Path | None = None
) -> Backup:
    """Copy a portal, which may be running, into a new or empty folder, and its keys apart."""
    if not migrations.current(engine):
        raise BackupError("There is no portal in the database yet, so nothing to keep.")
    if keys is not None and folder.resolve() in (keys.resolve(), *keys.resolve().parents):
        raise BackupError("Keep the keys apart: name a folder for them outside the other one.")
    for one in (folder, keys) if keys else (folder,):
        manifests.prepare(one)
    # The head goes first: a row written meanwhile is then new to it, and not missing.
    if settings.anchor.exists():
        shutil.copyfile(settings.anchor, folder / _ANCHOR)
    _dump(engine, folder)
    for name, files in _folders(settings).items():
        _copy_folder(files, folder / name)
    made, kind = now.isoformat(timespec="seconds"), engine.dialect.name
    backup = manifests.finish(folder, _MANIFEST, made, kind, migrations.current(engine))
    # The keys go last: those of a report that came meanwhile are left out when they are put
    # back, and none is missing.
    if keys is not None:
        key_backup.make(engine, keys, now)
    settings.last_backup.parent.mkdir(parents=True, exist_ok=True)
    ownership.write_anew(settings.last_backup, now.date().isoformat())
    return backup


def read(folder: Path) -> Backup:
    """Read what a folder holds, and make sure that nothing of it is missing or was changed."""
    return manifests.read(folder, _MANIFEST)


def restore(
    settings: Settings,
    engine: Engine,
    folder: Path,
    *,
    overwrite: bool,
    keys: Path | None = None,
    lose_keys: bool = False,
) -> Restored:
    """Put a backup in the place of what the portal, which must not be running, keeps now.

    Reports that the log of now lists as destroyed are destroyed in the copy as well.
    """
    backup = read(folder)
    migrations.refuse_newer(backup.revision)
    _require_fitting(engine, backup, overwrite=overwrite)
    if keys is not None:
        key_backup.read(keys, backup.revision)
    elif key_backup.count(engine) and not lose_keys:
        raise BackupError(
            "Without the keys nobody reads a report again, and nothing was changed. "
            "Add the folder with their copy: --keys FOLDER. To lose them: --without-keys"
        )
    known, withdrawn = destroyed_reports.logged(engine), destroyed_reports.taken_back(engine)
    settings.var.mkdir(parents=True, exist_ok=True)
    _load(engine, folder)
    again = destroyed_reports.destroy(engine, known)
    number = key_backup.load(engine, keys) if keys is not None else 0
    destroyed_reports.take_back(engine, withdrawn)
    for name, files in _folders(settings).items():
        _replace_files(folder / name, files)
    _replace_anchor(folder / _ANCHOR, settings.anchor)
    return Restored(backup, number, again)


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
        left_out = [f"--exclude-table-data={table}" for table in _left_out()]
        _run("pg_dump", engine, "--format=custom", f"--file={target}", *left_out)
        return
    _copy_sqlite(Path(engine.url.database or ""), target)


def _left_out() -> set[str]:
    known = migrations.metadata()
    return {*tables.apart(known), *tables.momentary(known)}


def _copy_sqlite(source: Path, target: Path) -> None:
    """Copy tables one by one, so that what is left out never reaches the copy's disk."""
    with closing(sqlite3.connect(source, timeout=_PATIENCE, isolation_level=None)) as database:
        query = "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL"
        schema = list(database.execute(f"{query} AND name NOT LIKE 'sqlite%' ORDER BY type DESC"))
        with closing(sqlite3.connect(target, isolation_level=None)) as copy:
            for _, _, statement in schema:
                copy.execute(statement)
        database.execute("ATTACH ? AS copy", [str(target)])
        database.execute("BEGIN")
        left_out = _left_out()
        for kind, name, _ in schema:
            if kind == "table" and name not in left_out:
                # The names are those of our own tables.
                database.execute(f'INSERT INTO copy."{name}" SELECT * FROM main."{name}"')  # noqa: S608
        database.execute("COMMIT")


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
    address, password = _apart(engine.url)
    secret = {"PGPASSWORD": password} if password else {}
    options = ["--no-owner", "--no-privileges", f"--dbname={address}"]
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


def _apart(url: URL) -> tuple[str, str]:
    """Take the password out of an address, wherever it stands in it."""
    # URL.set() takes None for "as it is", so the address is put together anew.
    bare = URL.create("postgresql", url.username, None, url.host, url.port, url.database, url.query)
    bare = bare.difference_update_query(["password"])
    password = url.query.get("password") or url.password or ""
    # A space is written as a plus sign there, which PostgreSQL's programs take for one.
    head, mark, options = bare.render_as_string().partition("?")
    return head + mark + options.replace("+", "%20"), str(password)


def _driver(connection: sa.PoolProxiedConnection) -> sqlite3.Connection:
    driver = connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)  # noqa: S101 - the dialect was asked before
    return driver


def _folders(settings: Settings) -> dict[str, Path]:
    return {"documents": settings.documents, "proofs": settings.proofs}


def _replace_files(source: Path, target: Path) -> None:
    fresh = target.with_name(f"{target.name}.restored")
    shutil.rmtree(fresh, ignore_errors=True)
    _copy_folder(source, fresh)
    if target.is_dir() and fresh.exists():
        _keep_modes(fresh, target)
    shutil.rmtree(target, ignore_errors=True)
    if fresh.exists():
        fresh.replace(target)


def _keep_modes(fresh: Path, target: Path) -> None:
    """Let a folder and its files be read by those who read the ones that stood there."""
    shutil.copymode(target, fresh)
    if stood := next(target.iterdir(), None):
        for file in fresh.iterdir():
            shutil.copymode(stood, file)


def _replace_anchor(source: Path, target: Path) -> None:
    mode = target.stat().st_mode if target.exists() else None
    target.unlink(missing_ok=True)
    if source.exists():
        shutil.copyfile(source, target)
        if mode is not None:
            target.chmod(mode & 0o7777)


def _copy_folder(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target, copy_function=_copy)


def _copy(source: str, target: str) -> None:
    # A document may be taken away between the listing of the folder and its turn.
    with suppress(FileNotFoundError):
        shutil.copyfile(source, target)
