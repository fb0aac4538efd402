"""The engine, and the few column types every feature shares."""

import re
import secrets
import sqlite3
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import (
    JSON,
    URL,
    Connection,
    DateTime,
    Dialect,
    Engine,
    ExceptionContext,
    Insert,
    String,
    TypeDecorator,
    create_engine,
    event,
    make_url,
    text,
)
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects import sqlite as sqlite_dialect
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, Session, SQLModel

from portal.store import sqlite
from portal.store.sqlite import PATIENCE as PATIENCE
from portal.store.sqlite import LockedError as LockedError

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

READ_ONLY = "25006"
"""How PostgreSQL calls it that a transaction was to read only."""

_ROW_LOCK = re.compile(r" FOR (?:NO KEY UPDATE|UPDATE|KEY SHARE|SHARE)\b[^()]*\Z")
_INSERTS: dict[str, Any] = {"sqlite": sqlite_dialect.insert, "postgresql": postgresql.insert}

Translated = dict[str, str]
"""Text written by staff, keyed by language: {"en": "Parks", "cy": "Parciau"}."""


class Moment(TypeDecorator[datetime]):
    """A time with its zone. SQLite forgets the zone, so it is put back on the way out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a time without a zone, and store the rest in UTC."""
        if value is not None and value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return value and value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Put UTC on times read from SQLite, and bring PostgreSQL's session zone back to it."""
        return value and (value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC))


class Code(TypeDecorator[StrEnum]):
    """An enumeration stored by value as text, so that adding a member needs no migration."""

    impl = String(40)
    cache_ok = True

    def __init__(self, kind: type[StrEnum]) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: StrEnum | None, dialect: Dialect) -> str | None:
        """Store the member's value; a value that is no member is a mistake of ours."""
        return None if value is None else self.kind(value).value

    def process_result_value(self, value: str | None, dialect: Dialect) -> StrEnum | None:
        """Turn the value back into the member."""
        return None if value is None else self.kind(value)


Json = JSON().with_variant(JSONB(), "postgresql")
"""JSON, stored as JSONB on PostgreSQL. Values are replaced, never edited in place."""


def translated() -> Any:
    """Declare a column holding staff-written text in several languages."""
    return Field(default_factory=dict, sa_type=Json)


def json_column(factory: Any = dict) -> Any:
    """Declare a column holding a JSON value, empty at first."""
    return Field(default_factory=factory, sa_type=Json)


def moment(**options: Any) -> Any:
    """Declare a column holding a time."""
    return Field(sa_type=Moment, **options)


def stamp() -> Any:
    """Declare a column stamped with the current time."""
    return Field(default_factory=now, sa_type=Moment)


def code_column(kind: type[StrEnum], **options: Any) -> Any:
    """Declare a column holding a member of an enumeration."""
    return Field(sa_type=Code(kind), **options)


def first_revision() -> int:
    """Draw the revision of a new row from which its changes are counted.

    SQLite gives the number of a deleted row again, and a form that was drawn for that one must not
    fit another.
    """
    return secrets.randbelow(1 << 20)


def random_id() -> str:
    """Draw an identifier that tells nothing about order: 127 bits, as 22 URL-safe characters.

    None is a dash: spreadsheets take what begins with one for a formula.
    """
    return secrets.token_urlsafe(16).replace("-", "_")


def now() -> datetime:
    """Tell the time, with its zone."""
    return datetime.now(UTC)


