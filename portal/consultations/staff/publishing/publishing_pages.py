"""Publishing a consultation, and correcting its wording by a new edition."""

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.accounts.guards import officer_only
from portal.accounts.models import Account
from portal.consultations import preview_queries
from portal.consultations.models import Consultation
from portal.consultations.staff import queries
from portal.consultations.staff.building import composition, details
from portal.consultations.staff.publishing import (
    corrections,
    discarding,
    lifecycle,
    moving_dates,
    readiness,
)
from portal.consultations.staff.publishing.editions import publish
from portal.forms.words import Shown, flat
from portal.store import db, saving
from portal.web.page import both, done, found, link, page, render


@page
@officer_only
def publish_consultation(request: Request, session: Session, account: Account) -> Response:
    """Show the checklist; publish, schedule or correct when nothing stands in the way."""
    slug = request.path_params["slug"]
    if request.method == "GET":
        consultation = found(queries.by_slug(session, slug))
        return _form(request, session, consultation, {})
    consultation = found(queries.for_change(session, slug))
    sent = flat(request.state.form)
    ready = readiness.assess(session, consultation, request.state.council, db.now())
    note = readiness.read_note(ready, sent, consultation.languages)
    # What was checked is what is published: a change by a colleague since shows the page again.
    stale = saving.is_stale(sent, readiness.version(ready))
    problems = readiness.refusals(ready, sent, note)
    if stale or problems:
        return _form(request, session, consultation, sent, 409 if stale else 422)
    _publish(session, account, consultation, ready, sent, note.values.get("note", {}))
    return done(request, link("staff_consultation", slug=slug), "published")


def _publish(
    session: Session,
    account: Account,
    consultation: Consultation,
    ready: readiness.Readiness,
    sent: Shown,
    note: dict[str, str],
) -> None:
    moment = db.now()
    if not details.is_fixed(consultation) and consultation.opens:
        consultation.opens = max(consultation.opens, moment)
    edition = publish(session, consultation, ready.content, moment, note)
    reason = sent.get("reason", "") if ready.blocked else ""
    change = saving.Change(account.id, "consultation.published", consultation.slug)
    objections = [finding.problem.message for finding in ready.blocked]
    saving.record(session, change, edition=edition.number, reason=reason, objections=objections)


def _form(
    request: Request, session: Session, consultation: Consultation, sent: Shown, status: int = 200
) -> Response:
    ready = readiness.assess(session, consultation, request.state.council, db.now())
    note = readiness.read_note(ready, sent, consultation.languages)
    return render(
        request,
        "consultations/staff/publishing/publish.html",
        status=status,
        problems=readiness.refusals(ready, sent, note) if status == 422 else {},
        stale=status == 409,
        consultation=consultation,
        ready=ready,
        version=readiness.version(ready),
        previews=preview_queries.open_links(session, consultation, db.now().date()),
        links=_links(session, consultation),
        names=composition.names(ready.content),
        shown=sent,
        scheduled=bool(consultation.opens and consultation.opens > db.now()),
        **corrections.shown(session, consultation, ready.content, ready.changes),
    )


def _links(session: Session, consultation: Consultation) -> dict[tuple[str, str], str]:
    """Find where each part of the questionnaire is edited."""
    slug = consultation.slug
    sections = queries.sections(session, consultation)
    questions = queries.questions(session, consultation)
    return (
        {("details", ""): link("edit_consultation", slug=slug)}
        | {("section", s.code): link("edit_section", slug=slug, id=s.id) for s in sections}
        | {("question", q.code): link("edit_question", slug=slug, id=q.id) for q in questions}
    )


routes = [
    both("/staff/consultations/{slug}/publish", publish_consultation, name="publish"),
    *discarding.routes,
    *lifecycle.routes,
    *moving_dates.routes,
]
