"""Calendars at addresses without a language in front, as programs ask for them again and again.

What is public is there in each language; what is a member's lies at an address that they alone
know, and names neither what they meet about, nor where, nor with whom.
"""

import hashlib
from collections.abc import Sequence

from sqlmodel import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from portal.bodies import queries as bodies
from portal.bodies import rules
from portal.coming import leading
from portal.coming.calendars import entries, queries, secret, writing
from portal.languages import i18n, invented, locales
from portal.meetings import queries as meetings
from portal.members import letters
from portal.problems import mark
from portal.store import db
from portal.web.page import absolute, found, get, page, public

EVENTS = mark("Events and training")
OWN = mark("My meetings")
_HEADERS = {"referrer-policy": "no-referrer", "x-robots-tag": "noindex, nofollow"}
_FOR_ALL = "public, max-age=600"


@page
@public
def of_body(request: Request, session: Session) -> Response:
    """Give the meetings of a body."""
    _speak(request)
    body = found(bodies.by_slug(session, request.path_params["body"]))
    if body.stage is rules.Stage.DRAFT:
        raise HTTPException(404)
    held = queries.of_body(session, body, db.now() - entries.KEPT)
    return _public(request, str(i18n.pick(body.name)), held, body.slug)


@page
@public
def of_council(request: Request, session: Session) -> Response:
    """Give the council's events and training places."""
    _speak(request)
    held = queries.of_council(session, db.now() - entries.KEPT)
    return _public(request, i18n.gettext(EVENTS), held, "events")


@page
@public
def of_meeting(request: Request, session: Session) -> Response:
    """Give one meeting, to be put into a calendar by hand."""
    _speak(request)
    meeting, body = found(meetings.public(session, request.path_params["meeting"]))
    title = str(i18n.pick(body.name)) if body else i18n.gettext(EVENTS)
    return _public(request, title, [(meeting, body)], "meeting", attached=True)


@page
@public
def of_member(request: Request, session: Session) -> Response:
    """Give the calendar that lies at a secret address, in the language of its owner."""
    address, member = found(secret.follow(session, request.path_params["token"]))
    i18n.speak(letters.spoken(member.language))
    meetings = queries.of_member(session, member.id, db.now() - entries.KEPT)
    shown = [entries.own(one, secret.uid(session, address, one.id)) for one in meetings]
    own = cover(request, i18n.gettext(OWN), private=True)
    return answer(request, own, shown, "meetings", "no-store")


def _speak(request: Request) -> None:
    """Speak the language that is named in the address, of those of the portal."""
    tag = request.path_params["tag"]
    if tag not in locales.LANGUAGES:
        raise HTTPException(404)
    i18n.speak(tag)


def _public(
    request: Request, title: str, held: queries.Held, filename: str, *, attached: bool = False
) -> Response:
    settings = request.state.settings
    shown = [
        entries.public(one, body, absolute(settings, leading.page_of(one, body)))
        for one, body in reversed(held)
    ]
    return answer(request, cover(request, title), shown, filename, _FOR_ALL, attached=attached)


def answer(
    request: Request,
    cover: writing.Cover,
    shown: Sequence[writing.Entry],
    filename: str,
    kept: str,
    *,
    attached: bool = False,
) -> Response:
    """Send a calendar, or say that the one that was sent before is still right (RFC 9110, 13)."""
    written = writing.write(cover, shown)
    tag = f'W/"{hashlib.sha256(written).hexdigest()[:32]}"'
    headers = _HEADERS | {"etag": tag, "cache-control": kept}
    known = request.headers.get("if-none-match", "")
    if tag.removeprefix("W/") in [one.strip().removeprefix("W/") for one in known.split(",")]:
        return Response(status_code=304, headers=headers)
    how = "attachment" if attached else "inline"
    headers["content-disposition"] = f'{how}; filename="{filename}.ics"'
    return Response(written, headers=headers, media_type="text/calendar; charset=utf-8")


def cover(request: Request, title: str, *, private: bool = False) -> writing.Cover:
    """Write the cover of a calendar, in the current language and by the council's clocks."""
    tag, zone = i18n.language(), i18n.calendar().zone
    about = invented.said(request.state.settings, tag)
    return writing.Cover(title, tag, zone, private=private, about=about)


routes = [
    get("/data/{tag}/events.ics", of_council, name="events_feed"),
    get("/data/{tag}/forum/{body}.ics", of_body, name="body_feed"),
    get("/data/{tag}/meetings/{meeting}.ics", of_meeting, name="meeting_file"),
    get("/data/calendar/{token}.ics", of_member, name="own_calendar_feed"),
]
