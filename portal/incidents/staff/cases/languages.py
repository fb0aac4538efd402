"""In which language each text of a case is: as it was typed, or as whoever reads it knows better.

The reporter's own words stay as they were sealed. What a caseworker says of their language is
a piece of its own, sealed to the case like everything that staff know of it.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlmodel import Session

from portal.incidents.models import Report, ReportItem
from portal.incidents.records import pieces as items
from portal.incidents.records.pieces import Item

FILED = "languages"
"""The part of a record that tells the language of each of its texts, by its field."""
PIECE = "piece"
"""The part of an opened record that names the piece it is."""

CONTACT = "contact"
"""Stands for the piece that tells how to reach a reporter, which is not opened with the case."""

_TEXTS = (Item.REPORT, Item.ADDITION)


def opened(session: Session, report: Report, private: bytes, *kinds: Item) -> list[tuple[str, Any]]:
    """Open the pieces of these kinds in their order, each text in the language as known last."""
    wanted = (*kinds, Item.LANGUAGE) if kinds else ()
    pieces = list(items.opened(session, report, private, *wanted))
    known = _known(pieces)
    return [
        (item.kind, _told(item, record, known[item.id]))
        for item, record in pieces
        if item.kind != Item.LANGUAGE
    ]


def of_contact(session: Session, report: Report, private: bytes) -> dict[str, str]:
    """Tell what whoever read the contact details knows of the language of their texts."""
    return _known(items.opened(session, report, private, Item.LANGUAGE))[CONTACT]


def file(session: Session, report: Report, piece: str, field: str, tag: str) -> None:
    """Note in which language a text of a case is."""
    items.add(session, report, Item.LANGUAGE, {PIECE: piece, "field": field, "language": tag})


def _known(pieces: Iterable[tuple[ReportItem, Any]]) -> dict[str, dict[str, str]]:
    known: dict[str, dict[str, str]] = defaultdict(dict)
    for item, record in pieces:
        if item.kind == Item.LANGUAGE:
            known[record[PIECE]][record["field"]] = record["language"]
    return known


def _told(item: ReportItem, record: Any, known: dict[str, str]) -> Any:
    if item.kind not in _TEXTS:
        return record
    return {**record, FILED: {**record.get(FILED, {}), **known}, PIECE: item.id}
