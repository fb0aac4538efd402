"""Heads of tables: which row is one, what its names are, and which rows stand between. Pure."""

from collections.abc import Sequence
from typing import NamedTuple

from portal.files.documents.document import Cells, Hint, Line, Place, Table
from portal.languages.searching import fold
from portal.plans.importing import due, shapes, vocabulary

_LONGEST = 100
_MOST_WORDS = 12
_FEW_WORDS = 4
_MOST = 0.6
_SHORTER = 0.6
_TICKING = ("x", "y", "n")


class Among(NamedTuple):
    """The patterns of the first cells of rows that say more, and whether most of a table do."""

    shapes: frozenset[str]
    are_most: bool


def sign(text: str) -> str:
    """Tell what a head that is a mark, and no word, means: met for a tick, not met for a cross."""
    bare = text.strip()
    if bare and set(bare) <= vocabulary.TICKS:
        return "met"
    return "not_met" if bare and (set(bare) <= vocabulary.CROSSES or bare in "xX") else ""


def names(row: Cells, below: Cells | None = None) -> tuple[str, ...]:
    """Give the names of columns; one that reaches over others stands before each of theirs."""
    tops = list(row.texts)
    for column in sorted(row.beside):
        tops[column] = tops[column] or (tops[column - 1] if column else "")
    unders = below.texts if below else ("",) * len(tops)
    found = [
        f"{top}: {under}" if top and under else top or under
        for top, under in zip(tops, unders, strict=True)
    ]
    if not below:
        found = list(row.texts)
    while found and not found[-1]:
        found.pop()
    return tuple(found)


def means(name: str) -> str:
    """Tell what a head says of an item: a role, a state, or "" if it is not known."""
    last = name.rpartition(": ")[2]
    state = (
        sign(last) or vocabulary.meaning("assessment", last) or vocabulary.meaning("status", last)
    )
    return state or vocabulary.named("role", last) or vocabulary.named("role", name)


def is_known(row: Cells) -> bool:
    """Tell whether most cells of a head are words that we know as names of columns."""
    cells = [row.texts[column] for column in row.filled]
    return sum(bool(means(cell)) for cell in cells) * 2 >= len(cells)


def is_head(table: Table, number: int, *, strictly: bool = False) -> bool:
    """Tell whether a row is a head: short cells that name what plans tell of items.

    After other rows, or strictly, every cell has to.
    """
    row = table.rows[number]
    cells = [row.texts[column] for column in row.filled]
    if not all(len(cell) <= _LONGEST and len(cell.split()) <= _MOST_WORDS for cell in cells):
        return False
    if any(due.read(cell) for cell in cells):
        return False
    known = sum(bool(means(cell)) for cell in cells)
    if strictly or any(len(each.filled) > 1 for each in table.rows[:number]):
        roles = {vocabulary.named("role", cell) for cell in cells} - {""}
        exact = sum(bool(vocabulary.meaning("role", cell)) for cell in cells)
        is_all = known == len(cells) and len(cells) >= _MOST * len(row.texts)
        return is_all and exact * 2 > len(cells) and len(roles) > 1
    return known * 2 > len(cells) or _looks_like_one(table, number, known)


def _looks_like_one(table: Table, number: int, known: int) -> bool:
    row, rest = table.rows[number], table.rows[number + 1 :]
    if row.strong and rest and not all(each.strong for each in rest):
        return True
    cells = [row.texts[column] for column in row.filled]
    if known * 2 == len(cells) and known > 1:
        return True
    others = [each.texts[column] for each in rest for column in each.filled]
    is_short = all(len(c.split()) <= _FEW_WORDS and not any(map(str.isdigit, c)) for c in cells)
    is_full = len(cells) >= len(row.texts) - 1
    if not (is_short and is_full and others):
        return False
    return _mean(cells) < _SHORTER * _mean(others) or _has_ticks(rest)


def _has_ticks(rows: Sequence[Cells]) -> bool:
    """Tell whether some column after the first has ticks, and nothing else."""
    for column in range(1, len(rows[0].texts)):
        said = [row.texts[column] for row in rows if row.texts[column]]
        if said and all(map(is_ticking, said)):
            return True
    return False


def goes_on(row: Cells, below: Cells) -> bool:
    """Tell whether a head has a second row, which names what stands under one that reaches over."""
    spans = row.beside | {column - 1 for column in row.beside}
    inside = bool(below.filled) and set(below.filled) <= spans
    return inside and all(len(below.texts[column].split()) <= _FEW_WORDS for column in below.filled)


def among(table: Table) -> Among:
    """Look once through the rows of a table that say more than one thing."""
    others = [each for each in table.rows if len(each.filled) > 1]
    shaped = frozenset(_shape(each.texts[0], strong=each.strong) for each in others)
    return Among(shaped, len(others) >= _MOST * len(table.rows))


def is_between(row: Cells, others: Among) -> bool:
    """Tell whether a row is a line that stands between the others, such as an objective."""
    if len(row.filled) != 1 or len(row.texts) < 2:
        return False
    text = row.texts[row.filled[0]]
    if len(row.texts) > 1 and len(row.beside) >= len(row.texts) - 1:
        return True
    if row.filled[0] != 0:
        return False
    own = _shape(text, strong=row.strong)
    if own in others.shapes:
        return False
    return own.startswith("word:") or (others.are_most and own != shapes.PLAIN)


def is_card(table: Table) -> bool:
    """Tell whether a table of two columns says one thing in each row: its name, and what it is."""
    if len(table.rows[0].texts) != 2 or len(table.rows) < 3:
        return False
    named = [vocabulary.meaning("role", row.texts[0].rstrip(": ")) for row in table.rows]
    known = [role for role in named if role]
    return len(known) >= _MOST * len(table.rows) and len(set(known)) >= 3


def _shape(text: str, *, strong: bool) -> str:
    return shapes.shape(Line(Place(0), text, Hint.STRONG if strong else Hint.PLAIN)).key


def _mean(cells: list[str]) -> float:
    return sum(map(len, cells)) / len(cells)


def is_ticking(text: str) -> bool:
    """Tell whether a cell is a tick or a cross, or empty, and nothing else."""
    bare = set(text.replace(" ", "").replace("\n", ""))
    signs = vocabulary.TICKS | vocabulary.CROSSES | vocabulary.EMPTY_BOXES | set("-\u2013\u2014")
    return (
        bare <= signs or fold(text) in _TICKING or vocabulary.meaning("assessment", text) == "met"
    )
