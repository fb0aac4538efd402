"""What came of what people said, as an Atom feed (RFC 4287) in each language."""

from datetime import datetime
from typing import Any

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.feedback.entries import brought, queries, shown, wording
from portal.following import feeds
from portal.languages.i18n import calendar
from portal.store.noted import NO_TIME
from portal.web.page import get, page, public, render

_MOST = 30


@page
@public
def feedback_feed(request: Request, session: Session) -> Response:
    """Give the entries that changed last."""
    feeds.speak(request)
    rows = queries.latest(session, _MOST)
    begins = calendar().moment
    moments = {row.key: (begins(row.published), begins(row.changed)) for row in rows}
    updated: datetime = max((changed for _, changed in moments.values()), default=NO_TIME)
    more: dict[str, Any] = {
        "entries": shown.short(rows),
        "moments": moments,
        "hrefs": {row.key: brought.href(row) for row in rows},
        "updated": updated,
        "tag": request.path_params["tag"],
        "words": wording,
    }
    return feeds.given(request, render(request, "feedback/feed.xml", **more))


routes = [get("/data/feedback/{tag}.atom", feedback_feed, name="feedback_feed")]
