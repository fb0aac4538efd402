"""What becomes of a plan's file: rows of a tree, what was refused or left out, and why. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from portal import lengths
from portal.files.documents.document import Place
from portal.problems import Problem

LONGEST_TEXT = lengths.ITEM_WORDS
"""How long the words of an item may be, in letters."""

LONGEST_FIELD = lengths.ITEM
"""How long any other field of an item may be."""

LONGEST_NUMBER = lengths.CODE


class Role(StrEnum):
    """What a column, or a line with a label, says of an item."""

    TEXT = "text"
    ABOVE = "above"
    NUMBER = "number"
    LEADS = "leads"
    RESOURCES = "resources"
    TIMESCALE = "timescale"
    MEASURE = "measure"
    OUTCOME = "outcome"
    STATUS = "status"
    EVIDENCE = "evidence"
    ASSESSMENT = "assessment"
    COMMENT = "comment"
    REVIEW = "review"
    NONE = "none"


class Empty(StrEnum):
    """What an empty first cell means: more of the row above, or a further item under its parent."""

    CONTINUES = "continues"
    SHARES = "shares"


@dataclass(frozen=True)
class Column:
    """What a column says; one for ticks gives its state, one with states says what each means.

    `values` has the folded words of a cell; those that mean "" are kept as a comment.
    """

    role: Role = Role.NONE
    state: str = ""
    values: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class TableMapping:
    """How tables with the same heads are taken; `level` is that of their rows, from 0.

    The columns above an item have the levels just above it, in their order. Where numbers say how
    deep a row is (1, 1.1), `parts` is how many parts that of the uppermost has, and else 0.
    """

    columns: tuple[Column, ...] = ()
    level: int = 0
    empty: Empty = Empty.CONTINUES
    taken: bool = True
    parts: int = 0


@dataclass(frozen=True)
class PlanMapping:
    """What an officer confirmed: what lines of a pattern, and columns of a table, are.

    A line that is no level and no role is left out. `first` and `last` are those of the part that
    is taken; `skipped` is what is left out by hand; with `once`, a heading with nothing under it
    that comes again, with something, is left out.
    """

    lines: dict[str, int | Role] = field(default_factory=dict)
    tables: tuple[TableMapping, ...] = ()
    first: Place | None = None
    last: Place | None = None
    skipped: frozenset[Place] = frozenset()
    once: bool = True


@dataclass(frozen=True)
class Row:
    """An item as it is taken in; its parent is the last one above with a smaller level."""

    level: int
    number: str
    text: str
    leads: tuple[str, ...]
    resources: str
    timescale: str
    due: date | None
    measure: str
    outcome: str
    status: str
    evidence: str
    assessment: str
    comment: str
    place: Place
    review_on: date | None = None


class Refused(NamedTuple):
    """A row that cannot be taken in, and so keeps the whole plan from being taken in."""

    place: Place
    reason: Problem


class LeftOut(NamedTuple):
    """Words that are not taken in, and why."""

    place: Place
    words: str
    why: Problem


class Flagged(NamedTuple):
    """What somebody should look at in a row that is taken in."""

    place: Place
    words: str
    why: Problem


@dataclass(frozen=True)
class Built:
    """A plan's rows in the order of the document, and all that did not become one."""

    rows: Sequence[Row]
    refused: Sequence[Refused]
    left_out: Sequence[LeftOut]
    flagged: Sequence[Flagged] = ()

    @property
    def whole(self) -> bool:
        """Tell whether it can be taken in: something stands in it, and nothing is refused."""
        return bool(self.rows) and not self.refused

    def counts(self) -> dict[int, int]:
        """Count the rows of each level."""
        levels = [row.level for row in self.rows]
        return {level: levels.count(level) for level in sorted(set(levels))}
