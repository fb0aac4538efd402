"""Changing the address of a member: asked for on their page, agreed to in both mailboxes."""

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.languages import i18n
from portal.members import forms, new_addresses, rules
from portal.members.guards import member_only
from portal.members.models import Member
from portal.members.own.page import shown
from portal.members.signing_in import limits, opening
from portal.problems import Problem, mark
from portal.store.db import now
from portal.web.page import done, get, keep, link, page, post, public, render, sent_text

_SAME = mark("We write to this address already.")
_WAIT = mark("You had several mails sent just now. Try again in five minutes.")


@page
@member_only
def want(request: Request, session: Session, member: Member) -> Response:
    """Ask both mailboxes whether the address of a member changes."""
    reading = forms.address(request.state.form)
    email, moment, problems = reading.values["email"], now(), dict(reading.problems)
    if not problems and email == member.email:
        problems = {"email": Problem(_SAME)}
    if not problems and not limits.may_mail(session, limits.Mail.CHANGE, member.id, moment):
        problems = {"email": Problem(_WAIT)}
    if problems:
        typed = sent_text(request.state.form, "email")
        return shown(request, session, member, problems=problems, email=typed)
    reached = limits.may_mail(session, limits.Mail.ADDRESS, email, moment)
    new_addresses.want(session, member, email, i18n.language(), moment, reached=reached)
    return done(request, link("member_page"), "mailed")


@page
@member_only
def stop(request: Request, session: Session, member: Member) -> Response:
    """Stay under the address of before."""
    new_addresses.stop(session, member)
    return done(request, link("member_page"), "stopped")


@page
@public
def open_link(request: Request, session: Session) -> Response:
    """Show the button of a mailed link; who opens it need not be signed in."""
    found = new_addresses.find(session, request.path_params["token"], now())
    if found is None:
        return opening.over(request)
    return render(request, "members/own/address.html", email=rules.hinted(found[0].email))


@page
@public
def use_link(request: Request, session: Session) -> Response:
    """Have the mailbox to which the link came agree."""
    outcome = new_addresses.agree(session, request.path_params["token"], now())
    if outcome is new_addresses.Outcome.OVER:
        keep(request)
        return opening.over(request)
    day = now() + rules.FIRST_WAITS
    return render(request, "members/own/address_agreed.html", outcome=outcome.value, day=day)


routes = [
    post("/member/address", want, name="change_address"),
    post("/member/address/stop", stop, name="stop_address_change"),
    get("/member/address/{token}", open_link, name="address_link"),
    post("/member/address/{token}", use_link, name="use_address_link"),
]
