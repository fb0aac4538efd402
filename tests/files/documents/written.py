"""Documents of each format, as offices write them, and archives that mean harm."""

import zipfile
from collections.abc import Callable, Sequence
from io import BytesIO
from typing import Any

import docx
import openpyxl


def word(*build: Callable[[Any], object]) -> bytes:
    """Write a document of Word; each step adds to it."""
    opened, written = docx.Document(), BytesIO()
    for step in build:
        step(opened)
    opened.save(written)
    return written.getvalue()


def workbook(*sheets: tuple[str, Sequence[Sequence[Any]]], merged: Sequence[str] = ()) -> bytes:
    """Write a workbook of sheets with names; `merged` are ranges of the first."""
    book, written = openpyxl.Workbook(), BytesIO()
    book.remove(book.worksheets[0])
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    for reference in merged:
        book.worksheets[0].merge_cells(reference)
    book.save(written)
    return written.getvalue()


def rewritten(archive: bytes, **changes: Callable[[bytes], bytes]) -> bytes:
    """Change parts of an archive, named by the last part of their names without the ending."""
    written = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(archive)) as before,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for name in before.namelist():
            stem = name.rpartition("/")[2].partition(".")[0]
            change = changes.get(stem, bytes)
            after.writestr(name, change(before.read(name)))
    return written.getvalue()


def with_part(archive: bytes, name: str, content: bytes) -> bytes:
    """Add a part to an archive."""
    written = BytesIO(archive)
    with zipfile.ZipFile(written, "a", zipfile.ZIP_DEFLATED) as opened:
        opened.writestr(name, content)
    return written.getvalue()
