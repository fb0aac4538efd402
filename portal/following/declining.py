"""Saying that a body is not for one, from a mail and without signing in, as long as one never came.

Whoever has been here since leaves on the page of the body itself.
"""

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.bodies import parting, queries, rules
from portal.following import declined, people
from portal.following.rules import Pace
from portal.joining import memberships
from portal.members.queries import by_id
from portal.members.signing_in import opening
from portal.store.db import now
from portal.web.page import both, page, public, render, sent_text

_STAY = "stay"


@page
@public
def not_for_me(request: Request, session: Session) -> Response:
    """Ask whether somebody wants to go on hearing of a body, and do as they say."""
    named = declined.named(session, request.path_params["token"])
    member = by_id(session, named[0].member_id) if named else None
    body = next((one for one in queries.public(session) if named and one.id == named[1]), None)
    if member is None or body is None:
        return opening.over(request)
    mine = queries.membership(session, body, member.id)
    stand = people.follower(session, member, now()).bodies.get(body.id or 0)
    if mine is None or mine.state is not rules.Joining.ACCEPTED or not (stand and stand.silent):
        return opening.over(request)
    done = ""
    if request.method == "POST" and sent_text(request.state.form, "_do") == _STAY:
        people.choose_body(session, member, body, Pace.WEEKLY, belongs=True, now=now())
        done = _STAY
    elif request.method == "POST":
        memberships.leave(session, body, mine)
        parting.part(request, session, body, member.id)
        done = "left"
    return render(request, "following/not_for_me.html", body=body, done=done)


routes = [both("/mails/not-for-me/{token}", not_for_me, name=declined.PAGE)]
