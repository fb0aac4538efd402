"""Staying, asked for by one button in a mail, and leaving, with or without what one wrote."""

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.languages.i18n import today
from portal.members import arrangements, forms, keeping, sessions, staying
from portal.members.guards import member_only
from portal.members.models import Member
from portal.members.signing_in import opening
from portal.problems import Problems
from portal.web.page import get, page, post, public, render


@page
@member_only
def ask(request: Request, session: Session, member: Member) -> Response:
    """Say what is erased and what would stay, before anything is."""
    return _shown(request, session, member)


@page
@member_only
def leave(request: Request, session: Session, member: Member) -> Response:
    """Erase a member, who is signed out by it everywhere."""
    reading = forms.leaving(request.state.form)
    if reading.problems:
        return _shown(request, session, member, reading.problems)
    stays = reading.values["words"] == forms.STAYS
    keeping.erase(request.state.features, session, member, stays=stays)
    request.state.member = None
    request.state.signed_owner = ""
    gone = render(request, "members/own/gone.html", stays=stays)
    return sessions.close_session(request, session, gone)


@page
@public
def ask_to_stay(request: Request, session: Session) -> Response:
    """Show the button of a mail that asks whether somebody stays."""
    member = staying.asked(session, request.path_params["token"])
    if member is None:
        return opening.over(request)
    months = arrangements.current(session).idle_months
    return render(request, "members/own/stay.html", stayed=False, months=months)


@page
@public
def stay(request: Request, session: Session) -> Response:
    """Keep a member who says that they stay."""
    member = staying.asked(session, request.path_params["token"])
    if member is None:
        return opening.over(request)
    staying.stay(session, member, today())
    return render(request, "members/own/stay.html", stayed=True, months=0)


def _shown(
    request: Request, session: Session, member: Member, problems: Problems | None = None
) -> Response:
    return render(
        request,
        "members/own/leave.html",
        told=keeping.told(request.state.features, session, member),
        shown=forms.leaving_typed(getattr(request.state, "form", {})),
        problems=problems,
    )


routes = [
    get("/member/leave", ask, name="leave_membership"),
    post("/member/leave", leave, name="erase_member"),
    get("/member/stay/{token}", ask_to_stay, name="stay_link"),
    post("/member/stay/{token}", stay, name="use_stay_link"),
]
