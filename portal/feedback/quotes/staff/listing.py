"""What is quoted beside an entry, and the answers that may be."""

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.accounts import guards, models
from portal.consultations import queries as consultations
from portal.feedback import queries as reports
from portal.feedback.quotes import naming, queries
from portal.feedback.quotes.staff import finding
from portal.languages import searching
from portal.web import lists
from portal.web.page import get, page, render, sent_text


@page
@guards.officer_only
def listed(request: Request, session: Session, _account: models.Account) -> Response:
    """Show what is quoted beside an entry, and list the answers that may be, found by words."""
    place = finding.place_of(request, session)
    wanted = sent_text(request.query_params, "q")[: searching.LONGEST]
    asked = consultations.edition(session, place.consultation)
    part = queries.answers(
        session, place.consultation, place.entry.questions, wanted, lists.place(request)
    )
    return render(
        request,
        "feedback/quotes/staff/list.html",
        place=place,
        quotes=reports.quotes(session, [place.entry]).get(place.entry.id or 0, []),
        known=naming.asked(session),
        who_of=naming.who_of,
        listed=part.rows,
        labels={one.code: one.label for one in asked.questions},
        wanted=wanted,
        pages=lists.pages(part, finding.address(place), {"q": wanted}),
        waits=reports.waiting(session, place.report) is not None,
    )


routes = [get(finding.LIST, listed, name="staff_quotes")]
