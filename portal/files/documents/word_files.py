"""Files of Word (.docx): paragraphs, lists and tables, with what was put in and not taken out.

Walked over as they are written (ECMA-376, part 1, 17), because a library's list of paragraphs
passes over words in frames, in content controls and in tracked changes.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from portal.files.documents import archives, document, marks
from portal.files.documents.document import Document, Hint, Line, Place, Table, tidy
from portal.files.documents.grid import Grid
from portal.files.documents.word_lists import Lists

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BREAKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}
_TICKED = {"2612", "2611", "2713", "2714", "00FE", "00FC", "F0FE", "F0FC", "F052", "0052"}
_TAKEN_OUT = frozenset({"del", "moveFrom", "instrText", "Fallback"})
_PASSED_OVER = frozenset({"pPr", "rPr", "sdtPr"})
_SAYING = [_W + kind for kind in ("t", "sym", *_BREAKS)]
_BESIDE = re.compile(r"/word/(header|footer|footnotes|endnotes|comments)\d*\.xml")
_HEADING = re.compile(r"(?:heading|titre|nagłówek|pennawd)\s*(\d)", re.IGNORECASE)
_CONTENTS = re.compile(r"toc\s*\d", re.IGNORECASE)


def read(content: bytes) -> Document:
    """Read the body, then what stands beside it: at the head or foot of pages, and in notes."""
    import docx
    from docx.oxml import parse_xml

    archives.looked_through(content)
    opened = docx.Document(BytesIO(content))
    styles = {style.style_id: style.name or "" for style in opened.styles}
    reader = _Reader(Lists.of(opened), styles)
    reader.walk(_cleared(opened.element.body))
    for part in sorted(opened.part.package.iter_parts(), key=lambda part: str(part.partname)):
        if _BESIDE.fullmatch(str(part.partname)):
            reader.beside = True
            reader.walk(_cleared(parse_xml(part.blob)))
    return document.bounded(reader.blocks)


def sample() -> bytes:
    """Write a small document."""
    import docx

    opened, written = docx.Document(), BytesIO()
    opened.add_heading("\u0662")
    opened.add_paragraph("<b>b</b>", "List Number")
    opened.add_table(1, 1).cell(0, 0).text = "1"
    opened.save(written)
    return written.getvalue()


@dataclass
class _Reader:
    lists: Lists
    styles: dict[str, str]
    blocks: list[Line | Table] = field(default_factory=list)
    number: int = 0
    beside: bool = False

    def walk(self, parent: Any) -> None:
        """Read paragraphs and tables wherever they stand."""
        for kind, element in _parts(parent, ("p", "tbl")):
            if kind == "tbl":
                self.take_table(element)
            else:
                self.take_line(element)

    def take_line(self, paragraph: Any) -> None:
        text, hint, depth = self.line(paragraph)
        if text:
            self.number += 1
            hint = Hint.ASIDE if self.beside else hint
            self.blocks.append(Line(Place(self.number), text, hint, depth))
        for _, frame in _parts(paragraph, ("txbxContent",)):
            self.walk(frame)

    def take_table(self, table: Any) -> None:
        grid = _grid(table, self.lists)
        rows = grid.rows(self.number + 1)
        self.number += len(rows)
        if self.beside:
            for number, words in enumerate(grid.words(), self.number + 1):
                self.blocks.append(Line(Place(number), tidy(words), Hint.ASIDE))
                self.number = number
        elif made := document.table(rows):
            self.blocks.append(made)

    def line(self, paragraph: Any) -> tuple[str, Hint, int]:
        """Give a paragraph's words with its number, and what it is."""
        words = marks.without_tags(_words(paragraph))
        style = self.styles.get(_value(paragraph, "pPr/pStyle"), "")
        if _CONTENTS.match(style):
            return tidy(words), Hint.CONTENTS, 0
        number, depth = self.lists.next_of(paragraph)
        text = tidy(f"{number} {words}") if words.strip() else ""
        if found := _HEADING.match(style):
            return text, Hint.HEADING, int(found[1])
        if depth:
            return text, Hint.ITEM, min(depth, document.DEEPEST)
        if size := marks.bullet(text):
            return text[size:].strip(), Hint.ITEM, 1
        return text, Hint.STRONG if _is_strong(paragraph) else Hint.PLAIN, 0


