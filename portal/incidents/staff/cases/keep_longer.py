"""Keeping a case beyond its time for a reason, and letting it go again."""

from functools import partial

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from portal.accounts import queries as accounts
from portal.incidents import rules
from portal.incidents.records import merging, pieces
from portal.incidents.staff import queries
from portal.incidents.staff.cases import access, case_guards, forms, retention
from portal.languages import i18n
from portal.problems import Problem, Problems, mark
from portal.store import audit
from portal.web.acting import Asked, Did, once
from portal.web.page import get, page, render

_TAKEN_BACK = mark("The reporter took it back: two people have to say why it has to stay.")


@page(writes=True)
@case_guards.given
def case_hold(request: Request, session: Session, case: access.Case) -> Response:
    """Show whether a case is kept beyond its time, why, and since when."""
    audit.record(session, case.number, "case.opened", case.report.reference)
    return _shown(request, session, case)


def _change(asked: Asked[access.Case], *, kept: bool) -> Did | Problems:
    """Keep a case beyond its time, or let it go: it is not destroyed soon if its time is over."""
    if asked.item.report.state is rules.State.WITHDRAWN:
        return {"reason": Problem(_TAKEN_BACK)}
    session, case, reason = asked.session, asked.item, asked.values["reason"]
    case.report.kept, today = kept, i18n.today()
    if not kept:
        together = merging.together(session, case.report)
        queries.hold(session, [one.id for one in together])
        for one in together:
            retention.give_time(one, today)
    note = {"text": reason, "by": case.number, "day": today.isoformat(), "hold": kept}
    pieces.add(session, case.report, pieces.Item.NOTE, note)
    return Did("held" if kept else "released")


def _before(session: Session, case: access.Case, *, kept: bool) -> dict[str, str] | None:
    notes = [record for _, record in case.records(session, pieces.Item.NOTE)]
    said = [note["text"] for note in notes if note.get("hold") is kept]
    return {"reason": said[-1] if said else ""} if case.report.kept is kept else None


def _shown(
    request: Request,
    session: Session,
    case: access.Case,
    problems: Problems | None = None,
    status: int = 200,
) -> Response:
    notes = [record for _, record in case.records(session, pieces.Item.NOTE) if "hold" in record]
    names = accounts.names(session, [note["by"] for note in notes])
    return render(
        request,
        "incidents/staff/cases/hold.html",
        status=status,
        report=case.report,
        notes=notes[::-1],
        names=names,
        sent=getattr(request.state, "form", {}),
        longest=forms.LONGEST_REASON,
        problems=problems,
    )


_one = "/staff/cases/{reference}"
_HELD = case_guards.matter(_shown, "case_hold")


def _route(path: str, *, name: str, kept: bool) -> Route:
    do, before = partial(_change, kept=kept), partial(_before, kept=kept)
    return _HELD.act(path, [forms.REASON], do, name=name, meanwhile=once(before))


routes = [
    get(f"{_one}/hold", case_hold, name="case_hold"),
    _route(f"{_one}/hold", name="hold_case", kept=True),
    _route(f"{_one}/release", name="release_case", kept=False),
]
