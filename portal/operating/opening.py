"""Opening the database for a command: any, one that is up to date, or one that exists."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, make_url
from sqlalchemy.exc import ArgumentError

from portal import migrations
from portal.settings import Settings, SettingsError
from portal.store import ownership
from portal.store.db import open_engine


@contextmanager
def database(settings: Settings) -> Iterator[Engine]:
    """Open a database in whatever state it is; what root then wrote stays the service's own."""
    engine = _open(settings.database_url)
    try:
        yield engine
    finally:
        engine.dispose()
        ownership.hand_over(settings)


@contextmanager
def ready(settings: Settings) -> Iterator[Engine]:
    """Open a database that is up to date; SQLite is brought up to date, a server is not.

    A server may have other processes of the portal at work, which expect the tables they know.
    """
    with database(settings) as engine:
        if engine.dialect.name == "sqlite":
            migrations.upgrade(engine)
        migrations.require_newest(engine)
        yield engine


@contextmanager
def existing(settings: Settings) -> Iterator[Engine]:
    """Open a database as it is; looking for one must not create it."""
    with database(settings) as engine:
        file = engine.url.database or ""
        if engine.dialect.name == "sqlite" and not Path(file).is_file():
            raise SettingsError(f"There is no database {file}.")
        yield engine


def _open(url: str) -> Engine:
    try:
        known = make_url(url).get_backend_name() in ("sqlite", "postgresql")
    except ArgumentError:
        known = False
    if not known:
        raise SettingsError(
            "PORTAL_DATABASE_URL must begin with sqlite:/// or postgresql+psycopg://"
        )
    return open_engine(url)
