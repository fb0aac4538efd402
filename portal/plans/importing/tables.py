"""Which tables are of one kind, where their heads are, and what in a document is no plan. Pure."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from portal.files.documents.document import Cells, Document, Hint, Line, Table
from portal.languages.searching import fold
from portal.plans.importing import heads, shapes, staff_reasons
from portal.plans.importing.entries import Entry, Head, Kind, Noise, Sorted, TableRow, Text
from portal.plans.importing.shapes import Shape

_DOTS = re.compile(r"\.(?:\s?\.){3}|.*\u2026", re.DOTALL)
_MOST_FIGURES = 4
_PAGES = re.compile(r"(?:p\.?\s?)?\d{1,4}(?:\s?[-\u2013]\s?\d{1,4})?")
_PAGE_LINE = re.compile(
    r"(?:(?:page|tudalen|strona|str|\u0635\u0641\u062d\u0647) )?\d{1,4}"
    r"(?: (?:of|o|z|\u0645\u0646) \d{1,4})?"
)
_OFTEN = 3
_LONGEST_REPEATED = 120
_MOST = 0.7
_ALIKE = 0.85
_NEVER_ALIKE = 0.4
_BAR = " | "


def sort(document: Document) -> Sorted:
    """Tell lines, rows, heads and what is no plan from each other; nothing is dropped."""
    found = Sorted()
    for block in document.blocks:
        if isinstance(block, Line):
            found.entries.append(Text(block, Shape("", "", "")))
        else:
            found.entries += _sorted_table(block, found.kinds)
    lines = [entry.line for entry in found.entries if isinstance(entry, Text)]
    shaped = iter(list(shapes.shapes(lines)))
    repeated = _repeated(lines)
    found.entries = [
        _judged(entry.line, next(shaped), repeated) if isinstance(entry, Text) else entry
        for entry in found.entries
    ]
    for entry in found.entries:
        if isinstance(entry, TableRow):
            found.kinds[entry.kind].rows.append(entry.cells)
    return found


def is_of_contents(text: str) -> bool:
    """Tell whether a line ends in dots and the number of a page; only its end is looked at."""
    words = text
    while words and words[-1].isdecimal() and len(text) - len(words) <= _MOST_FIGURES:
        words = words[:-1]
    figures, words = len(text) - len(words), words.rstrip()
    if not 0 < figures <= _MOST_FIGURES:
        return False
    # Four dots, and a space between each two of them, are seven letters.
    return any(_DOTS.fullmatch(words[-length:]) for length in range(1, 8))


def _judged(line: Line, shape: Shape, repeated: set[str]) -> Entry:
    if line.hint is Hint.CONTENTS or is_of_contents(line.text):
        return Noise(line.place, line.text, staff_reasons.CONTENTS)
    is_form = shape.key.partition(":")[0] in ("plain", "question", "bold", "capitals", "heading")
    folded = fold(line.text) if is_form and len(line.text) <= _LONGEST_REPEATED else ""
    if line.hint is Hint.ASIDE or _PAGE_LINE.fullmatch(folded):
        return Noise(line.place, line.text, staff_reasons.PAGE)
    if folded in repeated:
        return Noise(line.place, line.text, staff_reasons.REPEATED)
    return Text(line, shape)


def _repeated(lines: Sequence[Line]) -> set[str]:
    short = (line.text for line in lines if len(line.text) <= _LONGEST_REPEATED)
    counted = Counter(map(fold, short))
    return {words for words, often in counted.items() if words and often >= _OFTEN}


def _sorted_table(table: Table, kinds: list[Kind]) -> Iterator[Entry]:
    if _is_contents(table):
        for row in table.rows:
            yield Noise(row.place, _joined(row), staff_reasons.CONTENTS)
    elif heads.is_card(table):
        for row in table.rows:
            yield from _labelled(row)
    else:
        yield from _rows(table, kinds)


def _rows(table: Table, kinds: list[Kind]) -> Iterator[Entry]:
    """Sort a table's rows; where no head stands, it goes on from one that is as wide."""
    kind, rows = -1, list(table.rows)
    if not any(_head(table, number, kinds) for number in range(len(rows))):
        kind = _headless(table, kinds)
    number, among = 0, heads.among(table)
    while number < len(rows):
        row = rows[number]
        if found := _head(table, number, kinds):
            names, height = found
            known = _known(names, kinds)
            kind = len(kinds) if known is None else known
            if known is None:
                kinds.append(Kind(names, len(names)))
            kinds[kind].tables += 1
            for each in rows[number : number + height]:
                repeated = Noise(each.place, _joined(each), staff_reasons.REPEATED_HEAD)
                yield Head(each, kind) if known is None else repeated
            number += height
            continue
        yield _line(row) if kind < 0 or heads.is_between(row, among) else TableRow(row, kind)
        number += 1


