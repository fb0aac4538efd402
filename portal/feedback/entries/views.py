"""What came of what people said, for everybody: all entries, the report on each consultation."""

from typing import Any

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.consultations import queries as consultations
from portal.feedback import proofs
from portal.feedback import queries as reports
from portal.feedback.entries import choosing, history, queries, shown, wording
from portal.feedback.models import ReportBack, ReportBackEdition
from portal.web import lists
from portal.web.folding import share
from portal.web.page import found, get, link, page, public, render

_ROOM_ALOUD = 1600
"""So many letters in large print stand on one page."""

_ON_POSTER, _ROOM_ON_POSTER = 3, 1400
"""So many entries stand on a poster, and so many of their letters."""


@page
@public
def feedback(request: Request, session: Session) -> Response:
    """List what came of all consultations, the newest change first, or what is looked for."""
    known = shown.lists(session)
    offered = choosing.offered(session, known)
    chosen = choosing.chosen(request.query_params, offered)
    choice = choosing.choice(chosen, known)
    part = queries.listed(session, choice, lists.place(request))
    return render(
        request,
        "feedback/index.html",
        entries=shown.short(part.rows, known),
        offered=offered,
        chosen=chosen,
        total=queries.count(session, choice),
        pages=lists.pages(part, link("feedback"), chosen),
        words=wording,
    )


@page
@public
def report_back(request: Request, session: Session) -> Response:
    """Say what came of a consultation: all entries, what they said before, what was taken out."""
    report = _public(request, session)
    editions = reports.published(session, report)
    entries = shown.of_report(request, session, editions)
    printed = lists.chosen(request.query_params, "all", ("yes",))
    gone = history.taken_out(editions, shown.lists(session))
    told: list[history.Changed] = [*entries, *gone]
    longest, room = max(history.past(told), default=0), history.room(told)
    here = link("report_back", slug=request.path_params["slug"])
    return _of(
        request,
        session,
        report,
        editions[-1],
        "feedback/report.html",
        entries=entries,
        gone=gone,
        room=0 if printed else room,
        whole=lists.address(here, {"all": "yes"}) if longest > room and not printed else "",
        beside=shown.beside(request, session, entries),
    )


@page
@public
def report_sheet(request: Request, session: Session) -> Response:
    """Give the entries of a report as a sheet to read aloud."""
    report = _public(request, session)
    last = found(reports.last_published(session, report))
    more = _on_paper(session, last, _ROOM_ALOUD)
    return _of(request, session, report, last, "feedback/sheet.html", **more)


@page
@public
def report_poster(request: Request, session: Session) -> Response:
    """Give a poster that says what came of a consultation, and leads to the rest."""
    report = _public(request, session)
    last = found(reports.last_published(session, report))
    more = _on_paper(session, last, _ROOM_ON_POSTER, _ON_POSTER)
    return _of(request, session, report, last, "feedback/poster.html", **more)


def _on_paper(
    session: Session, edition: ReportBackEdition, letters: int, most: int | None = None
) -> dict[str, Any]:
    every = shown.short(shown.in_order(session, edition))
    room = share((len(text) for one in every[:most] for text in shown.read_aloud(one)), letters)
    return {"entries": every[:most], "more": len(every[most or len(every) :]), "room": room}


@page
@public
def report_proof(request: Request, session: Session) -> Response:
    """Send a document or a picture that stands in what was signed off and is read now."""
    proof, entry = found(
        reports.proof(session, _public(request, session), request.path_params["id"])
    )
    found(proof if proof.id in entry.shown.get("proofs", ()) else None)
    return proofs.sent(request, proof)


def _public(request: Request, session: Session) -> ReportBack:
    report = found(reports.by_slug(session, request.path_params["slug"]))
    return found(report if report.published else None)


def _of(
    request: Request,
    session: Session,
    report: ReportBack,
    edition: ReportBackEdition,
    template: str,
    **more: Any,
) -> Response:
    consultation = found(consultations.by_id(session, report.consultation_id))
    return render(
        request,
        template,
        report=report,
        consultation=consultation,
        title=consultation.name,
        edition=edition,
        second=edition.agreed_by is not None and edition.agreed_by not in edition.writers,
        words=wording,
        way=link("report_back", slug=consultation.slug),
        **more,
    )


routes = [
    get("/feedback", feedback, name="feedback"),
    get("/feedback/{slug}", report_back, name="report_back"),
    get("/feedback/{slug}/sheet", report_sheet, name="report_sheet"),
    get("/feedback/{slug}/poster", report_poster, name="report_poster"),
    get("/feedback/{slug}/proofs/{id}", report_proof, name="report_proof"),
]
