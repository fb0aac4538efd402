"""Finding the entry beside which an officer quotes, and how a form about a quote is shown."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.consultations.models import Consultation
from portal.feedback import queries as reports
from portal.feedback.quotes.staff import forms
from portal.feedback.quotes.staff.keeping import Place
from portal.web.page import found, link, render

LIST = "/staff/feedback/{slug}/entries/{key}/quotes"


def place_of(request: Request, session: Session) -> Place:
    """Find the entry of an address in its report; for a form so that nobody else changes it."""
    hold = request.method == "POST"
    report = found(reports.by_slug(session, request.path_params["slug"], hold=hold))
    entry = found(reports.by_key(session, request.path_params["key"]))
    found(entry.report_back_id == report.id or None)
    return Place(report, session.get_one(Consultation, report.consultation_id), entry)


def names(place: Place) -> dict[str, str]:
    """Name an entry for the addresses of its pages."""
    return {"slug": place.consultation.slug, "key": place.entry.key}


def address(place: Place) -> str:
    """Say where the quotes of an entry are listed."""
    return link("staff_quotes", **names(place))


def shown(request: Request, place: Place, status: int = 200, **more: Any) -> Response:
    """Show the form of a quote."""
    usual: dict[str, Any] = {"problems": {}, "theirs": (), "quote": None, "read_in": ()}
    usual |= {"key": "", "version": "", "sure": forms.SURE, "typed": sent_of(request)}
    template = "feedback/quotes/staff/quote.html"
    return render(request, template, status=status, place=place, **(usual | more))


def sent_of(request: Request) -> Mapping[str, Any]:
    """Give what was sent; nothing of a page that is only asked for."""
    sent: Mapping[str, Any] = getattr(request.state, "form", {})
    return sent
