"""A document and what was confirmed of it, as they are kept between two pages. Pure."""

import zlib
from collections.abc import Mapping
from typing import Any

from portal.files.documents import document as documents
from portal.files.documents.document import Document, Place
from portal.plans.importing.rules import Column, Empty, PlanMapping, Role, TableMapping

MOST_BYTES = 4 * 1024 * 1024
"""How large a document may be as it is kept; what is larger is brought in by parts."""


def packed(document: Document) -> bytes:
    """Write a document in as few bytes as can be."""
    return zlib.compress(documents.packed(document))


def unpacked(content: bytes) -> Document:
    """Read a document that was kept."""
    return documents.unpacked(zlib.decompress(content))


def said(mapping: PlanMapping) -> dict[str, Any]:
    """Write what was confirmed as values of JSON."""
    return {
        "lines": dict(mapping.lines),
        "tables": [_table(one) for one in mapping.tables],
        "first": mapping.first and list(mapping.first),
        "last": mapping.last and list(mapping.last),
        "skipped": [list(place) for place in sorted(mapping.skipped)],
        "once": mapping.once,
    }


def heard(kept: Mapping[str, Any]) -> PlanMapping:
    """Read what was confirmed."""
    lines = {key: one if isinstance(one, int) else Role(one) for key, one in kept["lines"].items()}
    return PlanMapping(
        lines,
        tuple(map(_of_table, kept["tables"])),
        Place(*kept["first"]) if kept["first"] else None,
        Place(*kept["last"]) if kept["last"] else None,
        frozenset(Place(*place) for place in kept["skipped"]),
        once=kept["once"],
    )


def _table(one: TableMapping) -> dict[str, Any]:
    columns = [[column.role, column.state, dict(column.values)] for column in one.columns]
    told = {"level": one.level, "empty": one.empty, "taken": one.taken, "parts": one.parts}
    return {"columns": columns, **told}


def _of_table(kept: Mapping[str, Any]) -> TableMapping:
    columns = tuple(Column(Role(role), state, values) for role, state, values in kept["columns"])
    empty = Empty(kept["empty"])
    return TableMapping(columns, kept["level"], empty, taken=kept["taken"], parts=kept["parts"])
