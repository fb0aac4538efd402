"""Which body is the race equality forum, and who may say for it whether a promise was kept."""

from functools import wraps

from sqlmodel import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from portal.bodies import queries as bodies
from portal.bodies import visiting
from portal.bodies.models import Body
from portal.bodies.rules import Kind, Stage
from portal.bodies.visiting import BodyView, Visit
from portal.members.guards import member_only
from portal.members.models import Member
from portal.web.page import View, found


def forum(session: Session) -> Body | None:
    """Find the race equality forum: of the open forums that which was made first."""
    every = bodies.everything(session, Stage.OPEN)
    return next((one for one in every if one.kind is Kind.FORUM), None)


def is_chaired(session: Session, visit: Visit) -> bool:
    """Tell whether somebody decides in the forum what its chair decides."""
    the_forum = forum(session) if visit.presides else None
    return the_forum is not None and the_forum.id == visit.body.id


def for_chair(view: BodyView) -> View:
    """Let in whoever decides what the chair of the forum decides: the chair, or the deputy."""

    @wraps(view)
    def let_in(request: Request, session: Session, member: Member) -> Response:
        visit = visiting.visit(session, found(forum(session)), member)
        if visit is None or not visit.presides:
            raise HTTPException(403)
        return view(request, session, visit)

    return member_only(let_in)
