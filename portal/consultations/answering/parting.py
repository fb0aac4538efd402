"""Before a device forgets answers that were not sent: their codes, for whoever wrote them."""

from collections.abc import Mapping, Sequence

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.consultations import queries
from portal.consultations.answering import device, drafts
from portal.sealing import crypto
from portal.web.links import link, link_here
from portal.web.page import render, switched

SURE = "sure"


def before_leaving(request: Request, session: Session) -> Response | None:
    """Show the codes of unsent answers, if nobody was shown them yet; None if all are known."""
    if elsewhere := switched(request):
        return elsewhere
    held = device.held(request)
    waits = "_switch" in request.state.form
    codes = {number: one.code for number, one in held.items() if waits or not one.noted}
    return show(request, session, codes, link_here(request), {})


def show(
    request: Request,
    session: Session,
    codes: Mapping[int, str],
    action: str,
    carried: Mapping[str, str],
) -> Response | None:
    """Show the codes of the unsent answers among these; None if there are none."""
    begun = [c for c, work in drafts.opened(session, codes) if not work.over]
    if not begun:
        return None
    page = render(
        request,
        "consultations/answering/parting.html",
        begun=[
            (queries.edition(session, one).title, crypto.format_code(codes[one.id or 0]))
            for one in begun
        ],
        action=action,
        carried=carried,
        back=onward([one.slug for one in begun]),
        sure=SURE,
    )
    return device.noted(request, page, [one.id or 0 for one in begun])


def onward(slugs: Sequence[str]) -> str:
    """Give the address at which somebody goes on with what they began."""
    return link("respond", slug=slugs[0]) if len(slugs) == 1 else link("respond_begun")
