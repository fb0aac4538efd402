"""Who may open a page of a group: members of it who have a role, while the group works."""

from collections.abc import Callable
from functools import wraps
from typing import NamedTuple

from sqlmodel import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from portal.groups import queries as groups
from portal.groups.models import Group
from portal.members.guards import member_only
from portal.members.models import Member
from portal.membership import queries
from portal.membership.models import Membership
from portal.membership.rules import Role, works
from portal.web.page import View, found, render
from portal.web.security import SAFE_METHODS


class Mine(NamedTuple):
    """A group, the member who is signed in, and what they are there."""

    group: Group
    member: Member
    membership: Membership

    @property
    def represents(self) -> bool:
        """Tell whether they speak for the group."""
        return self.membership.role is Role.REPRESENTATIVE


GroupView = Callable[[Request, Session, Mine], Response]


def of_group(
    view: GroupView, roles: frozenset[Role] = frozenset(Role), *, resting: bool = False
) -> View:
    """Hand the view the member of the group in the address who has one of these roles.

    Who is no member of it, or not any more, finds nothing. While a group rests, because it is not
    verified or not shown, only pages open that say they are for one that is `resting`, too.
    Whoever sends a form waits until nobody else changes the group or its members.
    """

    @wraps(view)
    def guarded(request: Request, session: Session, member: Member) -> Response:
        group = found(groups.by_slug(session, request.path_params["slug"]))
        if request.method not in SAFE_METHODS:
            group = found(groups.held(session, group.id))
        membership = found(queries.one(session, group, member.id))
        if membership.role not in roles:
            raise HTTPException(403)
        if not (resting or works(group.state)):
            return render(request, "membership/rests.html", status=409, group=group)
        return view(request, session, Mine(group, member, membership))

    return member_only(guarded)
