"""Where people find calendars to keep: those that are public, and a member's own."""

import hashlib

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.bodies import queries as bodies
from portal.coming.calendars import entries, feeds, secret
from portal.languages import i18n
from portal.meetings import queries as meetings
from portal.members.guards import member_only, open_to_all
from portal.members.models import Member
from portal.web.page import absolute, done, found, get, link, page, post, render


@page
@open_to_all
def calendars(request: Request, session: Session, _member: Member | None) -> Response:
    """List the calendars that everybody can keep, in the language of the page."""
    tag = i18n.language()
    listed = [
        (one.name, link("body_feed", tag=tag, body=one.slug)) for one in bodies.public(session)
    ]
    settings = request.state.settings
    return render(
        request,
        "coming/calendars/calendars.html",
        events=feeds.EVENTS,
        events_feed=absolute(settings, link("events_feed", tag=tag)),
        feeds=[(name, absolute(settings, path)) for name, path in listed],
    )


@page
@member_only
def own(request: Request, session: Session, member: Member) -> Response:
    """Show a member the address of their calendar, which nobody else is shown."""
    answer = render(request, "coming/calendars/own.html", address=secret.shown(session, member))
    answer.headers["referrer-policy"] = "no-referrer"
    return answer


@page
@member_only
def renew(request: Request, session: Session, member: Member) -> Response:
    """Give a member's calendar an address; the one of before opens nothing any more."""
    secret.renew(session, member)
    return done(request, link("own_calendar"), "renewed")


@page
@member_only
def end(request: Request, session: Session, member: Member) -> Response:
    """Have a member's calendar lie nowhere."""
    secret.end(session, member.id)
    return done(request, link("own_calendar"), "ended")


@page
@member_only
def own_file(request: Request, session: Session, member: Member) -> Response:
    """Give a member one meeting for their calendar, which names nothing but that it is one."""
    meeting, _ = found(meetings.public(session, request.path_params["meeting"]))
    # A random name of the member, so that nobody finds the meeting by that of its entry.
    uid = hashlib.sha256(f"{member.id} {meeting.id}".encode()).hexdigest()[:32]
    cover = feeds.cover(request, i18n.gettext(feeds.OWN), private=True)
    shown = [entries.own(meeting, uid)]
    return feeds.answer(request, cover, shown, "meeting", "no-store", attached=True)


routes = [
    get("/calendars", calendars, name="calendars"),
    get("/member/calendar", own, name="own_calendar"),
    post("/member/calendar/new", renew, name="renew_calendar"),
    post("/member/calendar/end", end, name="end_calendar"),
    get("/member/meetings/{meeting}/file.ics", own_file, name="own_meeting_file"),
]
