"""The log that the members of a body read, and the same as a file: no names, and no words."""

from collections.abc import Iterator, Mapping

from sqlmodel import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from portal.bodies.visiting import Visit, signed_in
from portal.languages.i18n import calendar, gettext
from portal.moderation import forms, queries, reasons
from portal.problems import mark
from portal.statements import beside
from portal.web import lists, spreadsheet
from portal.web.page import chapters, get, link, page, render

_COLUMNS = (
    mark("Day"),
    mark("Room"),
    mark("What was decided"),
    mark("Reason"),
    mark("Code of the reason"),
    mark("Language"),
    mark("Reports"),
    mark("Appeal"),
)


@page
@signed_in
def log(request: Request, session: Session, visit: Visit) -> Response:
    """List what was decided in a body, and count for which reasons."""
    _require(visit)
    part = queries.log(session, visit.body, lists.place(request))
    return render(
        request,
        "moderation/log.html",
        visit=visit,
        rows=part.rows,
        pages=lists.pages(part, link("forum_log", body=visit.body.slug), {}),
        counted=queries.counted(session, visit.body),
        named=reasons.labels(session, visit.body),
        chapters=chapters(request, session, "forum_log", visit),
        labels=forms,
    )


@page(long=True)
@signed_in
def log_csv(request: Request, session: Session, visit: Visit) -> Response:
    """Hand out what was decided, and why, as a table."""
    _require(visit)
    lines = list(_lines(session, visit, reasons.labels(session, visit.body)))
    return spreadsheet.file(f"decisions-{visit.body.slug}", lines)


def _lines(session: Session, visit: Visit, labels: Mapping[str, reasons.Label]) -> Iterator[str]:
    yield spreadsheet.BOM + spreadsheet.line(gettext(one) for one in _COLUMNS)
    for taken in beside.taken_away(session, visit.body):
        yield spreadsheet.line((*taken, "", 0, ""))
    for one, language, hearing in queries.every_decision(session, visit.body):
        yield spreadsheet.line(
            (
                calendar().day(one.made).isoformat(),
                gettext(forms.ROOMS[one.room]),
                gettext(forms.ACTS[one.act]),
                reasons.named(labels, one.reason),
                one.reason,
                language,
                sum(one.reported.values()),
                gettext(forms.HEARINGS[hearing]) if hearing else "",
            )
        )


def _require(visit: Visit) -> None:
    if not visit.belongs:
        raise HTTPException(403)


routes = [
    get("/forum/{body}/log", log, name="forum_log"),
    get("/forum/{body}/log.csv", log_csv, name="forum_log_csv"),
]
