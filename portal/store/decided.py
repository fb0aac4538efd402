"""What a council decides about a feature: kept as JSON in the one row of a table of its own."""

from collections.abc import Mapping
from typing import Any, Generic, Protocol, TypeVar

from pydantic import TypeAdapter
from sqlmodel import Session

from portal.store.db import serialise

Kind = TypeVar("Kind")


class Row(Protocol):
    """The one row: what was decided, and how often that was changed."""

    version: int
    values: dict[str, Any]


class Decisions(Generic[Kind]):
    """Decisions of a `kind` in the one row of a table; the `lock` is a number of their own."""

    def __init__(self, kind: type[Kind], table: type[Row], lock: int) -> None:
        self._kind, self._table, self._lock = kind, table, lock
        self._json: TypeAdapter[Kind] = TypeAdapter(kind)

    def from_json(self, values: Mapping[str, Any]) -> Kind:
        """Read decisions as they are stored; what is missing keeps its default."""
        return self._json.validate_python(values)

    def to_json(self, decided: Kind) -> dict[str, Any]:
        """Write decisions as they are stored."""
        written: dict[str, Any] = self._json.dump_python(decided, mode="json")
        return written

    def current(self, session: Session, *, anew: bool = False) -> Kind:
        """Give what is decided; `anew` also where this session read it before."""
        row = session.get(self._table, 1, populate_existing=anew)
        return self.from_json(row.values) if row else self._kind()

    def for_change(self, session: Session) -> Kind:
        """Give what is decided, and let every other change wait until this one is kept."""
        serialise(session, self._lock)
        return self.current(session, anew=True)

    def save(self, session: Session, decided: Kind) -> None:
        """Keep what was decided anew."""
        row = session.get(self._table, 1) or self._table()
        row.values = self.to_json(decided)
        row.version += 1
        session.add(row)
        session.flush()
