"""Lines with tabs between cells, as they are pasted from a page, a table or a sheet. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from portal.files.documents import document, marks
from portal.files.documents.document import Cells, Document, Hint, Line, Place, tidy

_TAB = 4
# A cell of several lines stands in quotes when a sheet is copied.
_QUOTED = re.compile(r'(?:(?<=\t)|(?<=\n)|^)"((?:[^"\t]|""){1,4000})"(?=\t|\n|$)')
_RULE = re.compile(r"\|?(?:\s*:?-{2,}:?\s*\|)+(?:\s*:?-{2,}:?\s*)?")
_WITHIN = "\x1f"


def read(text: str) -> Document:
    """Read lines: those that follow one with tabs, up to an empty one, are a table with it."""
    reader = _Reader()
    for number, words in enumerate(_joined(text), 1):
        reader.take(number, words)
    reader.end_table()
    return document.bounded(reader.blocks)


@dataclass
class _Reader:
    blocks: list[Line | document.Table] = field(default_factory=list)
    rows: list[Cells] = field(default_factory=list)
    indents: list[int] = field(default_factory=list)

    def take(self, number: int, words: str) -> None:
        if not words.strip():
            self.end_table()
        elif _RULE.fullmatch(words.strip()):
            return
        elif self.is_row(words):
            self.rows.append(Cells(Place(number), tuple(_cells(words))))
        else:
            self.take_line(number, words)

    def is_row(self, words: str) -> bool:
        if self.rows:
            return True
        return ("\t" in words.strip(" ") and not marks.is_listed(words)) or _is_piped(words)

    def take_line(self, number: int, words: str) -> None:
        words = words.replace(_WITHIN, "\n")
        indent = len(words.expandtabs(_TAB)) - len(words.expandtabs(_TAB).lstrip())
        bare = words.strip()
        if size := marks.bullet(bare):
            text, hint, depth = bare[size:], Hint.ITEM, self.depth(indent)
            depth = marks.deeper(bare) + 1 if depth == 1 else depth
            text = marks.without_stars(text)
        else:
            text, hint, depth = marks.unmarked(bare)
            self.indents.clear()
        if text := tidy(marks.without_tags(text)):
            self.blocks.append(Line(Place(number), text, hint, depth))

    def depth(self, indent: int) -> int:
        """Tell how deep a bullet stands among those above it, by its indent."""
        while self.indents and self.indents[-1] >= indent:
            self.indents.pop()
        self.indents.append(indent)
        return min(len(self.indents), document.DEEPEST)

    def end_table(self) -> None:
        if made := document.table(self.rows):
            self.blocks.append(made)
        self.rows = []


def _joined(text: str) -> Iterator[str]:
    """List the lines as they are numbered; one that a quoted cell goes on over is empty."""
    lines = re.sub(r"\r\n?", "\n", text)
    if '"' in lines and "\t" in lines:
        lines = _QUOTED.sub(_one_line, lines)
    yield from lines.split("\n")


def _one_line(found: re.Match[str]) -> str:
    return found[1].replace('""', '"').replace("\n", _WITHIN)


def _is_piped(words: str) -> bool:
    bare = words.strip()
    return len(bare) > 2 and bare[0] == bare[-1] == "|" and "|" in bare[1:-1]


def _cells(words: str) -> list[str]:
    parts = words.strip().strip("|").split("|") if _is_piped(words) else words.split("\t")
    return [_cell(part.replace(_WITHIN, "\n")) for part in parts]


def _cell(text: str) -> str:
    return tidy(marks.without_tags(marks.unmarked(text)[0]))
