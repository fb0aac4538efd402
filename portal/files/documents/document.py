"""What a plan's file says, whatever its format: lines and tables, in their order. Pure.

What the format knows of depth, of weight and of merged cells is kept as a hint; the officer, and
not the format, says what is a level.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from portal.languages.normal_form import is_blank, normalised

MOST_ROWS = 20_000
MOST_COLUMNS = 60
MOST_CELLS = 200_000
LONGEST = 20_000
"""How many letters of one line or cell are read; a document with a longer one is refused."""

DEEPEST = 9

_STEERING = re.compile("[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_CONTROL = re.compile("[\0-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


class Hint(StrEnum):
    """What a format, or its marks, say a line is."""

    PLAIN = "plain"
    ITEM = "item"
    HEADING = "heading"
    STRONG = "strong"
    SHEET = "sheet"
    ASIDE = "aside"
    CONTENTS = "contents"


class Place(NamedTuple):
    """Where something stands: its line or row, counted from 1, its column (0: all), its sheet."""

    line: int
    column: int = 0
    sheet: str = ""


class Line(NamedTuple):
    """A line between tables; `depth` is that of a list or of a heading, from 1."""

    place: Place
    text: str
    hint: Hint = Hint.PLAIN
    depth: int = 0


class Cells(NamedTuple):
    """A row of a table; a cell that another covers from above or from beside it is empty."""

    place: Place
    texts: tuple[str, ...]
    above: frozenset[int] = frozenset()
    beside: frozenset[int] = frozenset()
    strong: bool = False

    @property
    def filled(self) -> tuple[int, ...]:
        """List the columns that say something."""
        return tuple(column for column, text in enumerate(self.texts) if text)


class Table(NamedTuple):
    """The rows of a table, each as wide as the widest."""

    rows: tuple[Cells, ...]


@dataclass(frozen=True)
class Document:
    """Lines and tables in their order."""

    blocks: tuple[Line | Table, ...] = ()

    def places(self) -> Iterator[Place]:
        """Tell where each line and row stands, in their order."""
        for block in self.blocks:
            yield from [block.place] if isinstance(block, Line) else [r.place for r in block.rows]


class TooLargeError(Exception):
    """A document holds more than is read of any."""


def tidy(text: str) -> str:
    """Take out of words what is not seen; line breaks stay, each once.

    Raises TooLargeError for a text that nobody wrote.
    """
    if len(text) > LONGEST:
        raise TooLargeError
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    seen = _CONTROL.sub("", _STEERING.sub("", normalised(text, "NFC")))
    plain = "\n".join(" ".join(line.split()) for line in seen.splitlines() if line.strip())
    return "" if is_blank(plain) else plain


def table(rows: list[Cells]) -> Table | None:
    """Make a table of rows, without those that are empty and without empty columns at its end."""
    rows = [row for row in rows if row.filled]
    width = max((row.filled[-1] + 1 for row in rows), default=0)
    if width > MOST_COLUMNS:
        raise TooLargeError
    return Table(tuple(_fitted(row, width) for row in rows)) if rows else None


def bounded(blocks: list[Line | Table]) -> Document:
    """Make a document of blocks; raises TooLargeError if they are too many."""
    rows = [row for block in blocks if isinstance(block, Table) for row in block.rows]
    lines = sum(isinstance(block, Line) for block in blocks)
    if len(rows) + lines > MOST_ROWS or sum(len(row.filled) for row in rows) > MOST_CELLS:
        raise TooLargeError
    return Document(tuple(blocks))


def packed(document: Document) -> bytes:
    """Write a document so that it goes through a pipe."""
    return json.dumps([_packed(block) for block in document.blocks]).encode()


def unpacked(content: bytes) -> Document:
    """Read a document that came through a pipe."""
    return Document(tuple(_unpacked(block) for block in json.loads(content)))


def _fitted(row: Cells, width: int) -> Cells:
    texts = (*row.texts[:width], *("",) * (width - len(row.texts)))
    inside = frozenset(range(width))
    return row._replace(texts=texts, above=row.above & inside, beside=row.beside & inside)


def _packed(block: Line | Table) -> list[object]:
    if isinstance(block, Line):
        return ["line", *block]
    rows = [(r.place, r.texts, sorted(r.above), sorted(r.beside), r.strong) for r in block.rows]
    return ["table", rows]


def _unpacked(block: list[Any]) -> Line | Table:
    kind, *rest = block
    if kind == "line":
        place, text, hint, depth = rest
        return Line(Place(*place), text, Hint(hint), depth)
    return Table(
        tuple(
            Cells(Place(*place), tuple(texts), frozenset(above), frozenset(beside), strong)
            for place, texts, above, beside, strong in rest[0]
        )
    )
