"""A list read a page at a time: from the key of the row beside it, never by how many to skip.

The database goes straight to that row by an index, however long the list is, and a row that comes
or goes meanwhile moves nothing on the page that is asked for.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, NamedTuple, TypeVar

from sqlalchemy import Date, Integer, Select, literal, tuple_
from sqlmodel import Session

SIZE = 25
"""How many rows of a list are shown at once."""

_BETWEEN = "~"

Item = TypeVar("Item")
Other = TypeVar("Other")


class Place(NamedTuple):
    """Where somebody stands in a list: after the row of a key, or before it."""

    key: str
    back: bool = False


@dataclass(frozen=True)
class Slice(Generic[Item]):
    """Some rows of a list, and the keys before and after which there are more, if there are."""

    rows: Sequence[Item]
    before: str = ""
    after: str = ""

    def each(self, make: Callable[[Item], Other]) -> "Slice[Other]":
        """Make something of each row."""
        return self.all(lambda rows: [make(row) for row in rows])

    def all(self, make: Callable[[Sequence[Item]], Sequence[Other]]) -> "Slice[Other]":
        """Make something of the rows together."""
        return Slice(make(self.rows), self.before, self.after)


@dataclass(frozen=True)
class Order:
    """The columns whose values are the key of a row, no two rows having the same."""

    columns: Sequence[Any]
    newest_first: bool = False
    size: int = SIZE


def read(
    session: Session, query: Select[*tuple[Any, ...]], order: Order, place: Place | None
) -> Slice[tuple[Any, ...]]:
    """Read a page of what a query finds; where nothing is, or in no place, the first."""
    if place is not None and (values := _values(order, place.key)) is not None:
        beside = _slice(session, query, order, values, back=place.back)
        if beside.before:
            return beside
    return _slice(session, query, order)


def among(
    rows: Sequence[Item], place: Place | None, name: Callable[[Item], str], size: int = SIZE
) -> Slice[Item]:
    """Give a page of a list that had to be read whole, whose keys are numbers and names."""
    start = _start(rows, place, name, size)
    shown = rows[start : start + size]
    end = start + len(shown)
    return Slice(
        shown,
        f"{start}{_BETWEEN}{name(rows[start])}" if start else "",
        f"{end}{_BETWEEN}{name(rows[end - 1])}" if end < len(rows) else "",
    )


def _start(
    rows: Sequence[Item], place: Place | None, name: Callable[[Item], str], size: int
) -> int:
    number, _, named = place.key.partition(_BETWEEN) if place else ("", "", "")
    if place is None or not _is_number(number):
        return 0
    passed, here = int(number), next((i for i, row in enumerate(rows) if name(row) == named), None)
    if place.back:
        return max(0, min(passed if here is None else here, len(rows)) - size)
    # A row that went, or moved down the list, must not take anybody past what they have not seen.
    start = passed - 1 if here is None else min(here + 1, passed)
    return start if 0 < start < len(rows) else 0


def _slice(
    session: Session,
    query: Select[*tuple[Any, ...]],
    order: Order,
    past: Sequence[Any] = (),
    *,
    back: bool = False,
) -> Slice[tuple[Any, ...]]:
    falling, width = order.newest_first != back, -len(order.columns)
    if past:
        here, there = tuple_(*order.columns), tuple_(*map(literal, past))
        query = query.where(here < there if falling else here > there)
        # By the whole key PostgreSQL finds nothing in an index that has only the first of it.
        first = order.columns[0]
        query = query.where(first <= past[0] if falling else first >= past[0])
    query = query.add_columns(*order.columns).limit(order.size + 1)
    by = [column.desc() if falling else column for column in order.columns]
    found = [tuple(row) for row in session.execute(query.order_by(*by)).all()]
    shown, more = found[: order.size], len(found) > order.size
    rows = shown[::-1] if back else shown
    keys = [_BETWEEN.join(map(str, row[width:])) for row in rows] or [""]
    before, after = (more, True) if back else (bool(past), more)
    return Slice([row[:width] for row in rows], keys[0] * before, keys[-1] * after)


def _values(order: Order, key: str) -> list[Any] | None:
    parts = key.split(_BETWEEN)
    if len(parts) != len(order.columns) or "\x00" in key:
        return None
    try:
        return [_value(column, part) for column, part in zip(order.columns, parts, strict=True)]
    except ValueError:
        return None


def _value(column: Any, part: str) -> Any:
    if isinstance(column.type, Date):
        return date.fromisoformat(part)
    if not isinstance(column.type, Integer):
        return part
    if not _is_number(part):
        raise ValueError(part)
    return int(part)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10
