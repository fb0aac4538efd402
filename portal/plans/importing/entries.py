"""What stands in a document as a plan sees it: lines, rows of kinds of tables, and noise. Pure."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from portal.files.documents.document import Cells, Document, Line, Place
from portal.plans.importing.shapes import Shape
from portal.problems import Problem


class Text(NamedTuple):
    """A line that may be a level, or say something of the row above."""

    line: Line
    shape: Shape


class TableRow(NamedTuple):
    """A row of a table of some kind, by its place in the list of kinds."""

    cells: Cells
    kind: int


class Head(NamedTuple):
    """The first head of a kind."""

    cells: Cells
    kind: int


class Noise(NamedTuple):
    """Words that are no part of a plan."""

    place: Place
    words: str
    why: Problem


Entry = Text | TableRow | Head | Noise


@dataclass
class Kind:
    """Tables with the same heads; one without a head has none."""

    heads: tuple[str, ...]
    width: int
    rows: list[Cells] = field(default_factory=list)
    tables: int = 0


@dataclass
class Sorted:
    """A document's lines and rows in their order, and the kinds of its tables."""

    entries: list[Entry] = field(default_factory=list)
    kinds: list[Kind] = field(default_factory=list)

    def within(self, places: Collection[Place]) -> "Sorted":
        """Keep what stands in a part; the kinds stay, with their rows of that part."""
        entries = [entry for entry in self.entries if place_of(entry) in places]
        kinds = [
            replace(kind, rows=[row for row in kind.rows if row.place in places])
            for kind in self.kinds
        ]
        return Sorted(entries, kinds)


def inside(document: Document, first: Place | None, last: Place | None) -> frozenset[Place]:
    """List the places from one line to another, of which either may be empty or not be given."""
    places = list(document.places())
    begin = (n for n, place in enumerate(places) if first is None or _reaches(place, first))
    ends = [n for n, place in enumerate(places) if last is None or _reaches(last, place)]
    return frozenset(places[next(begin, len(places)) : (ends[-1] + 1 if ends else 0)])


def place_of(entry: Entry) -> Place:
    """Tell where an entry stands."""
    if isinstance(entry, Text):
        return entry.line.place
    return entry.place if isinstance(entry, Noise) else entry.cells.place


def _reaches(place: Place, other: Place) -> bool:
    return place.sheet == other.sheet and place.line >= other.line
