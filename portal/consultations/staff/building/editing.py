"""Changing a consultation's details, and every page on which one is built."""

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.accounts.guards import officer_only
from portal.accounts.models import Account
from portal.consultations import queries as published
from portal.consultations.models import Consultation
from portal.consultations.staff import overview, queries
from portal.consultations.staff.building import (
    creating,
    details,
    ordering,
    previewing,
    questions,
    sections,
)
from portal.consultations.staff.building.importing import import_content
from portal.consultations.staff.publishing import posters
from portal.forms.words import Shown, flat
from portal.store import db, saving
from portal.web.page import both, found, page, redirect, render

__all__ = ["import_content", "routes"]


@page
@officer_only
def edit_consultation(request: Request, session: Session, account: Account) -> Response:
    """Change the texts, dates and languages of a consultation."""
    council, slug = request.state.council, request.path_params["slug"]
    if request.method == "GET":
        consultation = found(queries.by_slug(session, slug))
        fixed = details.is_fixed(consultation)
        return _form(request, consultation, details.show(consultation, council, fixed=fixed))
    consultation = found(queries.for_change(session, slug))
    before = details.show(consultation, council, fixed=False)
    words = details.show(consultation, council, fixed=True)
    sent = details.completed(flat(request.state.form), before, words)
    reading = details.read(sent, consultation, council, queries.slugs(session))
    change = saving.Change(account.id, "consultation.edited", slug)
    if refusal := saving.save(session, change, consultation, before, sent, reading):
        return _form(request, consultation, sent, refusal)
    return redirect(request, "staff_consultation", slug=consultation.slug)


def _form(
    request: Request,
    consultation: Consultation,
    shown: Shown,
    refusal: saving.Refusal = saving.UNREFUSED,
) -> Response:
    return render(
        request,
        "consultations/staff/building/details.html",
        **refusal.shown,
        # What was typed is sent on top of what is stored now: the button then says so.
        version=consultation.revision,
        consultation=consultation,
        shown=shown,
        fixed=details.is_fixed(consultation),
        soon=published.status_of(consultation, db.now()) == "soon",
        languages=details.offered(consultation, request.state.council),
    )


routes = [
    *creating.routes,
    *overview.routes,
    both("/staff/consultations/{slug}/details", edit_consultation, name="edit_consultation"),
    *sections.routes,
    *questions.routes,
    *ordering.routes,
    *previewing.routes,
    *posters.routes,
]
