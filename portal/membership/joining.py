"""Joining a group: by a link or a code, at once for who is signed in, else by a confirmed address.

Nothing is done when a page is fetched, because mail servers and messengers open links.
"""

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.forms.form import read, typed
from portal.languages import i18n
from portal.members import arrangements, guards, models, rules, sessions
from portal.members import forms as of_members
from portal.members import keeping as members
from portal.members import queries as member_queries
from portal.members.signing_in import limits
from portal.membership import forms, inviting, keeping, queries
from portal.membership import models as tables
from portal.problems import Problem, Problems, mark
from portal.store.db import now
from portal.web.page import both, get, link, page, post, public, redirect_to, render, switched

_WAIT = mark("You had several mails sent just now. Try again in five minutes.")
_NO_CODE = mark("No invitation with this code can be used. It may be over. Ask who gave it to you.")


@page
@public
def enter_code(request: Request, session: Session) -> Response:
    """Ask for the code of an invitation, and lead to it; a code that opens nothing is counted."""
    sent = getattr(request.state, "form", {})
    if request.method == "GET" or "_switch" in sent:
        return (switched(request) if sent else None) or _code_page(request)
    if limits.tries_too_often(request):
        return _code_page(request, wait=True)
    reading, moment = read(forms.CARD, sent), now()
    found = inviting.by_code(session, reading.values["code"], moment)
    if found is None:
        limits.note_failed_try(request)
        return _code_page(request, reading.problems or {"code": Problem(_NO_CODE)})
    settings = request.state.settings
    address = inviting.address(settings, found, i18n.language())
    return redirect_to(request, address.removeprefix(settings.public_url))


@page
@guards.open_to_all
def invitation(request: Request, session: Session, member: models.Member | None) -> Response:
    """Show an invitation; of which group it is, only to who is signed in."""
    return _invitation(request, session, member)


@page
@public
def join_by_mail(request: Request, session: Session) -> Response:
    """Send a link to whoever was invited and is not signed in, whether or not they are known."""
    sent = request.state.form
    if elsewhere := switched(request):
        return elsewhere
    if "_switch" in sent:
        return _invitation(request, session, None, email=typed(forms.EMAIL, sent)["email"])
    found = inviting.find(session, request.path_params["token"], now())
    if found is None:
        return over(request)
    reading, moment = read(forms.EMAIL, sent), now()
    email, problems = reading.values["email"], dict(reading.problems)
    if not problems and limits.asks_too_often(request):
        problems = {"email": Problem(_WAIT)}
    if problems:
        shown = typed(forms.EMAIL, sent)["email"]
        return _invitation(request, session, None, email=shown, problems=problems)
    if limits.may_mail(session, limits.Mail.JOIN, email, moment):
        inviting.confirm(session, found[0], email, i18n.language(), moment)
    return render(request, "membership/sent.html", email=email)


@page
@guards.member_only
def join(request: Request, session: Session, member: models.Member) -> Response:
    """Take the member who is signed in into the group."""
    moment = now()
    found = inviting.find(session, request.path_params["token"], moment)
    group = keeping.join(session, found[0].id, member, i18n.today(), moment) if found else None
    if group is None:
        return over(request)
    return redirect_to(request, link("member_group", slug=group.slug))


@page
@guards.open_to_all
def open_joining(request: Request, session: Session, member: models.Member | None) -> Response:
    """Show the button of a mailed link, and to whom it was sent."""
    found = inviting.joining(session, request.path_params["token"], now())
    if found is None:
        return over(request)
    email = rules.hinted(found[0].email)
    return render(request, "membership/joining.html", group=found[1], email=email)


@page
@public
def use_joining(request: Request, session: Session) -> Response:
    """Take in whoever presses the button of a mailed link, unless somebody else is signed in.

    Who is new is signed in by it; who was known before signs in as always, with a link that lasts
    for minutes.
    """
    found = inviting.joining(session, request.path_params["token"], now())
    if found is None:
        return over(request)
    visitor = sessions.visitor(request, session)
    if visitor is not None and visitor.email != found[0].email:
        return render(request, "membership/anothers.html", status=403)
    return _taken_in(request, session, found[0]) or over(request)


def _taken_in(request: Request, session: Session, made: tables.Joining) -> Response | None:
    day, name, email, tag = i18n.today(), made.invitation_id, made.email, made.language
    known = member_queries.by_email(session, email) is not None
    if not queries.use_joining(session, made.id):
        return None
    member = members.take_in(session, day, tag, email=email)
    group = keeping.join(session, name, member, day, now())
    if group is None:
        return None
    response = redirect_to(request, link("member_group", slug=group.slug))
    if known:
        return response
    own_device = of_members.own_device(request.state.form)
    return sessions.open_session(request, session, member, response, own_device=own_device)


def over(request: Request) -> Response:
    """Say that an invitation cannot be used any more."""
    return render(request, "membership/over.html", status=410)


def _invitation(
    request: Request,
    session: Session,
    member: models.Member | None,
    *,
    email: str = "",
    problems: Problems | None = None,
) -> Response:
    token = request.path_params["token"]
    found = inviting.find(session, token, now())
    if found is None:
        return over(request)
    return render(
        request,
        "membership/invitation.html",
        token=token,
        group=found[1] if member else None,
        role=forms.ROLES[found[0].role],
        sign_in=f"{link('member_sign_in')}?next={link('group_invitation', token=token)}",
        email=email,
        least_age=arrangements.current(session).least_age,
        problems=problems,
    )


def _code_page(
    request: Request, problems: Problems | None = None, *, wait: bool = False
) -> Response:
    shown = typed(forms.CARD, getattr(request.state, "form", {}))["code"]
    return render(
        request,
        "membership/code.html",
        status=429 if wait else 200,
        code=shown,
        wait=limits.WAIT_MINUTES if wait else 0,
        problems=problems,
    )


routes = [
    both("/join", enter_code, name="join"),
    get("/join/mail/{token}", open_joining, name=inviting.JOINING),
    post("/join/mail/{token}", use_joining, name="use_joining"),
    get("/join/{token}", invitation, name=inviting.INVITATION),
    post("/join/{token}/mail", join_by_mail, name="join_by_mail"),
    post("/member/join/{token}", join, name="join_group"),
]