def open_engine(url: str, *, patient: bool = True) -> Engine:
    """Connect to SQLite or PostgreSQL; SQLite is told to behave like a server.

    Where people wait for an answer, PostgreSQL is not to be `patient` with a lock that does not
    open; SQLite never is.
    """
    target = make_url(url)
    # A failed statement must not write residents' words into the log: no parameters in errors.
    if target.get_backend_name() != "sqlite":
        server = create_engine(
            target,
            pool_pre_ping=True,
            pool_size=10,
            pool_timeout=PATIENCE / 1000,
            hide_parameters=True,
            connect_args={} if patient else _impatience(target),
        )
        event.listen(server, "begin", _begin_postgresql)
        event.listen(server, "before_cursor_execute", _lock_no_row, retval=True)
        event.listen(server, "handle_error", _name_undeclared_write)
        return server
    if target.database:
        Path(target.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(target, connect_args={"isolation_level": None}, hide_parameters=True)
    event.listen(engine, "connect", sqlite.tune)
    event.listen(engine, "begin", sqlite.begin)
    event.listen(engine, "handle_error", _name_undeclared_write)
    return engine


class UndeclaredWriteError(Exception):
    """A transaction that was opened for reading was about to write: a fault of ours."""


def begin(session: Session, *, writes: bool, wait: bool = True) -> None:
    """Open the transaction; one that will write takes SQLite's write lock at once.

    One that was not to write cannot, on either database: a page that writes without saying so
    would pass as long as nobody else does, and fail on a busy day. A deferred transaction that
    reads and then writes fails as soon as another one wrote in between; waiting for the lock at
    the start never does. How long it waits, the session may say in its `info`, and that it need
    not be `lasting`: its end is not waited for, and only a power cut can undo it.
    """
    patience = session.info.get("patience", PATIENCE) if wait else 0
    lasting = session.info.get("lasting", True)
    options = {"writes": writes, "wait": wait, "patience": patience, "lasting": lasting}
    connection = session.connection(execution_options=options)
    if writes and connection.dialect.name == "postgresql":
        if patience < PATIENCE:
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = {max(1, patience)}")
        if not lasting:
            connection.exec_driver_sql("SET LOCAL synchronous_commit = off")


def _impatience(target: URL) -> dict[str, Any]:
    options = f"{target.query.get('options', '')} -c lock_timeout={PATIENCE}"
    return {"connect_timeout": 5, "options": options.strip()}


def serialise(session: Session, lock: int) -> None:
    """Wait for every other transaction that holds this lock; SQLite's writers already do."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": lock})


def insert_once(session: Session, table: str, key: str, *rows: dict[str, Any]) -> bool:
    """Insert rows, each unless one with its key is there already; tell whether all were new.

    `key` names its columns, with spaces between them.
    """
    once, given = _once(session.get_bind().dialect.name, table, key), rows if rows[1:] else rows[0]
    return session.connection().execute(once, given).rowcount == len(rows)


@cache
def _once(dialect: str, table: str, key: str) -> Insert:
    # Built anew for each response, a statement costs more than sending it to the database.
    statement = _INSERTS[dialect](SQLModel.metadata.tables[table])
    once: Insert = statement.on_conflict_do_nothing(index_elements=key.split())
    # psycopg forgets how many rows an insert made unless it is told to remember.
    return once.execution_options(preserve_rowcount=True)


def _begin_postgresql(connection: Connection) -> None:
    # Nothing is sent for it: the driver begins its transaction so with the first statement. What
    # the operator decided for a transaction that says nothing of itself stays as it is.
    driver: Any = connection.connection.driver_connection
    reads_only = connection.get_execution_options().get("writes") is False
    driver.read_only = True if reads_only else None


def _lock_no_row(
    connection: Connection, _cursor: Any, statement: str, parameters: Any, *_: Any
) -> tuple[str, Any]:
    # One query finds what is shown and what is changed. PostgreSQL refuses to lock for a
    # transaction that cannot change anything, which needs no lock; SQLite knows none of rows.
    if connection.get_execution_options().get("writes") is False:
        statement = _ROW_LOCK.sub("", statement)
    return statement, parameters


def _name_undeclared_write(context: ExceptionContext) -> None:
    # What stands below would be taken for a disk that cannot be written.
    connection, error = context.connection, context.original_exception
    if connection is None or connection.get_execution_options().get("writes") is not False:
        return
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code == sqlite3.SQLITE_READONLY or getattr(error, "sqlstate", "") == READ_ONLY:
        raise UndeclaredWriteError(str(context.statement)) from error
