"""Where the page about a meeting is, and an address for mails that leads there, naming nothing."""

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.bodies.models import Body
from portal.meetings import queries
from portal.meetings.models import Meeting
from portal.members.guards import member_only
from portal.members.models import Member
from portal.web.page import found, get, link, page, redirect_to


def page_of(meeting: Meeting, body: Body | None) -> str:
    """Give the path of the page about a meeting."""
    if body is None:
        return link("event", meeting=meeting.id)
    return link("forum_meeting", body=body.slug, meeting=meeting.id)


@page
@member_only
def lead(request: Request, session: Session, _member: Member) -> Response:
    """Lead who was told of a meeting to its page, once they are signed in."""
    meeting, body = found(queries.public(session, request.path_params["meeting"]))
    return redirect_to(request, page_of(meeting, body))


routes = [get("/member/meetings/{meeting}", lead, name="told_meeting")]