def _cleared(body: Any) -> Any:
    """Take out what is no part of the words: what was deleted, codes of fields, second versions."""
    for element in [each for each in body.iter() if _kind(each) in _TAKEN_OUT]:
        element.getparent().remove(element)
    return body


def _grid(table: Any, lists: Lists) -> Grid:
    """Lay out the cells; one that is merged with that above it adds nothing."""
    grid = Grid()
    for _, row in _parts(table, ("tr",)):
        grid.begin_row()
        for _ in range(_whole(row, "trPr/gridBefore", 0)):
            grid.begin_cell()
        for _, cell in _parts(row, ("tc",)):
            across = _whole(cell, "tcPr/gridSpan", 1)
            merged = cell.find(_path("tcPr/vMerge"))
            goes_on = merged is not None and merged.get(f"{_W}val", "continue") != "restart"
            if goes_on:
                grid.cover(across)
                continue
            grid.begin_cell(1, across)
            for words, strong in _in_cell(cell, lists):
                grid.take(words, strong=strong)
    return grid


def _in_cell(cell: Any, lists: Lists) -> Iterator[tuple[str, bool]]:
    for kind, element in _parts(cell, ("p", "tbl")):
        if kind == "tbl":
            yield from ((words, False) for words in _grid(element, lists).words())
            continue
        number, _ = lists.next_of(element)
        words = marks.without_tags(_words(element))
        if words.strip():
            yield tidy(f"{number} {words}"), _is_strong(element)
        for _, frame in _parts(element, ("txbxContent",)):
            yield from _in_cell(frame, lists)


def _parts(parent: Any, kinds: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
    """Find the nearest elements of these kinds, in order, whatever they are wrapped in."""
    waiting = [iter(parent)]
    while waiting:
        element = next(waiting[-1], None)
        if element is None:
            waiting.pop()
        elif (kind := _kind(element)) in kinds:
            yield kind, element
        elif kind not in _PASSED_OVER:
            waiting.append(iter(element))


def _words(paragraph: Any) -> str:
    """Join the words of a paragraph, without those of a frame that hangs on it."""
    if next(paragraph.iter(f"{_W}txbxContent"), None) is None:
        return "".join(_said(_kind(part), part) for part in paragraph.iter(*_SAYING))
    found = (*("t", "sym", "txbxContent"), *_BREAKS)
    return "".join(_said(kind, part) for kind, part in _parts(paragraph, found))


def _said(kind: str, part: Any) -> str:
    if kind == "sym":
        return "\u2713" if (part.get(f"{_W}char") or "").upper() in _TICKED else "\u2022"
    return _BREAKS.get(kind, (part.text or "") if kind == "t" else "")


def _is_strong(paragraph: Any) -> bool:
    runs = [run for run in paragraph.iter(f"{_W}r") if _words(run).strip()]
    marked = [run.find(_path("rPr/b")) for run in runs]
    return bool(runs) and all(
        mark is not None and mark.get(f"{_W}val", "1") not in ("0", "false") for mark in marked
    )


def _kind(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def _path(names: str) -> str:
    return "/".join(_W + name for name in names.split("/"))


def _value(element: Any, names: str) -> str:
    found = element.find(_path(names))
    return str(found.get(f"{_W}val", "")) if found is not None else ""


def _whole(element: Any, names: str, otherwise: int) -> int:
    value = _value(element, names)
    return int(value) if value.isascii() and value.isdigit() and len(value) <= 3 else otherwise
