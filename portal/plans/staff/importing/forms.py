"""What an officer fills in to take a part of a document."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from portal.files.documents.document import MOST_ROWS, Document, Line, Place
from portal.forms.fields import LISTED, Choice, Number
from portal.forms.form import Fields
from portal.forms.words import Shown
from portal.problems import Problem, Problems, mark

_FIRST = Number("first", mark("From line"), least=1, most=MOST_ROWS)
_LAST = Number("last", mark("To line"), least=1, most=MOST_ROWS)
_TURNED = Problem(mark("The last line stands before the first."))
_EMPTY = Problem(mark("Nothing stands in these lines."))


def sheets(document: Document) -> Sequence[str]:
    """List the sheets of a document; other formats have one without a name."""
    return list(dict.fromkeys(place.sheet for place in document.places()))


def lines(document: Document) -> Iterator[tuple[str, str]]:
    """Give what stands in each line of a document, after what the line is called."""
    for block in document.blocks:
        rows = [block] if isinstance(block, Line) else block.rows
        for row in rows:
            text = row.text if isinstance(row, Line) else " | ".join(row.texts)
            yield f"{row.place.sheet} {row.place.line}".strip(), text


def part(document: Document) -> Fields:
    """List what is asked about a part: its first and last line, and of which sheet."""
    names = [("", mark("All sheets")), *((one, one) for one in sheets(document) if one)]
    sheet = Choice("sheet", mark("Which sheet?"), options=names, missing=LISTED)
    return (sheet, _FIRST, _LAST) if len(names) > 2 else (_FIRST, _LAST)


def show(document: Document, first: Place | None, last: Place | None) -> Shown:
    """Give what stands in these fields for a part."""
    said = {"first": first, "last": last}
    lines = {name: str(place.line) if place else "" for name, place in said.items()}
    several = len(sheets(document)) > 1
    return lines | ({"sheet": first.sheet if first else ""} if several else {})


def chosen(
    document: Document, said: Mapping[str, Any]
) -> tuple[Place | None, Place | None, Problems]:
    """Give the first and the last place of a part, nothing for the whole, or what is wrong."""
    first, last = said["first"], said["last"]
    if first and last and last < first:
        return None, None, {"last": _TURNED}
    named = said.get("sheet") or (sheets(document) or [""])[0]
    if not (first or last or said.get("sheet")):
        return None, None, {}
    lines = [place.line for place in document.places() if place.sheet == named]
    inside = [line for line in lines if (first or 0) <= line <= (last or MOST_ROWS)]
    if not inside:
        return None, None, {"first": _EMPTY}
    return Place(first or inside[0], 0, named), Place(last or inside[-1], 0, named), {}
