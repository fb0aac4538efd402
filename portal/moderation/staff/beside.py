"""What officers read of what became of the council's words, and why."""

from collections.abc import Iterator
from typing import Any

from sqlmodel import Session
from starlette.requests import Request

from portal.bodies.models import Body
from portal.forum.topics.models import Post
from portal.moderation import forms, queries, reasons
from portal.moderation.beside import told
from portal.moderation.rules import OF_TOPIC
from portal.web.brought import Chapter


def of_topics(_request: Request, session: Session, body: Body) -> Iterator[Chapter]:
    """List what the council wrote that waits, was not put in the room, or is not shown whole."""
    rows = queries.of_council(session, body)
    decided = queries.decided(session, [post.id for post, _ in rows])
    latest = {
        number: row
        for number, rows_of in decided.items()
        for row in rows_of
        if row[0].act not in OF_TOPIC
    }
    shown = {"rows": rows, "latest": latest, **_words(session, body)}
    if rows:
        yield Chapter("moderation/staff/standing.html", shown)


def of_post(_request: Request, session: Session, body: Body, post: Post) -> Iterator[Chapter]:
    """Tell what was decided about a post of the council's, and lead to the appeal."""
    decided = queries.decided(session, [post.id]).get(post.id or 0, [])
    shown: dict[str, Any] = {"told": {post.id: told(decided, own=True)}, "may": {}, "unread": ()}
    shown |= {"appeal": "council_appeal", **_words(session, body)}
    yield Chapter("moderation/beside_post.html", shown)


def _words(session: Session, body: Body) -> dict[str, Any]:
    return {"named": reasons.labels(session, body), "labels": forms}
