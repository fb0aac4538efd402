"""The way in for somebody who is no member yet, and applies to a body or is offered an office.

Whoever opens the mailed link and presses its button is taken in; who is a member signs in instead.
"""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.bodies import acts, queries, rules
from portal.languages import i18n
from portal.members import arrangements, asking, forms, keeping, letters, links, sessions
from portal.members import queries as members
from portal.members import rules as of_members
from portal.members.signing_in import limits
from portal.store import db
from portal.web import own_paths
from portal.web.page import both, link, page, public, redirect_to, render, sent_text, switched

_LINK = "forum_enter_link"
_LEADS = re.compile(r"/[\w-]+/forum/(?:office/([\w-]+)|([a-z0-9-]+)/join/apply)(?:\?.*)?")


@page
@public
def enter(request: Request, session: Session) -> Response:
    """Ask for an address, and mail a link to it, whether or not anybody is known under it."""
    sent = getattr(request.state, "form", request.query_params)
    shown: dict[str, Any] = {"email": sent_text(sent, "email"), "wait": 0}
    shown["next"] = own_paths.own_path(sent_text(sent, "next"))
    shown["least_age"] = arrangements.current(session).least_age
    if request.method == "GET":
        return render(request, "bodies/enter.html", **shown)
    again = f"{link('forum_enter')}?next={quote(shown['next'])}"
    if "_switch" in sent:
        return switched(request) or _in_this_language(request, again, shown)
    reading = forms.address(sent)
    if not _leads(session, shown["next"]):
        return redirect_to(request, link("forum"))
    if reading.problems:
        return render(request, "bodies/enter.html", problems=reading.problems, **shown)
    return _asked(request, session, reading.values["email"], shown)


def _asked(request: Request, session: Session, email: str, shown: dict[str, Any]) -> Response:
    again = f"{link('forum_enter')}?next={quote(shown['next'])}"
    if limits.asks_too_often(request):
        shown["wait"] = limits.WAIT_MINUTES
        return render(request, "bodies/enter.html", status=429, **shown)
    address = _mail(request, session, email, shown["next"])
    # The demonstration sends no mail, and takes in only who is nobody yet.
    opened = address if request.state.settings.demo else ""
    return asking.sent_page(request, email, again, opened, for_an_hour=True)


def _in_this_language(request: Request, again: str, shown: Mapping[str, Any]) -> Response:
    """Show what stood in another language: the page with the form, or that a mail was sent."""
    if "_sent" in request.state.form:
        return asking.sent_page(request, shown["email"], again, for_an_hour=True)
    return render(request, "bodies/enter.html", **shown)


def _mail(request: Request, session: Session, email: str, next_: str) -> str:
    """Mail a link, as often as an address may get one; give it."""
    tag = i18n.language()
    address = links.written(request.state.settings, _LINK, tag, [email, next_])
    if limits.may_mail(session, limits.Mail.ENTER, email, db.now()):
        lines = letters.taking_part(address)
        letters.send(session, email, tag, letters.LINK_SUBJECT, lines, db.now())
    return address


@page
@public
def open_link(request: Request, session: Session) -> Response:
    """Show whose link it is, and take in whoever presses its button."""
    settings, token = request.state.settings, request.path_params["token"]
    email, next_ = links.read(settings, _LINK, token, of_members.TAKING_PART_LASTS) or ("", "")
    if not email or not _leads(session, next_):
        return render(request, "members/signing_in/link_over.html", status=410)
    if request.method == "GET":
        return render(request, "members/signing_in/link.html", email=of_members.hinted(email))
    if members.by_email(session, email):
        return redirect_to(request, acts.sign_in_first(next_))
    member = keeping.take_in(session, i18n.today(), i18n.language(), email=email)
    own_device = forms.own_device(request.state.form)
    answer = redirect_to(request, next_)
    return sessions.open_session(request, session, member, answer, own_device=own_device)


def _leads(session: Session, path: str) -> bool:
    """Tell whether somebody is taken in there: by an open body, or to an office offered."""
    found = _LEADS.fullmatch(path)
    if not found:
        return False
    if found[1]:
        return acts.offered(session, found[1]) is not None
    body = queries.by_slug(session, found[2])
    return body is not None and body.stage is rules.Stage.OPEN


routes = [
    both("/forum/enter", enter, name="forum_enter"),
    both("/forum/enter/{token}", open_link, name=_LINK),
]
