"""Groups in a table as spreadsheets write it: read row by row, each taken or refused with a reason.

A file may be hostile or only odd, so what it holds is words and nothing else: a cell that a
spreadsheet would run as a formula is refused, and nothing is guessed.
"""

import csv
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from io import StringIO
from typing import Any

from portal import lengths
from portal.groups import forms, vocabulary
from portal.groups.queries import sorting_of
from portal.groups.vocabulary import Lists, Option
from portal.languages import locales, text_languages
from portal.languages.i18n import language
from portal.languages.searching import fold
from portal.problems import Problem, Problems, mark
from portal.web.spreadsheet import is_formula

MOST_ROWS = 200
MOST_BYTES = 200 * 1024
"""How much of a file is read: what was read travels on in the page that shows it."""

TOO_LARGE = mark("The file is too large. Divide it into several.")

COLUMNS = (
    *("name", "serves", "communities", "languages", "areas", "meets", "wishes", "helps"),
    *("contact_name", "email", "telephone", "website", "language"),
)
NEEDED = ("name", "serves", "languages")
_PLUS = ("+", "\uff0b")
_DELIMITERS = ",;\t"
_TOO_MANY_CELLS = mark("This line has more cells than the first one.")


@dataclass(frozen=True)
class Row:
    """A line of the file: what it says of a group, or why it is refused."""

    line: int
    name: str
    values: Mapping[str, Any]
    problems: Sequence[tuple[str, Problem]] = ()


@dataclass(frozen=True)
class Table:
    """What was read, or why nothing was."""

    rows: Sequence[Row] = ()
    problem: Problem | None = None

    @property
    def good(self) -> list[Row]:
        """List the rows that can be taken."""
        return [row for row in self.rows if not row.problems]


def decoded(content: bytes) -> str | Problem:
    """Read the signs of a file: UTF-8, or UTF-16 if it says so at its beginning."""
    if len(content) > MOST_BYTES:
        return Problem(TOO_LARGE)
    coding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = content.decode(coding)
    except UnicodeDecodeError:
        return Problem(mark("The signs of this file cannot be read. Save it as “CSV UTF-8”."))
    if "\0" in text:
        return Problem(mark("This is not a table. Save it as “CSV UTF-8”."))
    return text


def read(text: str, lists: Lists, taken: Iterable[str]) -> Table:
    """Read each line of a table; `taken` are the names that groups have already, as sorted."""
    try:
        lines = list(_lines(text))
    except csv.Error:
        return Table(problem=Problem(mark("This is not a table. Save it as “CSV UTF-8”.")))
    columns = [fold(cell).replace(" ", "_") for cell in lines[0][1]] if lines else []
    if wrong := _wrong_columns(columns):
        return Table(problem=wrong)
    if len(lines) - 1 > MOST_ROWS:
        most = {"most": MOST_ROWS}
        return Table(problem=Problem(mark("The file has more than %(most)s groups."), most))
    reader, known, rows = _Reader(lists), set(taken), []
    for number, cells in lines[1:]:
        rows.append(reader.row(number, dict(zip(columns, cells, strict=False)), known))
        if len(cells) > len(columns):
            rows[-1] = replace(rows[-1], problems=[("", Problem(_TOO_MANY_CELLS))])
        known.add(sorting_of(rows[-1].name))
    return Table(rows)


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """Give each line that is not empty, and with which line of the file it begins."""
    first = text.partition("\n")[0]
    reader = csv.reader(StringIO(text, newline=""), delimiter=max(_DELIMITERS, key=first.count))
    begins = 1
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield begins, cells
        begins = reader.line_num + 1


def _wrong_columns(columns: Sequence[str]) -> Problem | None:
    if missing := [name for name in NEEDED if name not in columns]:
        return Problem(mark("The first line lacks: %(names)s."), {"names": ", ".join(missing)})
    if unknown := [name for name in columns if name not in COLUMNS]:
        named = {"name": unknown[0][: lengths.CODE]}
        return Problem(mark("The first line names a column that we do not know: %(name)s."), named)
    if len({*columns}) < len(columns):
        return Problem(mark("The first line names a column twice."))
    return None


def _is_formula(column: str, cell: str) -> bool:
    # Of a telephone number the plus is a part, and its field takes nothing but digits.
    return is_formula(cell) and not (column == "telephone" and cell.startswith(_PLUS))


class _Reader:
    """Reads lines of a table as forms of an entry, each with the lists of the council."""

    def __init__(self, lists: Lists) -> None:
        helps = [Option(code, {"en": label}) for code, label in vocabulary.HELPS]
        options = {"communities": lists.communities, "areas": lists.areas, "helps": helps}
        self._lists, self._fields = lists, forms.entry(lists)
        self._labels = {one.name: one.label for one in self._fields}
        self._codes = {name: _by_words(offered) for name, offered in options.items()}

    def row(self, line: int, cells: Mapping[str, str], known: Collection[str]) -> Row:
        """Read a line, whose name must not be among those that are known."""
        said = {name: cell.strip() for name, cell in cells.items()}
        name = said.get("name", "")[: lengths.NAME]
        wrong: Problems = {}
        sent = self._sent(said, wrong)
        if any(_is_formula(column, cell) for column, cell in said.items()):
            wrong["name"] = Problem(mark("A cell begins like a formula of a spreadsheet."))
        if name and sorting_of(name) in known:
            wrong["name"] = Problem(mark("There is a group with this name already."))
        reading = forms.read(self._fields, sent, self._lists)
        problems = reading.problems | wrong
        named = [(self._label(field, problem), problem) for field, problem in problems.items()]
        return Row(line, name, reading.values, named)

    def _label(self, field: str, problem: Problem) -> str:
        """Give what a field is called, if its problem does not say it."""
        return "" if "label" in problem.values else self._labels.get(field, "")

    def _sent(self, said: Mapping[str, str], wrong: Problems) -> dict[str, Any]:
        """Write a line as the form of an entry would be sent."""
        sent: dict[str, Any] = {**said, "speaks": said.get("languages", "")}
        for name, codes in self._codes.items():
            parts = [part.strip() for part in said.get(name, "").split(";") if part.strip()]
            if unknown := [part for part in parts if fold(part) not in codes]:
                named = {"name": unknown[0][: lengths.CODE]}
                wrong[name] = Problem(mark("The list does not have “%(name)s”."), named)
            sent[name] = [codes[fold(part)] for part in parts if fold(part) in codes]
        tag = said.get("language", "")
        read, _ = text_languages.read_names(tag, locales.LANGUAGES)
        sent["language"] = next(iter(read), tag) or language()
        return sent


def _by_words(offered: Iterable[Option]) -> dict[str, str]:
    return {fold(word): one.code for one in offered for word in (one.code, *one.label.values())}
