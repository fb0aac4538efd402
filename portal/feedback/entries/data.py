"""What came of what people said, as open data: docs/open-data.md says what each field means.

Nothing is quoted here: whoever withdraws an answer could not have it back from copies.
"""

import json
from collections.abc import Iterator
from typing import Any

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from portal.feedback.entries import brought, queries
from portal.feedback.entries.queries import Row
from portal.feedback.rules import TEXTS
from portal.web import spreadsheet
from portal.web.page import get, page, public, stream

_AT_ONCE = 200
_OF_ENTRY = ("key", "address", "consultation", "outcome", "reason", "owner")
_DAYS = ("due", "published", "changed")
_LISTS = ("questions", "communities", "areas", "services")
_COLUMNS = (*_OF_ENTRY, *_DAYS, *_LISTS, "language", "title", *TEXTS)


@page(long=True)
@public
def feedback_json(request: Request, _session: Session) -> Response:
    """Hand out all entries in all languages as JSON."""
    base = request.state.settings.public_url
    pieces = stream(request, lambda session: _json(session, base))
    return StreamingResponse(pieces, media_type="application/json")


@page(long=True)
@public
def feedback_csv(request: Request, _session: Session) -> Response:
    """Hand out all entries as a table: one row for each entry in each language."""
    base = request.state.settings.public_url
    return spreadsheet.file("feedback", stream(request, lambda session: _csv(session, base)))


def _json(session: Session, base: str) -> Iterator[str]:
    between = '{"entries": ['
    for rows in queries.every(session, _AT_ONCE):
        yield between + ",\n".join(
            json.dumps(_entry(row, base), ensure_ascii=False) for row in rows
        )
        between = ",\n"
    yield "]}\n" if between == ",\n" else f"{between}]}}\n"


def _csv(session: Session, base: str) -> Iterator[str]:
    yield spreadsheet.BOM + spreadsheet.line(_COLUMNS)
    for rows in queries.every(session, _AT_ONCE):
        yield "".join(map(spreadsheet.line, (cells for row in rows for cells in _cells(row, base))))


def _entry(row: Row, base: str) -> dict[str, Any]:
    said = row.shown
    days = {name: day.isoformat() if day else None for name, day in _days(row).items()}
    return {
        "key": row.key,
        "address": base + brought.href(row, said["language"]),
        "consultation": row.slug,
        "outcome": row.outcome.value,
        **{name: said[name] for name in ("reason", "owner")},
        **days,
        **{name: list(said[name]) for name in _LISTS},
        "language": said["language"],
        "title": row.title,
        **{name: dict(said[name]) for name in TEXTS},
    }


def _cells(row: Row, base: str) -> Iterator[list[object]]:
    one = _entry(row, base)
    lists = ["; ".join(one[name]) for name in _LISTS]
    for tag in sorted({tag for name in TEXTS for tag in one[name]}):
        here = one | {"address": base + brought.href(row, tag)}
        words = (one[name].get(tag, "") for name in ("title", *TEXTS))
        yield [*(here[name] for name in (*_OF_ENTRY, *_DAYS)), *lists, tag, *words]


def _days(row: Row) -> dict[str, Any]:
    return {"due": row.due, "published": row.published, "changed": row.changed}


routes = [
    get("/data/feedback.json", feedback_json, name="feedback_json"),
    get("/data/feedback.csv", feedback_csv, name="feedback_csv"),
]
