"""A file of Word (.docx) as it is written: headings, paragraphs and tables in any language.

Each piece of text bears its language, and reads in its own direction: a paragraph by `w:bidi`, what
stands in it by `w:rtl` (ECMA-376, part 1, 17.3). Tables of a paper from right to left begin at the
right, and repeat their heads on each page.
"""

import re
from collections.abc import Sequence
from io import BytesIO
from typing import Any, NamedTuple

from portal.languages import locales
from portal.languages.direction import text_direction

_UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_FONT = "Arial"  # It has letters of all scripts, or is replaced by one that has.
_STYLES = ("Normal", "Title", "Heading 1", "Heading 2", "Heading 3", "List Bullet")
_SHADE = "E8E8E8"
_MARGIN_MM = 20


class Said(NamedTuple):
    """Words, the language in which they are, and whether they are printed in bold letters."""

    text: str
    tag: str
    strong: bool = False


Line = Sequence[Said]
"""What stands in one paragraph, one piece after the other."""


class Paper:
    """A paper that is being written, in the language of its reader."""

    def __init__(self, tag: str, title: str) -> None:
        """Begin a paper with its title."""
        import docx
        from docx.shared import Mm

        self.tag, self.is_rtl = tag, locales.direction(tag) == "rtl"
        self._document = docx.Document()
        properties = self._document.core_properties
        properties.title, properties.language, properties.author = _clean(title), tag, ""
        properties.comments = ""
        self._dress()
        section = self._document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin = section.right_margin = Mm(_MARGIN_MM)
        self._width = Mm(210 - 2 * _MARGIN_MM)
        if self.is_rtl:
            _add(section._sectPr, "bidi")
        self.paragraph([Said(title, tag)], style="Title")

    def heading(self, words: Line, level: int) -> None:
        """Write a heading of a level from 1 to 3."""
        self.paragraph(words, style=f"Heading {min(max(level, 1), 3)}")

    def paragraph(self, words: Line, style: str = "Normal") -> None:
        """Write a paragraph, or several where a text has several lines."""
        self._write(self._document.add_paragraph(style=style), words)

    def table(
        self,
        heads: Sequence[str],
        rows: Sequence[Sequence[Sequence[Line]]],
        parts: Sequence[int] = (),
    ) -> None:
        """Write a table: of each row the cells, of each cell its paragraphs.

        Its columns are as wide as their `parts` of the page, or as each other.
        """
        shares = parts or [1] * len(heads)
        widths = [self._width * share // sum(shares) for share in shares]
        table = self._document.add_table(0, len(heads), style="Table Grid")
        if self.is_rtl:
            _insert_first(table._tbl.tblPr, "bidiVisual", after="tblStyle")
        for column, width in zip(table.columns, widths, strict=True):
            column.width = width
        head = [[[Said(label, self.tag, strong=True)]] for label in heads]
        for number, cells in enumerate([head, *rows]):
            self._row(table, cells, is_head=not number)
        self._document.add_paragraph()

    def content(self) -> bytes:
        """Give the file."""
        written = BytesIO()
        self._document.save(written)
        return written.getvalue()

    def _row(self, table: Any, cells: Sequence[Sequence[Line]], *, is_head: bool) -> None:
        # The rows of a table are looked for in all of it, so the last one is asked once.
        row = table.add_row()
        properties = row._tr.get_or_add_trPr()
        _add(properties, "cantSplit")
        if is_head:
            _add(properties, "tblHeader")
        for cell, lines in zip(row.cells, cells, strict=True):
            for number, line in enumerate(lines):
                paragraph = cell.add_paragraph() if number else cell.paragraphs[0]
                self._write(paragraph, line)
            if is_head:
                shade = {"val": "clear", "color": "auto", "fill": _SHADE}
                _add(cell._tc.get_or_add_tcPr(), "shd", **shade)

    def _write(self, paragraph: Any, words: Line) -> None:
        # What stands before words, such as a number, has no say in their direction.
        whole = "".join(one.text for one in words)
        if text_direction(whole, self.tag) == "rtl":
            _insert_first(paragraph._p.get_or_add_pPr(), "bidi", after="pStyle")
        for one in words:
            run = paragraph.add_run(_clean(one.text))
            run.bold = one.strong or None
            _speak(run._r.get_or_add_rPr(), one)

    def _dress(self) -> None:
        """Give all styles a font that has letters of every script, and the paper its language."""
        styles = self._document.styles
        for name in _STYLES:
            properties = styles[name].element.get_or_add_rPr()
            for old in properties.findall(_name("rFonts")):
                properties.remove(old)
            fonts = dict.fromkeys(("ascii", "hAnsi", "cs", "eastAsia"), _FONT)
            _insert_first(properties, "rFonts", **fonts)
            size = properties.find(_name("sz"))
            if size is not None and properties.find(_name("szCs")) is None:
                size.addnext(_element("szCs", val=size.get(_name("val"))))
            if (bold := properties.find(_name("b"))) is not None:
                bold.addnext(_element("bCs"))
        for language in styles.element.iter(_name("lang")):
            language.set(_name("val"), self.tag)
            language.set(_name("bidi"), self.tag)


def _speak(properties: Any, one: Said) -> None:
    """Say in which language and direction a run is; the order of these is that of the schema."""
    if one.strong:
        _add(properties, "bCs")
    if text_direction(one.text, one.tag) == "rtl":
        _add(properties, "rtl")
        _add(properties, "lang", bidi=one.tag)
    else:
        _add(properties, "lang", val=one.tag)


def _clean(text: str) -> str:
    return _UNWRITABLE.sub("", text)


def _name(name: str) -> str:
    from docx.oxml.ns import qn

    return str(qn(f"w:{name}"))


def _element(name: str, **attributes: str) -> Any:
    from docx.oxml import OxmlElement

    made = OxmlElement(f"w:{name}")
    for attribute, value in attributes.items():
        made.set(_name(attribute), value)
    return made


def _add(parent: Any, name: str, **attributes: str) -> None:
    parent.append(_element(name, **attributes))


def _insert_first(parent: Any, name: str, after: str = "", **attributes: str) -> None:
    """Insert an element at the beginning, or after the one that has to come before it."""
    before = parent.find(_name(after)) if after else None
    made = _element(name, **attributes)
    if before is None:
        parent.insert(0, made)
    else:
        before.addnext(made)
