"""Who may open a page for members."""

from collections.abc import Callable
from functools import wraps

from sqlmodel import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from portal.members import asking, sessions
from portal.members.models import Member
from portal.members.rules import MEMBER, whose
from portal.web import sealed_forms
from portal.web.page import View
from portal.web.switching import in_other_language

MemberView = Callable[[Request, Session, Member], Response]
PublicView = Callable[[Request, Session, Member | None], Response]


def member_only(view: MemberView) -> View:
    """Hand the view the member who is signed in, and ask everybody else who they are.

    A form that meets an ended session is kept, and sent on once its member signed in again.
    """

    @wraps(view)
    def guarded(request: Request, session: Session) -> Response:
        member = sessions.visitor(request, session)
        if member is None or asking.is_anothers(request, member):
            return asking.instead(request, session)
        _own_page(request, member)
        return in_other_language(request, session) or view(request, session, member)

    guarded.allowed = frozenset({MEMBER})  # type: ignore[attr-defined]
    guarded.known = _is_known  # type: ignore[attr-defined]
    return guarded


def open_to_all(view: PublicView) -> View:
    """Hand the view of a public page the member who is signed in, or nobody.

    What a member sends there goes to an address of its own, which is for members only.
    """

    @wraps(view)
    def guarded(request: Request, session: Session) -> Response:
        member = sessions.visitor(request, session)
        if member is not None:
            _own_page(request, member)
        return view(request, session, member)

    guarded.allowed = frozenset({"public"})  # type: ignore[attr-defined]
    guarded.knows_members = True  # type: ignore[attr-defined]
    return guarded


def _is_known(request: Request, session: Session) -> bool:
    return sessions.visitor(request, session) is not None


def _own_page(request: Request, member: Member) -> None:
    """Name the owner in the page's forms, and refuse a sealed form that cannot be opened."""
    form = asking.carried(request)
    if form is not None and not form.text:
        raise HTTPException(403)
    request.state.signed_owner = sealed_forms.signed_owner(request.state.settings, whose(member.id))
