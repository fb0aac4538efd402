"""Saving answers for later: the code that opens them again, here or on another device."""

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.consultations.answering import device, drafts
from portal.consultations.answering.visits import forgotten, visit
from portal.sealing import crypto
from portal.web.page import get, page, public, redirect, redirect_to, render


@page
@public
def saved(request: Request, session: Session) -> Response:
    """Show the resume code, to write down or print."""
    here = visit(request, session)
    if here.response is not None:
        return redirect(request, "respond_done", slug=here.slug)
    if here.code is None:
        return redirect_to(request, forgotten(here.slug))
    until = drafts.kept_until(session, here.consultation, here.code)
    if until is None:
        return redirect(request, "respond", slug=here.slug)
    code = crypto.format_code(here.code)
    page = render(
        request,
        "consultations/answering/saved.html",
        here=here,
        resume_code=code,
        until=until,
        lost=here.work.lost,
    )
    return device.noted(request, page, [here.consultation.id or 0])


routes = [get("/consultations/{slug}/respond/saved", saved, name="respond_saved")]
