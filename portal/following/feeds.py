"""What is public in a body, and the council's events, as Atom feeds (RFC 4287) in each language.

A feed reader comes often: it is told whether anything changed, and is given no more than a page.
"""

import hashlib
import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlmodel import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from portal.bodies import queries as bodies
from portal.following import gathering, wording
from portal.forum.topics.rules import Room
from portal.languages import i18n
from portal.news import OF_COUNCIL, Window
from portal.store import db
from portal.store.noted import NO_TIME
from portal.web.page import found, get, link, page, public, render

FEED, EVENTS = "forum_feed", "events_news"
_MOST = 30
_SINCE = timedelta(days=90)
# XML has no way to write these, escaped or not (XML 1.0, 2.2).
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@page
@public
def feed(request: Request, session: Session) -> Response:
    """Give the topics of a body in which something public is new, the latest first."""
    slug = request.path_params["body"]
    body = found(next((one for one in bodies.public(session) if one.slug == slug), None))
    at = _At(f"forum/{slug}", "forum_body", FEED, {"body": slug}, body.id or 0)
    return _feed(request, session, at, lambda: i18n.pick(body.name), body.made)


@page
@public
def events(request: Request, session: Session) -> Response:
    """Give the events and training places that the council planned, the latest first."""
    at = _At("events", "events", EVENTS, {}, OF_COUNCIL)
    return _feed(request, session, at, lambda: i18n.gettext(wording.EVENTS), NO_TIME)


class _At(NamedTuple):
    """Where a feed is, and what it is of."""

    name: str
    page: str
    feed: str
    parts: Mapping[str, str]
    body: int


def _feed(
    request: Request, session: Session, at: _At, title: Callable[[], str], begun: datetime
) -> Response:
    speak(request)
    tag, address = request.path_params["tag"], request.state.settings.public_url
    moment = db.now()
    window = Window(moment - _SINCE, moment, at.body)
    news = gathering.news(request.state.features, session, window)
    entries = wording.entries([one for one in news if one.room == Room.PUBLIC])[:_MOST]
    shown: dict[str, Any] = {
        "title": title(),
        "entries": entries,
        "updated": max((one.updated for one in entries), default=begun),
        "named": f"{address}/data/{at.name}",
        "page": link(at.page, **at.parts),
        "here": link(at.feed, **at.parts, tag=tag),
    }
    return given(request, render(request, "following/feed.xml", **shown))


def speak(request: Request) -> None:
    """Speak the language that the address of a feed names; there is none without addresses."""
    tag = request.path_params["tag"]
    if tag not in request.state.council.languages or not request.state.settings.public_url:
        raise HTTPException(404)
    i18n.speak(tag)


def given(request: Request, response: Response) -> Response:
    """Give a feed that was drawn, or say that it is as it was; search engines leave it alone."""
    content = _NO_XML.sub("", bytes(response.body).decode()).encode()
    etag = f'"{hashlib.blake2b(content, digest_size=12).hexdigest()}"'
    headers = {"etag": etag, "cache-control": "no-cache", "x-robots-tag": "noindex"}
    if etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(content, media_type="application/atom+xml; charset=utf-8", headers=headers)


routes = [
    get("/data/forum/{body}/{tag}.atom", feed, name=FEED),
    get("/data/events/{tag}.atom", events, name=EVENTS),
]
