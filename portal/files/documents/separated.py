"""Values with a comma, a semicolon or a bar between them (RFC 4180, and as they are). Pure."""

import csv
import io
from collections import Counter

from portal.files.documents import document, marks
from portal.files.documents.document import Cells, Document, Place, tidy

_SEPARATORS = ";,|"
_TAB = "\t"
_SAMPLE = 64 * 1024
_MOST_LOOKED_AT = 60
_ALIKE = 0.7


def separator(text: str) -> str:
    """Tell what stands between the values, which makes most rows equally wide; "" if nothing.

    Tabs do so better than the commas in cells between them, and are for `plain_text`.
    """
    found = {each: _likeness(text[:_SAMPLE], each) for each in (_TAB, *_SEPARATORS)}
    best = max(found, key=lambda each: found[each])
    return best if found[best] and best != _TAB else ""


def read(text: str) -> Document:
    """Read a file of values as one table; a value may go on over several lines."""
    before = csv.field_size_limit(document.LONGEST)  # That of the process, which others use, too.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator(text) or ",")
    rows, line = [], 1
    try:
        for values in reader:
            texts = tuple(tidy(marks.without_tags(value)) for value in values)
            rows.append(Cells(Place(line), texts))
            line = reader.line_num + 1
    except csv.Error as error:
        raise document.TooLargeError from error
    finally:
        csv.field_size_limit(before)
    made = document.table(rows)
    return document.bounded([made] if made else [])


def _likeness(text: str, separator: str) -> float:
    """Weigh a separator: the share of rows of the commonest width, times that width; 0 if poor."""
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    widths: Counter[int] = Counter()
    try:
        for row, _ in zip(rows, range(_MOST_LOOKED_AT), strict=False):
            widths[len(row)] += any(row)
    except csv.Error:
        return 0.0
    ((width, often),) = widths.most_common(1) or [(0, 0)]
    share = often / max(sum(widths.values()), 1)
    return share * width if width > 1 and often > 1 and share >= _ALIKE else 0.0
