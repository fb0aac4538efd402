"""The page behind the address that stops mails, with a button; a mail program may press it, too.

Mails are handed on, so it neither says nor changes what else comes: its owner signs in for that.
"""

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.members import forms, wanted_mails
from portal.members.signing_in import opening
from portal.web.page import both, page, public, render


def _nobody(_request: Request, _session: Session) -> bool:
    return False


# Mail programs send their form as files are sent (RFC 8058, 3.2), and no file comes with it.
@page(uploads=True, known=_nobody)
@public
def mails(request: Request, session: Session) -> Response:
    """Stop one kind of mail; a page that is fetched stops none.

    Whose mails they are is gone once they left: then there is nothing left to stop.
    """
    named = wanted_mails.named(session, request.path_params["token"])
    if named is None:
        return opening.over(request)
    kind, choice = named
    done = request.method == "POST" and choice is not None
    if choice and done:
        wanted_mails.stop(session, choice, kind)
    comes = choice is not None and wanted_mails.wants(choice, kind)
    said = forms.MAILS[kind]
    return render(request, "members/own/mails.html", said=said, comes=comes, done=done)


routes = [both("/mails/{token}", mails, name=wanted_mails.PAGE)]
