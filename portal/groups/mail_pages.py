"""The page that stops the mails to all groups, with a button; a mail program may press it, too."""

from datetime import timedelta

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.groups import letters, queries
from portal.members import links
from portal.web.page import both, page, public, render, sent_text

_LASTS = timedelta(days=3650)


def _nobody(_request: Request, _session: Session) -> bool:
    return False


# Mail programs send their form as files are sent (RFC 8058, 3.2), and no file comes with it.
@page(uploads=True, known=_nobody)
@public
def group_mails(request: Request, session: Session) -> Response:
    """Stop the mails to all groups for one, or have them come again; who fetches does neither."""
    token, pressed = request.path_params["token"], request.method == "POST"
    number = links.read(session.info["settings"], letters.STOP, token, _LASTS)
    found = queries.held if pressed else queries.by_id
    group = found(session, number) if number else None
    if group is None:
        return render(request, "groups/link_over.html", status=410)
    if pressed:
        group.no_news = sent_text(request.state.form, "_do") != "again"
        session.add(group)
    return render(request, "groups/mails.html", stopped=group.no_news, pressed=pressed)


routes = [both("/groups/mails/{token}", group_mails, name=letters.STOP)]
