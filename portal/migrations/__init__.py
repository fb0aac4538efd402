"""The history of the schema, and how a database is brought up to it.

Alembic is driven from here, without a file of settings, so that an installed wheel has all it
needs. It is imported only where it is used: a process that serves pages can do without.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, MetaData, text
from sqlmodel import SQLModel

if TYPE_CHECKING:
    from alembic.config import Config

_LOCK = 0x6D696772


class SchemaError(Exception):
    """The tables are not those this version works with; the message says what to do."""


def metadata() -> MetaData:
    """Load every table the portal has, with the features that bring them."""
    import_module("portal.features")
    return SQLModel.metadata


def upgrade(engine: Engine) -> None:
    """Bring the schema up to date, in one transaction; two at once wait for each other.

    One that is up to date is only read: every command comes through here, and whoever writes
    meanwhile must not wait until all references have been checked.
    """
    if current(engine) == head():
        return
    from alembic import command

    with connected(engine) as connection:
        refuse_newer(_revision(connection))
        command.upgrade(config(connection), "head")


def head() -> str:
    """Name the newest revision of the schema."""
    from alembic.script import ScriptDirectory

    return ScriptDirectory.from_config(config()).get_current_head() or ""


def current(engine: Engine) -> str:
    """Name the revision of a database; nothing if the portal has no tables in it yet."""
    with engine.connect() as connection:
        return _revision(connection)


def require_newest(engine: Engine) -> None:
    """Refuse a database whose tables are not up to date."""
    revision = current(engine)
    refuse_newer(revision)
    if revision != head():
        raise SchemaError("The database is not up to date. Run first: portal migrate")


def refuse_newer(revision: str) -> None:
    """Refuse tables that a newer version of the portal has changed."""
    from alembic.script import ScriptDirectory

    revisions = ScriptDirectory.from_config(config()).walk_revisions()
    if revision and revision not in {one.revision for one in revisions}:
        raise SchemaError(
            "The database belongs to a newer version of the portal. Install that version."
        )


def config(connection: Connection | None = None) -> "Config":
    """Tell Alembic where the revisions are, and which connection to use."""
    from alembic.config import Config

    made = Config()
    made.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    made.attributes["connection"] = connection
    return made


@contextmanager
def connected(engine: Engine) -> Iterator[Connection]:
    """Open the one transaction in which the schema changes.

    SQLite changes a table by copying it and dropping the old one, which would take along all
    rows that refer to it, so references are checked at the end instead of meanwhile. The
    switch works outside a transaction only.
    """
    with engine.connect().execution_options(writes=True) as connection:
        sqlite = connection.connection.dbapi_connection if engine.dialect.name == "sqlite" else None
        if sqlite:
            sqlite.execute("PRAGMA foreign_keys=OFF")
        try:
            with connection.begin():
                if not sqlite:
                    connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
                yield connection
                if sqlite:
                    _check_references(connection)
        finally:
            if sqlite:
                sqlite.execute("PRAGMA foreign_keys=ON")


def _check_references(connection: Connection) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if broken:
        raise SchemaError(f"Rows that refer to nothing: {broken[:5]}. Nothing was changed.")


def _revision(connection: Connection) -> str:
    from alembic.migration import MigrationContext

    return MigrationContext.configure(connection).get_current_revision() or ""
