"""Tables that are safe to open in a spreadsheet, and the files that hand them out."""

import csv
import re
from collections.abc import AsyncIterable, Iterable

from starlette.responses import Response, StreamingResponse

BOM = "\ufeff"
"""Tells spreadsheets that a file is UTF-8."""

# Marks that turn the direction of text around; in a cell they can disguise what it says.
_DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
# OWASP, CSV injection: a cell that begins so is run as a formula. The wide forms are taken for
# the plain ones by some spreadsheets, which also skip spaces in front.
_FORMULA = tuple("=+-@\t\r＝＋－＠")  # noqa: RUF001


def safe(value: object) -> str:
    """Write a value as a cell; words that could be run as a formula get an apostrophe in front.

    A number is not words: -5 stays -5 and can be added up.
    """
    if value is None:
        return ""
    if isinstance(value, int | float):
        return str(value)
    text = _DIRECTION.sub("", str(value).replace("\r\n", "\n"))
    return ("'" + text if is_formula(text) else text).replace("\r", "\n")


def is_formula(text: str) -> bool:
    """Tell whether a spreadsheet could run a cell that says this."""
    return text.startswith(_FORMULA) or text.lstrip().startswith(_FORMULA)


def line(values: Iterable[object]) -> str:
    """Write one row of a CSV file (RFC 4180), every cell made safe."""
    written: str = _writer.writerow([safe(value) for value in values])
    return written


def file(name: str, pieces: Iterable[str] | AsyncIterable[str]) -> Response:
    """Hand out a CSV file, piece by piece."""
    headers = {"content-disposition": f'attachment; filename="{name}.csv"'}
    return StreamingResponse(pieces, media_type="text/csv; charset=utf-8", headers=headers)


class _Handed:
    """Where csv writes to; it hands the text back instead of keeping it."""

    def write(self, text: str) -> str:
        """Return what was written."""
        return text


_writer = csv.writer(_Handed())
