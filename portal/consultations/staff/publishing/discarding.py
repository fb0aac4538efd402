"""Discarding corrections that nobody wants to publish."""

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.accounts.guards import officer_only
from portal.accounts.models import Account
from portal.consultations.models import Consultation
from portal.consultations.staff import queries
from portal.consultations.staff.building import importing
from portal.consultations.staff.publishing import corrections, readiness
from portal.consultations.staff.publishing.readiness import Readiness
from portal.store import db, saving
from portal.web.page import both, done, found, link, page, render


@page
@officer_only
def discard_changes(request: Request, session: Session, account: Account) -> Response:
    """Show what waits to be published, and put back what residents read."""
    slug, reading = request.path_params["slug"], request.method == "GET"
    find = queries.by_slug if reading else queries.for_change
    consultation = found(find(session, slug))
    ready = readiness.assess(session, consultation, request.state.council, db.now())
    published = found(ready.published)
    if reading:
        return _form(request, session, consultation, ready)
    sent = request.state.form
    # The second of two taps finds nothing left to do; after a colleague published there is more.
    is_done = not ready.changes and sent.get("_edition") == str(consultation.edition)
    if not is_done and saving.is_stale(sent, readiness.version(ready)):
        return _form(request, session, consultation, ready, 409)
    if not is_done:
        importing.restore(session, consultation, published)
        change = saving.Change(account.id, "consultation.changes_discarded", slug)
        saving.record(session, change, changed=[one[0] for one in ready.changes])
    return done(request, link("staff_consultation", slug=slug), "discarded")


def _form(
    request: Request,
    session: Session,
    consultation: Consultation,
    ready: Readiness,
    status: int = 200,
) -> Response:
    return render(
        request,
        "consultations/staff/publishing/discard.html",
        status=status,
        stale=status == 409,
        consultation=consultation,
        version=readiness.version(ready),
        **corrections.shown(session, consultation, ready.content, ready.changes),
    )


routes = [
    both("/staff/consultations/{slug}/discard", discard_changes, name="discard_changes"),
]
