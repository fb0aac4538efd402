"""A poster with a QR code for each language, and a short message to pass on."""

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.accounts.models import Account
from portal.consultations.staff import queries
from portal.consultations.staff.building.importing import drafted
from portal.consultations.staff.overview import readers
from portal.web.links import absolute
from portal.web.page import found, get, link, page, render


@page
@readers
def poster(request: Request, session: Session, account: Account) -> Response:
    """Show the poster in the language of the page, ready to print."""
    consultation = found(queries.by_slug(session, request.path_params["slug"]))
    edition = queries.latest_edition(session, consultation)
    texts = edition.content if edition else drafted(session, consultation)
    address = absolute(request.state.settings, link("consultation", slug=consultation.slug))
    return render(
        request,
        "consultations/staff/publishing/poster.html",
        consultation=consultation,
        texts=texts,
        address=address,
        page_languages=texts["languages"],
    )


routes = [get("/staff/consultations/{slug}/poster", poster, name="poster")]
