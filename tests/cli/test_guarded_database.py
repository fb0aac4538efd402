"""A PostgreSQL that asks for a password is copied and put back as any other."""

import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import URL, NullPool, create_engine, make_url, text
from sqlalchemy.exc import OperationalError

from tests.cli.conftest import PROGRAMS, Portal

# Signs that mean something in an address, in a shell or to PostgreSQL itself.
PASSWORD = "s3/cr@t: %41 it's $HOME"
ROLE = "guarded"
PATIENCE = 10.0


def ask(url: URL, *statements: str) -> Any:
    """Have statements carried out, and give what the last one answers."""
    engine = create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        answers = [connection.execute(text(one.replace(":", r"\:"))) for one in statements]
        return answers[-1].scalar_one() if answers[-1].returns_rows else None


@pytest.fixture(scope="module")
def guarded(postgresql_server: str) -> Iterator[URL]:
    """Have a role that must give its password, and a database of its own."""
    server = make_url(postgresql_server)
    spoken = PASSWORD.replace("'", "''")
    ask(server, f"CREATE ROLE {ROLE} LOGIN PASSWORD '{spoken}'")
    ask(server, f"CREATE DATABASE {ROLE} OWNER {ROLE}")
    rules = Path(ask(server, "SHOW hba_file"))
    before = rules.read_text()
    rules.write_text(f"local all {ROLE} scram-sha-256\n{before}")
    ask(server, "SELECT pg_reload_conf()")
    url = server.set(username=ROLE, database=ROLE)
    wait_until_it_asks(url)
    yield url.set(password=PASSWORD)
    rules.write_text(before)
    ask(server, "SELECT pg_reload_conf()")
    ask(server, f"DROP DATABASE {ROLE} WITH (FORCE)")
    ask(server, f"DROP ROLE {ROLE}")


def wait_until_it_asks(url: URL) -> None:
    deadline = time.monotonic() + PATIENCE
    while lets_in(url):
        assert time.monotonic() < deadline, "It does not ask for a password."
        time.sleep(0.05)


def lets_in(url: URL) -> bool:
    try:
        return bool(ask(url, "SELECT 1"))
    except OperationalError:
        return False


@pytest.fixture
def database_url(guarded: URL) -> str:
    return written(guarded)


@pytest.fixture
def noting(tmp_path: Path) -> tuple[str, Path]:
    """Put programs first on the path that note what they are given before they do their work."""
    folder, noted = tmp_path / "bin", tmp_path / "noted"
    folder.mkdir()
    for name in ("pg_dump", "pg_restore"):
        program = folder / name
        program.write_text(f'#!/bin/sh\necho "$@" >> "{noted}"\nexec "{PROGRAMS / name}" "$@"\n')
        program.chmod(0o755)
    return f"{folder}{os.pathsep}{os.environ['PATH']}", noted


def written(url: URL) -> str:
    return url.render_as_string(hide_password=False)


def test_a_wrong_password_is_told_in_the_databases_own_words(
    portal: Portal, guarded: URL, tmp_path: Path
) -> None:
    refused = portal(
        "backup", tmp_path / "copy", PORTAL_DATABASE_URL=written(guarded.set(password="wrong"))
    )
    assert refused.exit_code == 1
    assert "password authentication failed" in refused.output


def test_a_copy_is_made_and_put_back_with_the_address_that_the_portal_has(
    portal: Portal, guarded: URL, tmp_path: Path, noting: tuple[str, Path]
) -> None:
    path, noted = noting
    where = (tmp_path / "copy", "--keys", tmp_path / "keys")
    assert portal("migrate").exit_code == 0
    created = portal("account", "create", "ann@council.example", "Ann", "--role", "officer")
    assert created.exit_code == 0, created.output
    copied = portal("backup", *where, PATH=path)
    assert copied.exit_code == 0, copied.output
    ask(guarded, "DELETE FROM account")
    back = portal("restore", *where, "--yes", PATH=path)
    assert back.exit_code == 0, back.output
    assert ask(guarded, "SELECT name FROM account") == "Ann"
    assert noted.read_text().count(f"--dbname=postgresql://{ROLE}@") == 2
    assert "s3" not in noted.read_text()


def test_options_of_the_address_that_hold_a_space_reach_the_programs_as_they_are(
    portal: Portal, guarded: URL, tmp_path: Path
) -> None:
    address = written(guarded.update_query_dict({"options": "-c statement_timeout=0"}))
    assert portal("migrate", PORTAL_DATABASE_URL=address).exit_code == 0
    copied = portal("backup", tmp_path / "copy", PORTAL_DATABASE_URL=address)
    assert copied.exit_code == 0, copied.output


def test_a_password_among_the_options_of_the_address_is_not_handed_on_either(
    portal: Portal, guarded: URL, tmp_path: Path, noting: tuple[str, Path]
) -> None:
    path, noted = noting
    bare = URL.create(guarded.drivername, ROLE, database=ROLE)
    address = written(bare.set(query={**guarded.query, "password": PASSWORD}))
    assert portal("migrate", PORTAL_DATABASE_URL=address).exit_code == 0
    copied = portal("backup", tmp_path / "copy", PATH=path, PORTAL_DATABASE_URL=address)
    assert copied.exit_code == 0, copied.output
    assert "s3" not in noted.read_text()
