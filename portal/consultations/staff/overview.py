"""Every consultation in a list, and one of them at a glance, for staff."""

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.accounts.guards import only
from portal.accounts.models import Account, Role
from portal.consultations import date_changes
from portal.consultations import queries as published
from portal.consultations.staff import queries
from portal.consultations.staff.building import importing
from portal.consultations.staff.publishing import corrections
from portal.store.db import now
from portal.web.page import chapters, found, get, page, render

readers = only(Role.OFFICER, Role.ANALYST)
"""Those who prepare consultations and those who read their results."""


@page
@readers
def consultations(request: Request, session: Session, account: Account) -> Response:
    """List the consultations, the newest first."""
    every = queries.everything(session)
    return render(
        request,
        "consultations/staff/list.html",
        consultations=[(one, published.status_of(one, now())) for one in every],
        disorder={
            one.slug: date_changes.disorder(session, one, request.state.council) for one in every
        },
        responses=queries.responses(session),
        waiting=corrections.counts(session),
    )


@page
@readers
def consultation(request: Request, session: Session, account: Account) -> Response:
    """Show how far one consultation is, and lead to everything that can be done with it."""
    one = found(queries.by_slug(session, request.path_params["slug"]))
    draft, edition = importing.drafted(session, one), queries.latest_edition(session, one)
    changes = corrections.changes(edition.content if edition else None, draft)
    return render(
        request,
        "consultations/staff/overview.html",
        consultation=one,
        state=published.status_of(one, now()),
        editions=queries.editions(session, one),
        moves=published.date_changes(session, one),
        disorder=date_changes.disorder(session, one, request.state.council),
        responses=queries.responses(session).get(one.id or 0, 0),
        documents=len(queries.documents(session, one)),
        roles=account.roles,
        chapters=chapters(request, session, "staff_consultation", one, account),
        done=request.query_params.get("done", ""),
        **corrections.shown(session, one, draft, changes),
    )


routes = [
    get("/staff/consultations", consultations, name="staff_consultations"),
    get("/staff/consultations/{slug}", consultation, name="staff_consultation"),
]
