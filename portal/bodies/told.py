"""Where a mail leads that there is something to read: neither it nor its link names the body."""

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.bodies import queries
from portal.bodies.telling import NEWS
from portal.web.page import found, get, link, page, public, redirect_to


@page
@public
def news(request: Request, session: Session) -> Response:
    """Lead whoever was told to where they see, once signed in, how they stand with a body."""
    number = queries.row_number(request.path_params["number"])
    body = found(next((one for one in queries.public(session) if one.id == number), None))
    return redirect_to(request, link("forum_applied", body=body.slug))


routes = [get("/forum/news/{number}", news, name=NEWS)]