def _head(table: Table, number: int, kinds: list[Kind]) -> tuple[tuple[str, ...], int] | None:
    """Give the heads that a row holds, and how many rows they take."""
    row = table.rows[number]
    if len(row.filled) < 2:
        return None
    lone = len(table.rows) == 1 and any(kind.width >= len(row.texts) for kind in kinds)
    is_known = _known(heads.names(row), kinds) is not None
    if is_known or heads.is_head(table, number, strictly=lone):
        below = table.rows[number + 1] if number + 1 < len(table.rows) else None
        if below and heads.goes_on(row, below):
            return heads.names(row, below), 2
        return heads.names(row), 1
    return None


def _known(names: tuple[str, ...], kinds: Sequence[Kind]) -> int | None:
    """Find the kind with these heads, whatever their spelling, case and marks."""
    same = (number for number, kind in enumerate(kinds) if kind.heads and _same(names, kind.heads))
    return next(same, None)


def _same(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return len(one) == len(other) and all(map(_alike, one, other))


def _alike(one: str, other: str) -> bool:
    if 2 * min(len(one), len(other)) < _NEVER_ALIKE * (len(one) + len(other)):
        return False
    first, second = fold(one), fold(other)
    if sorted(first.split()) == sorted(second.split()):
        return bool(first) or heads.sign(one) == heads.sign(other)
    return SequenceMatcher(None, first, second).ratio() >= _ALIKE


def _headless(table: Table, kinds: list[Kind]) -> int:
    width = len(table.rows[0].texts)
    lone = len(table.rows) == 1 and width > 1
    alike = [
        number
        for number, kind in enumerate(kinds)
        if kind.width == width or (lone and kind.heads and kind.width > width)
    ]
    if not alike:
        kinds.append(Kind((), width))
    kind = alike[-1] if alike else len(kinds) - 1
    kinds[kind].tables += 1
    return kind


def _is_contents(table: Table) -> bool:
    """Tell whether most rows are a title and the number of a page, never going back."""
    ends = [row.texts[row.filled[-1]] for row in table.rows if len(row.filled) in (2, 3)]
    pages = [int(re.findall(r"\d+", end)[0]) for end in ends if _PAGES.fullmatch(end)]
    is_most = len(pages) >= max(_OFTEN, _MOST * len(table.rows))
    return is_most and pages == sorted(pages) and len(set(pages)) > len(pages) / 2


def _labelled(row: Cells) -> Iterator[Entry]:
    label, *rest = [row.texts[column] for column in row.filled]
    yield Text(
        Line(row.place, f"{label.rstrip(': ')}: {_BAR.join(rest)}" if rest else label), _NONE
    )


def _line(row: Cells) -> Text:
    hint = Hint.STRONG if row.strong or row.beside else Hint.PLAIN
    return Text(Line(row.place, _joined(row), hint), _NONE)


def _joined(row: Cells) -> str:
    return _BAR.join(row.texts[column] for column in row.filled)


_NONE = Shape("", "", "")
