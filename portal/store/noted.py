"""Moments that work has to remember from one time to the next, and flags that it finds."""

from collections.abc import Iterator
from datetime import UTC, datetime

from sqlmodel import Field, Session, SQLModel, col, delete, select

from portal.store.db import insert_once, moment

NO_TIME = datetime(1970, 1, 1, tzinfo=UTC)
"""When a flag was set, of which nobody may learn when that was."""


class Noted(SQLModel, table=True):
    """A moment, or a flag, by the name under which work looks for it."""

    name: str = Field(primary_key=True, max_length=60)
    at: datetime = moment()


def at(session: Session, *names: str) -> Iterator[datetime | None]:
    """Give the moment noted under each name, or none."""
    for name in names:
        row = session.get(Noted, name)
        yield row.at if row else None


def under(session: Session, prefix: str) -> list[str]:
    """List what follows a prefix in the names under which something is noted."""
    found = session.exec(select(Noted.name).where(col(Noted.name).startswith(prefix)))
    return sorted(name.removeprefix(prefix) for name in found)


def note(session: Session, name: str, at: datetime) -> None:
    """Note a moment in place of the one before."""
    session.merge(Noted(name=name, at=at))
    session.flush()


def flag(session: Session, name: str) -> None:
    """Set a flag, unless it is set, without a time."""
    insert_once(session, "noted", "name", {"name": name, "at": NO_TIME})


def forget(session: Session, *names: str) -> None:
    """Keep nothing under these names."""
    session.exec(delete(Noted).where(col(Noted.name).in_(names)))
