"""Rows on their way: lines become levels, cells become fields, and what does not fit is named."""

from dataclasses import dataclass, field

from portal.files.documents.document import Cells, Line, Place
from portal.plans.importing import cells, finishing, shapes, staff_reasons
from portal.plans.importing.cells import Said
from portal.plans.importing.columns import first_of
from portal.plans.importing.entries import Entry, Noise, Text
from portal.plans.importing.finishing import Draft
from portal.plans.importing.rules import (
    Built,
    Empty,
    Flagged,
    LeftOut,
    PlanMapping,
    Refused,
    Role,
    TableMapping,
)
from portal.problems import Problem

_CAPTION = "caption:"


@dataclass
class Drafts:
    """All that was taken of a document so far."""

    mapping: PlanMapping
    heads: list[tuple[str, ...]]
    rows: list[Draft] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    flagged: list[Flagged] = field(default_factory=list)
    _above: dict[int, tuple[str, ...]] = field(default_factory=dict)
    _open: dict[int, tuple[str, Draft]] = field(default_factory=dict)
    _last: Draft | None = None
    _caption: Role | None = None
    _captioned: Draft | None = None
    _last_refused: bool = False

    def table(self, kind: int) -> TableMapping:
        """Tell how a kind of tables is taken; one of which nothing was said is not."""
        known = kind < len(self.mapping.tables)
        return self.mapping.tables[kind] if known else TableMapping(taken=False)

    def leave_out(self, entry: Entry, why: Problem) -> None:
        """Leave out a line, or each cell of a row, and say why."""
        if isinstance(entry, Text):
            self.left_out.append(LeftOut(entry.line.place, entry.line.text, why))
        elif isinstance(entry, Noise):
            self.left_out.append(LeftOut(entry.place, entry.words, why))
        else:
            for column in entry.cells.filled:
                self._leave_cell(entry.cells, column, why)

    def take_line(self, entry: Text) -> None:
        """Take a line as a level, as a field of the row above, or as the words of its number."""
        line, shape = entry
        taken = self.mapping.lines.get(shape.key, Role.NONE)
        if isinstance(taken, Role) and shape.key.startswith(_CAPTION):
            self._caption = None if taken in cells.KEYS else taken
            self._captioned = None
            self.leave_out(entry, staff_reasons.CAPTION)
        elif not isinstance(taken, Role) and self._says_more(taken, line.text):
            return
        elif not isinstance(taken, Role):
            self._begin(Draft(taken, line.place, shape.number, shape.words, shape=shape.key))
            self._last = None
            self.rows[-1].is_bare = bool(shape.number) and shape.words == line.text
        elif self.rows and taken is not Role.NONE:
            self._take_label(self.rows[-1], taken, shape.words)
        elif self.rows and self.rows[-1].is_bare and shape.key in finishing.WORDS_OF_A_LEVEL:
            self.rows[-1].text, self.rows[-1].is_bare = line.text, False
        else:
            self.leave_out(entry, staff_reasons.NO_LEVEL)

    def take_row(self, row: Cells, kind: int) -> None:
        """Take a row of a table, with what is above its item, or as more of the row before."""
        table = self.table(kind)
        problem = self._taken(row, kind, table)
        self._last_refused = problem is not None
        if problem:
            self._last = None
            self.refused.append(Refused(row.place, problem))
            return
        for column in row.filled:
            if table.columns[column].role is Role.NONE:
                self._leave_cell(row, column, staff_reasons.COLUMN_NOT_TAKEN)

    def built(self, order: dict[Place, int]) -> Built:
        """Finish every row; all is given in the order of the document."""
        again = finishing.again(self.rows) if self.mapping.once else {}
        rows = []
        for draft in self.rows:
            if later := again.get(id(draft)):
                words = f"{draft.number} {draft.text}".strip()
                why = staff_reasons.again(later.line)
                self.left_out.append(LeftOut(draft.place, words, why))
            elif problem := finishing.problem_of(draft):
                self.refused.append(Refused(draft.place, problem))
            else:
                rows.append(finishing.row(draft))
                self.flagged += finishing.flags(draft)
        if rows and rows[0].level:
            first = Flagged(rows[0].place, rows[0].text, staff_reasons.BELOW_NOTHING)
            self.flagged.append(first)
        for listed in (self.refused, self.left_out, self.flagged):
            listed.sort(key=lambda one: (order[one.place._replace(column=0)], one.place.column))
        return Built(rows, self.refused, self.left_out, self.flagged)

    def _taken(self, row: Cells, kind: int, table: TableMapping) -> Problem | None:
        """Take a row, or say why it is refused."""
        if any(column >= len(table.columns) for column in row.filled):
            return staff_reasons.TOO_WIDE
        texts = cells.filled_in(row, table, self._above.get(kind, ()))
        if isinstance(texts, Problem):
            return texts
        said = cells.read(texts, table.columns, self.heads[kind])
        if isinstance(said, Problem):
            return said
        first = first_of(table.columns)
        goes_on = first is not None and first not in row.filled and table.empty is Empty.CONTINUES
        problem = (
            self._go_on(row, texts, said, table) if goes_on else self._item(row, texts, said, table)
        )
        if not problem:
            before = self._above.get(kind, texts) if goes_on else texts
            self._above[kind] = tuple(map(_either, texts, before))
        return problem

    def _item(
        self, row: Cells, texts: tuple[str, ...], said: Said, table: TableMapping
    ) -> Problem | None:
        """Begin an item, after whatever stands above it for the first time."""
        columns = list(enumerate(table.columns))
        text = " \n".join(texts[n] for n, column in columns if column.role is Role.TEXT).strip()
        above = [texts[n] for n, column in columns if column.role is Role.ABOVE]
        number = " ".join(texts[n] for n, c in columns if c.role is Role.NUMBER and texts[n])
        if not text and not any(above):
            return staff_reasons.NO_TEXT
        deepest = max(table.level, len(above))
        for level, words in enumerate(above, deepest - len(above)):
            if words and self._open.get(level, ("",))[0] != words:
                self._begin(_draft(level, row.place, words))
                self._open[level] = words, self.rows[-1]
            if words:
                self._last = self._open[level][1]
        if text:
            draft = _draft(deepest, row.place, text, number)
            if table.parts and shapes.parts(draft.number):
                draft.level += max(shapes.parts(draft.number) - table.parts, 0)
            self._begin(draft)
            self._last = self.rows[-1]
        elif number and self._last:
            self._last.number = f"{self._last.number} {number}".strip()
        assert self._last  # noqa: S101 - one of them was begun
        return self._last.said.add(said)

    def _go_on(
        self, row: Cells, texts: tuple[str, ...], said: Said, table: TableMapping
    ) -> Problem | None:
        """Add a row to the one before it."""
        if self._last is None:
            refused = self._last_refused
            return staff_reasons.REFUSED_ABOVE if refused else staff_reasons.NOTHING_ABOVE
        if problem := self._last.said.add(said):
            return problem
        keys = zip(texts, table.columns, strict=True)
        more = [text for text, column in keys if text and column.role in cells.KEYS]
        self._last.text = "\n".join([self._last.text, *more])
        self.flagged.append(Flagged(row.place, self._last.text, staff_reasons.CONTINUED))
        return None

    def _says_more(self, level: int, words: str) -> bool:
        """Take a line below a caption for what that says, unless it is another item beside."""
        if not self._caption:
            return False
        above = (draft for draft in reversed(self.rows) if draft.level < level)
        self._captioned = self._captioned or next(above, None)
        if self._captioned is None or level <= self._captioned.level:
            self._caption = self._captioned = None
            return False
        cells.label(self._captioned.said, self._caption, words)
        return True

    def _begin(self, draft: Draft) -> None:
        self.rows.append(draft)
        for level in [level for level in self._open if level >= draft.level]:
            del self._open[level]

    def _take_label(self, draft: Draft, role: Role, words: str) -> None:
        if role is Role.NUMBER:
            draft.number = f"{draft.number} {words}".strip()
        elif role in cells.KEYS:
            draft.text = f"{draft.text}\n{words}"
        else:
            cells.label(draft.said, role, words)

    def _leave_cell(self, row: Cells, column: int, why: Problem) -> None:
        place = row.place._replace(column=column + 1)
        self.left_out.append(LeftOut(place, row.texts[column], why))


def _either(text: str, before: str) -> str:
    return text or before


def _draft(level: int, place: Place, text: str, number: str = "") -> Draft:
    """Begin a row from a cell, whose number may stand before its words."""
    if not number:
        shape = shapes.shape(Line(place, text))
        own = shape.number and shapes.is_level(shape.key)
        number, text = (shape.number, shape.words) if own else shapes.numbered(text)
    return Draft(level, place, number, text)
