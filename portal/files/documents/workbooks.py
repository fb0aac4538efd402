"""Sheets of a workbook (.xlsx): what stands in their cells; a formula is its own words."""

import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from io import BytesIO
from typing import Any

from portal.files.documents import archives, document, marks
from portal.files.documents.document import Cells, Document, Hint, Line, Place, Table, tidy

_MERGED = re.compile(
    rb'<(?:\w+:)?mergeCell\s[^<>]{0,200}?ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"'
)
_MOST_MERGED = 20_000
_DAY = re.compile(r"d", re.IGNORECASE)
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_WHOLE = 1e15


def read(content: bytes) -> Document:
    """Read every sheet as one table; where there are several, each begins with its name."""
    from openpyxl import load_workbook

    archives.looked_through(content)
    book = load_workbook(BytesIO(content), read_only=True, keep_links=False, rich_text=False)
    blocks: list[Line | Table] = []
    for sheet in book.worksheets:
        made = document.table(list(_rows(sheet, _merged(content, sheet))))
        if made and len(book.worksheets) > 1:
            name = tidy(sheet.title)
            blocks.append(Line(Place(0, 0, name), name, Hint.SHEET))
        blocks += [made] if made else []
    return document.bounded(blocks)


def sample() -> bytes:
    """Write a small workbook."""
    from openpyxl import Workbook

    book, written = Workbook(), BytesIO()
    sheet = book.create_sheet("a")
    for row in (["\u0662", 0.5, date(2026, 1, 1), "=1+1"], [None, 1, True, "<b>b</b>"]):
        sheet.append(row)
    sheet.merge_cells("A1:A2")
    book.save(written)
    return written.getvalue()


def _rows(sheet: Any, merged: "_Merged") -> Iterator[Cells]:
    """Read the rows that say something; what a file says of a sheet's size is not believed."""
    name = tidy(sheet.title)
    sheet.reset_dimensions()
    kept = 0
    for number, row in enumerate(sheet.iter_rows(), 1):
        texts = [_words(cell) for cell in row]
        if not any(texts):
            continue
        kept += 1
        if kept > document.MOST_ROWS or any(texts[document.MOST_COLUMNS :]):
            raise document.TooLargeError
        above, beside = merged.get(number, (frozenset(), frozenset()))
        strong = all(_is_strong(cell) for cell, text in zip(row, texts, strict=True) if text)
        cells = tuple(texts[: document.MOST_COLUMNS])
        yield Cells(Place(number, 0, name), cells, above, beside, strong)


def _words(cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, float):
        return _number(value, str(cell.number_format))
    if isinstance(value, datetime | date | time):
        return _moment(value, str(cell.number_format))
    return tidy(marks.without_tags(str(getattr(value, "text", value) or "")))


def _number(value: float, form: str) -> str:
    if "%" in form:
        return f"{value * 100:g}%"
    return str(int(value)) if value.is_integer() and abs(value) < _WHOLE else f"{value:.12g}"


def _moment(value: datetime | date | time, form: str) -> str:
    """Write a day as 25/12/2026, and a month that is shown without its day as 12/2026."""
    if isinstance(value, time):
        return f"{value:%H:%M}"
    shows_day = _DAY.search(_QUOTED.sub("", form))
    day = f"{value.day:02}/" if shows_day else ""
    return f"{day}{value.month:02}/{value.year:04}"


def _is_strong(cell: Any) -> bool:
    return bool(getattr(cell, "font", None) and cell.font.b)


_Merged = dict[int, tuple[frozenset[int], frozenset[int]]]
"""By row: the columns, from 0, that a cell covers from above, and from beside."""


def _merged(content: bytes, sheet: Any) -> _Merged:
    """Find what is merged, which reading row by row does not tell."""
    from openpyxl.utils import range_boundaries

    with zipfile.ZipFile(BytesIO(content)) as archive:
        found = _MERGED.findall(archive.read(sheet._worksheet_path.lstrip("/")))
    merged: _Merged = {}
    for reference in found[:_MOST_MERGED]:
        first, top, last, bottom = (each or 1 for each in range_boundaries(reference.decode()))
        columns = frozenset(range(first - 1, min(last, document.MOST_COLUMNS)))
        for row in range(top, min(bottom, top + document.MOST_ROWS) + 1):
            above, beside = merged.get(row, (frozenset(), frozenset()))
            if row > top:
                merged[row] = above | columns, beside
            else:
                merged[row] = above, beside | (columns - {first - 1})
    return merged
