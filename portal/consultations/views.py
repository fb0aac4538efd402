"""Consultations as residents find them: the list and each one's own page."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import datetime

from sqlmodel import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from portal.consultations import date_changes, document_files, queries, rules
from portal.consultations.answering import device, drafts, versions
from portal.consultations.answering.visits import is_forgotten, published, sent_response
from portal.consultations.models import Readable
from portal.consultations.rules import Status
from portal.languages import searching
from portal.store.db import now
from portal.web.brought import Mapped, Thing, pointing
from portal.web.page import chapters, found, get, link, page, public, render, sent_text

_MOST_MAPPED = 500
SHOWN = (Status.OPEN, Status.SOON, Status.CLOSED, Status.ARCHIVED)


@page
@public
def index(request: Request, session: Session) -> Response:
    """List what is open, opens soon and has closed, or what matches a search."""
    wanted = sent_text(request.query_params, "q")[: searching.LONGEST]
    listed = [
        (consultation, status)
        for consultation, status in queries.visible(session, now())
        if searching.matches(wanted, (*consultation.title.values(), *consultation.summary.values()))
    ]
    groups = {status: [c for c, s in listed if s is status] for status in SHOWN}
    return render(request, "consultations/index.html", groups=groups, wanted=wanted)


@page
@public
def landing(request: Request, session: Session) -> Response:
    """Say what is asked, why, by when, who will see the answers, and what happens then."""
    consultation = published(session, request.path_params["slug"])
    status = queries.status_of(consultation, now())
    documents = queries.documents(session, consultation)
    questionnaire = queries.edition(session, consultation)
    holding = device.held(request).get(consultation.id or 0)
    work = drafts.find(session, consultation, holding.code if holding else None)
    return render(
        request,
        "consultations/landing.html",
        consultation=consultation,
        questionnaire=questionnaire,
        status_now=status,
        takes_late=_takes_late(consultation, status),
        documents=documents,
        first_published=queries.first_published(session, consultation) if documents else None,
        changes=queries.date_changes(session, consultation),
        disorder=date_changes.disorder(session, consultation, request.state.council),
        corrections=queries.corrections(session, consultation),
        begun=versions.number_given(questionnaire, work) if work else 0,
        sent=sent_response(session, holding) is not None,
        over=work is not None and work.over,
        came_of=chapters(request, session, "consultation", consultation.slug),
        led_by=pointing(request, session, key_of(consultation.slug)),
        lost=is_forgotten(request),
        all_lost=True,
    )


@page
@public
def document(request: Request, session: Session) -> Response:
    """Send a document of a consultation that residents can see."""
    consultation = found(queries.by_slug(session, request.path_params["slug"]))
    if queries.status_of(consultation, now()) is Status.HIDDEN:
        raise HTTPException(404)
    return document_files.sent(request, session, consultation)


def _takes_late(consultation: Readable, status: Status) -> bool:
    """Tell whether answers begun before it closed may still be sent."""
    closes, opens = consultation.closes, consultation.opens
    if status is not Status.CLOSED or closes is None or opens is None:
        return False
    return rules.may_send(closes, opens, now())


def key_of(slug: str) -> str:
    """Write the key by which others point to a consultation; its address stays once it opened."""
    return f"consultation/{slug}"


def things(session: Session, now: datetime) -> Iterator[Thing]:
    """List the consultations to which others may point."""
    for one, _ in queries.visible(session, now):
        yield Thing(key_of(one.slug), one.title, link("consultation", slug=one.slug))


def evidence(session: Session, now: datetime, keys: Collection[str] | None) -> Iterator[Thing]:
    """List the consultations that can be evidence for what a council decides."""
    for one in things(session, now):
        if keys is None or one.key in keys:
            yield replace(one, label=rules.CALLED)


def mapped(session: Session, now: datetime) -> Iterator[Mapped]:
    """List the pages that search engines may find."""
    yield Mapped("consultations")
    for one, _ in queries.visible(session, now)[:_MOST_MAPPED]:
        yield Mapped("consultation", {"slug": one.slug}, one.languages)


routes = [
    get("/consultations", index, name="consultations"),
    get("/consultations/{slug}", landing, name="consultation"),
    get("/consultations/{slug}/documents/{id}", document, name="document"),
]
