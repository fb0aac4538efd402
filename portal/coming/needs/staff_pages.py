"""Where officers see to what people need at meetings and events. No name stands on any page."""

from functools import partial

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.accounts import guards, models
from portal.coming import leading
from portal.coming.needs import queries, settling
from portal.meetings import queries as meetings
from portal.problems import mark
from portal.store import audit, db
from portal.web.page import both, found, get, link, page, render
from portal.web.staff_areas import Area, StaffPage

_OFFICERS = frozenset({models.Role.OFFICER})


@page
@guards.officer_only
def needed(request: Request, session: Session, _account: models.Account) -> Response:
    """List the meetings and events to come at which somebody needs something."""
    held = queries.with_needs(session, db.now())
    return render(request, "coming/needs/staff_meetings.html", held=held)


@page
@guards.officer_only
def settle(request: Request, session: Session, account: models.Account) -> Response:
    """Show what is needed at a meeting, and note what was booked."""
    meeting, body = found(meetings.public(session, request.path_params["meeting"]))
    here = link("staff_meeting_needed", meeting=meeting.id)
    log = partial(audit.record, session, account.id or 0)
    shown = {"body": body, "back": leading.page_of(meeting, body)}
    matter = settling.Matter("coming/needs/staff_needed.html", here, shown, log)
    return settling.settle(request, session, meeting, matter)


pages = (StaffPage(Area.FORUM, mark("Needed at meetings"), "staff_meetings_needed", _OFFICERS),)
routes = [
    get("/staff/meetings/needs", needed, name="staff_meetings_needed"),
    both("/staff/meetings/needs/{meeting}", settle, name="staff_meeting_needed"),
]
