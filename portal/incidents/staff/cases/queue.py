"""The queue of cases: what somebody can open, and what has to be done first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from portal.accounts.models import Account
from portal.incidents import models, report_settings, rules
from portal.incidents.records import take_in
from portal.incidents.staff import guards, queries
from portal.incidents.staff.cases import queue_rows, states
from portal.incidents.staff.keys import vault
from portal.languages import i18n
from portal.problems import mark
from portal.store import audit
from portal.web.page import link, page, redirect_to, render, sent_text

PAGE = 25
VIEWS: Mapping[str, str] = {
    "open": mark("At work"),
    "mine": mark("Mine"),
    "overdue": mark("Overdue"),
    "held": mark("Held back"),
    "over": mark("Closed"),
}


@dataclass(frozen=True)
class Asked:
    """Which part of the queue is asked for."""

    view: str
    state: str
    page: int

    @property
    def address(self) -> str:
        """Write what stands in the address before the number of a page."""
        return f"?{urlencode({'view': self.view, 'state': self.state})}&page="


@page(writes=True)
@guards.caseworker_with_vault
def cases(request: Request, session: Session, account: Account, opened: vault.Vault) -> Response:
    """Show the queue, and note that somebody looked: reports are taken in only while they do."""
    holder = opened.holder
    if holder.circle is rules.Circle.TEAM and not holder.waiting:
        take_in.note_opened(session, i18n.today())
    asked = _asked(request)
    lines, count = _lines(session, opened, asked)
    return render(
        request,
        "incidents/staff/queue.html",
        lines=lines,
        count=count,
        asked=asked,
        pages=max(1, -(-count // PAGE)),
        views=[(code, i18n.gettext(label)) for code, label in VIEWS.items()],
        held=queries.count_held_back(session, holder),
        elsewhere=queries.count_elsewhere(session, holder),
        people=queries.names(session, [line.report.assigned for line in lines]),
        mine=account.id,
        words=states,
        choices=[(state.value, i18n.gettext(states.STATES[state])) for state in _at_work()],
    )


@page
@guards.caseworker_with_vault
def take_held(
    request: Request, session: Session, account: Account, opened: vault.Vault
) -> Response:
    """Take reports that came in a flood into the queue, one as good as any other from then on."""
    chosen = sorted({str(one) for one in request.state.form.getlist("reference")[:PAGE]})
    found = [queries.for_change(session, reference) for reference in chosen]
    for report in found:
        if report and report.held and opened.report_private(session, report):
            report.held = False
            report.version += 1
            session.add(report)
            audit.record(session, account.id or 0, "case.taken_from_held", report.reference)
    return redirect_to(request, f"{link('cases')}?view=held")


def _asked(request: Request) -> Asked:
    view, state, number = (sent_text(request.query_params, n) for n in ("view", "state", "page"))
    return Asked(
        view=view if view in VIEWS else "open",
        state=state if state in _at_work() else "",
        page=max(1, int(number)) if number.isdecimal() and len(number) < 6 else 1,
    )


def _at_work() -> list[rules.State]:
    return [state for state in rules.State if state not in rules.OVER]


def _lines(
    session: Session, opened: vault.Vault, asked: Asked
) -> tuple[list[queue_rows.Line], int]:
    """Give a page of the queue and how many cases there are in all.

    What is at work is read whole, because what is urgent is sealed and cannot be sorted by the
    database; what waits apart or is over is read a page at a time.
    """
    start, holder = (asked.page - 1) * PAGE, opened.holder
    if asked.view == "held":
        found = queries.held_back(session, holder, start=start, size=PAGE)
        return queue_rows.opened(session, opened, found), queries.count_held_back(session, holder)
    if asked.view == "over":
        found = queries.over(session, holder, start=start, size=PAGE)
        return queue_rows.opened(session, opened, found), queries.count_over(session, holder)
    lines = sorted(
        queue_rows.opened(session, opened, _wanted(session, opened, asked)),
        key=lambda line: line.urgency,
    )
    return lines[start : start + PAGE], len(lines)


def _wanted(session: Session, opened: vault.Vault, asked: Asked) -> list[queries.Held]:
    """List what is at work, and of what is closed that about which somebody is to ask again."""
    holder, clocks = opened.holder, report_settings.current(session).clocks
    overdue = i18n.today() - timedelta(weeks=clocks.follow_up_weeks)
    found = queries.at_work(session, holder) + queries.to_follow_up(session, holder, overdue)
    return [held for held in found if _is_asked(held.report, asked, holder.account_id, clocks)]


def _is_asked(
    report: models.Report, asked: Asked, account_id: int | None, clocks: rules.Clocks
) -> bool:
    if asked.state and report.state != asked.state:
        return False
    if asked.view == "mine":
        return account_id in (report.assigned, report.covered_by)
    return asked.view != "overdue" or queue_rows.is_overdue(
        queries.due(report, clocks, i18n.calendar())
    )


routes = [
    Route("/staff/cases", cases, name="cases", methods=["GET"]),
    Route("/staff/cases/held", take_held, name="take_held", methods=["POST"]),
]
