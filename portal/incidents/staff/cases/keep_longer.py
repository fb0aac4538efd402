"""Keeping a case beyond its time for a reason, and letting it go again."""

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from portal.incidents.records import merging, pieces
from portal.incidents.records.pieces import Item
from portal.incidents.staff import queries
from portal.incidents.staff.cases import case_guards, retention
from portal.incidents.staff.cases.access import Case
from portal.languages import i18n
from portal.problems import Problem, Problems, mark, too_long
from portal.store import audit
from portal.web.page import page, redirect, render, sent_text

LONGEST_REASON = 4000
_EMPTY = mark("Say why.")


@page(writes=True)
@case_guards.given
def case_hold(request: Request, session: Session, case: Case) -> Response:
    """Show whether a case is kept beyond its time, why, and since when."""
    audit.record(session, case.number, "case.opened", case.report.reference)
    return _shown(request, session, case)


@page
@case_guards.given
def hold_case(request: Request, session: Session, case: Case) -> Response:
    """Keep a case beyond its time."""
    return _change(request, session, case, kept=True)


@page
@case_guards.given
def release_case(request: Request, session: Session, case: Case) -> Response:
    """Let a case go: it is destroyed when its time is over, and not soon if it is over now."""
    return _change(request, session, case, kept=False)


def _change(request: Request, session: Session, case: Case, *, kept: bool) -> Response:
    reason = sent_text(request.state.form, "reason")
    if case.report.kept is kept:
        return redirect(request, "case_hold", reference=case.report.reference)
    if not reason or len(reason) > LONGEST_REASON:
        wrong = too_long(LONGEST_REASON) if reason else Problem(_EMPTY)
        return _shown(request, session, case, {"reason": wrong})
    case.report.kept, today = kept, i18n.today()
    if not kept:
        together = merging.together(session, case.report)
        queries.hold(session, [one.id for one in together])
        for one in together:
            retention.give_time(one, today)
    note = {"text": reason, "by": case.number, "day": today.isoformat(), "hold": kept}
    pieces.add(session, case.report, Item.NOTE, note)
    case_guards.changed(session, case, "held" if kept else "released")
    return redirect(request, "case_hold", reference=case.report.reference)


def _shown(
    request: Request, session: Session, case: Case, problems: Problems | None = None
) -> Response:
    notes = [record for _, record in case.records(session, Item.NOTE) if "hold" in record]
    names = queries.names(session, [note["by"] for note in notes])
    return render(
        request,
        "incidents/staff/hold.html",
        status=422 if problems else 200,
        report=case.report,
        notes=notes[::-1],
        names=names,
        sent=getattr(request.state, "form", {}),
        longest=LONGEST_REASON,
        problems=problems or {},
    )


_one = "/staff/cases/{reference}"

routes = [
    Route(f"{_one}/hold", case_hold, name="case_hold", methods=["GET"]),
    Route(f"{_one}/hold", hold_case, name="hold_case", methods=["POST"]),
    Route(f"{_one}/release", release_case, name="release_case", methods=["POST"]),
]
