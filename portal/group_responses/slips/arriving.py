"""Where somebody comes who typed the short address of a slip: which consultations have slips out.

The code is asked for only where answers are sent. A page that said whether one works would tell
whoever printed the slips which of them are used.
"""

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.consultations import queries as consultations
from portal.consultations.rules import Status
from portal.group_responses.slips import queries
from portal.store.db import now
from portal.web.page import get, page, public, render


@page
@public
def slip(request: Request, session: Session) -> Response:
    """Lead to the consultations that take answers with slips now."""
    out = queries.out(session)
    listed = consultations.visible(session, now())
    takes = [one for one, status in listed if status is Status.OPEN and one.slug in out]
    return render(request, "group_responses/slips/arriving.html", consultations=takes)


routes = [get("/slip", slip, name="slip")]
