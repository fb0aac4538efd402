"""The mails of the demonstration, which sends none: what waits in its outbox, for everybody."""

import re
from collections.abc import Sequence
from typing import Any

from sqlmodel import Session, col, select
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from portal.members.rules import hinted
from portal.settings import Settings
from portal.store import quotes
from portal.store.outgoing import OutgoingMail
from portal.web.page import found, get, page, public, render

_MOST = 100
_LINK = re.compile(r"https?://[^\s<>]+")
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'"
"""What a mail brings is its own style and links; it loads nothing, and sends nothing."""


@page
@public
def demo_mails(request: Request, session: Session) -> Response:
    """List what would have been mailed, the newest first."""
    _only_here(request)
    return render(request, "site/demo_mails.html", mails=_mails(session), hinted=hinted)


@page
@public
def demo_mail(request: Request, session: Session) -> Response:
    """Show a mail as it reads without its style, and where its links lead."""
    _only_here(request)
    mail = found(session.get(OutgoingMail, request.path_params["id"]))
    body, here = quotes.as_sent(mail.body), request.state.settings.public_url
    links = [one.removeprefix(here) for one in dict.fromkeys(_LINK.findall(body))]
    shown: dict[str, Any] = {"mail": mail, "body": body, "links": links, "hinted": hinted}
    return render(request, "site/demo_mail.html", **shown)


@page
@public
def demo_mail_styled(request: Request, session: Session) -> Response:
    """Give a mail as a mail program shows it."""
    _only_here(request)
    mail = found(session.get(OutgoingMail, request.path_params["id"]))
    html = found(quotes.as_sent(mail.html) or None)
    return HTMLResponse(html, headers={"content-security-policy": _POLICY})


def _only_here(request: Request) -> None:
    settings: Settings = request.state.settings
    found(settings.demo or None)


def _mails(session: Session) -> Sequence[OutgoingMail]:
    query = select(OutgoingMail).order_by(col(OutgoingMail.due).desc(), col(OutgoingMail.id))
    return session.exec(query.limit(_MOST)).all()


routes = [
    get("/demo/mails", demo_mails, name="demo_mails"),
    get("/demo/mails/{id}", demo_mail, name="demo_mail"),
    get("/demo/mails/{id}/styled", demo_mail_styled, name="demo_mail_styled"),
]
