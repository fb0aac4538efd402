"""Cells that reach over several rows or columns, laid out as a table (HTML, 4.9.12). Pure."""

from dataclasses import dataclass, field

from portal.files.documents import document
from portal.files.documents.document import Cells, Place


@dataclass
class _Cell:
    down: int
    across: int
    strong: bool
    covered: bool = False
    lines: list[str] = field(default_factory=list)


@dataclass
class Grid:
    """The cells of a table as they come, row by row."""

    _rows: list[list[_Cell]] = field(default_factory=list)
    _open: bool = False

    def begin_row(self) -> None:
        """Begin the next row."""
        self._rows.append([])
        self._open = False
        if len(self._rows) > document.MOST_ROWS:
            raise document.TooLargeError

    def begin_cell(self, down: int = 1, across: int = 1, *, strong: bool = False) -> None:
        """Begin the next cell of a row, which reaches over so many rows and columns."""
        if not self._rows:
            self.begin_row()
        across = min(max(across, 1), document.MOST_COLUMNS)
        self._rows[-1].append(_Cell(max(down, 1), across, strong))
        self._open = True

    def cover(self, across: int) -> None:
        """Pass over columns that are covered from above, as the row itself says."""
        self.begin_cell(1, across)
        self._rows[-1][-1].covered = True
        self._open = False

    def end_cell(self) -> None:
        """End a cell; words that follow it outside of any begin one of their own."""
        self._open = False

    def take(self, words: str, *, strong: bool = False) -> None:
        """Take words into the cell that was begun last."""
        if not self._open:
            self.begin_cell()
        cell = self._rows[-1][-1]
        cell.strong = strong if not cell.lines and strong else cell.strong
        cell.lines.append(words)

    def words(self) -> list[str]:
        """Write each row as one line, its cells with a bar between them."""
        lines = (" | ".join(" ".join(c.lines) for c in row if c.lines) for row in self._rows)
        return [line for line in lines if line]

    def rows(self, first: int) -> list[Cells]:
        """Lay the cells out; the rows are counted from `first`."""
        reaching: dict[int, int] = {}
        return [
            _laid_out(row, reaching, Place(number)) for number, row in enumerate(self._rows, first)
        ]


def _joined(lines: list[str]) -> str:
    """Join the lines of a cell, each of them tidy; raises TooLargeError if they are too long."""
    words = "\n".join(lines)
    if len(words) > document.LONGEST:
        raise document.TooLargeError
    return words


def _laid_out(row: list[_Cell], reaching: dict[int, int], place: Place) -> Cells:
    """Give each cell its columns; `reaching` says how many further rows each column is covered."""
    texts: dict[int, str] = {}
    above = {column for column, rows in reaching.items() if rows > 0}
    beside: set[int] = set()
    covering: dict[int, int] = {}
    column = 0
    for cell in row:
        while column in above:
            column += 1
        texts[column] = _joined(cell.lines)
        covering |= dict.fromkeys(range(column, column + cell.across), cell.down)
        columns = range(column, column + cell.across)
        if cell.covered:
            above |= set(columns)
        else:
            beside |= set(columns[1:])
        column += cell.across
    for covered in above & set(reaching):
        reaching[covered] -= 1
    reaching |= {covered: rows - 1 for covered, rows in covering.items()}
    width = max([*texts, *above, *beside], default=-1) + 1
    strong = bool(row) and all(cell.strong for cell in row if cell.lines)
    laid = tuple(texts.get(number, "") for number in range(width))
    return Cells(place, laid, frozenset(above), frozenset(beside), strong)
