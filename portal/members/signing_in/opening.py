"""The page that a mailed link opens: only its button signs in, because mail scanners open links."""

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.members import asking, forms, links, queries, sessions
from portal.members.models import SignInLink
from portal.members.rules import LINK_LASTS, hinted
from portal.sealing import crypto
from portal.store.db import now
from portal.web.page import get, page, post, public, render


@page
@public
def open_link(request: Request, session: Session) -> Response:
    """Show the button, and whose link it is: whoever was sent another's must not press it."""
    found = _link(request, session)
    member = queries.by_id(session, found.member_id) if found else None
    if found is None or member is None:
        return over(request)
    return render(request, "members/signing_in/link.html", email=hinted(member.email or ""))


@page
@public
def use_link(request: Request, session: Session) -> Response:
    """Sign in, once; every other link that was mailed to the member ends with it."""
    found = _link(request, session)
    member = queries.held(session, found.member_id) if found else None
    if found is None or member is None or not queries.use_link(session, found.id):
        return over(request)
    queries.end_links(session, member.id)
    response = asking.onwards(request, member, found.next)
    own_device = forms.own_device(request.state.form)
    return sessions.open_session(request, session, member, response, own_device=own_device)


def over(request: Request) -> Response:
    """Say that a link does not work any more, and how to get another one."""
    return render(request, "members/signing_in/link_over.html", status=410)


def _link(request: Request, session: Session) -> SignInLink | None:
    settings = request.state.settings
    token = links.read(settings, links.SIGN_IN, request.path_params["token"], LINK_LASTS)
    return queries.link(session, crypto.fingerprint(token), now()) if token else None


routes = [
    get("/member/link/{token}", open_link, name=links.SIGN_IN),
    post("/member/link/{token}", use_link, name="use_link"),
]
