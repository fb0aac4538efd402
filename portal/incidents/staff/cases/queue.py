"""The queue of cases: what somebody can open, and what has to be done first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.accounts import queries as accounts
from portal.accounts.models import Account
from portal.incidents import models, report_settings, rules
from portal.incidents.records import danger
from portal.incidents.staff import guards, queries
from portal.incidents.staff.cases import queue_rows, reading, states
from portal.incidents.staff.keys import sharing, vault
from portal.languages import i18n
from portal.problems import mark
from portal.store import audit, keyset
from portal.web import lists
from portal.web.page import get, link, page, post, redirect_to, render

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
    place: keyset.Place | None


@page(writes=True)
@guards.caseworker_with_vault
def cases(request: Request, session: Session, account: Account, opened: vault.Vault) -> Response:
    """Show the queue, and note that somebody looked: reports are taken in only while they do."""
    holder = opened.holder
    sharing.note_looked(session, holder, i18n.today())
    asked, own = _asked(request), request.state.council.languages[0]
    part, at_work = _lines(session, opened, asked)
    if _is_whole(asked) and not queries.hides_new(session, holder, held=asked.view == "held"):
        danger.look(session, holder.circle)
    return render(
        request,
        "incidents/staff/cases/queue.html",
        lines=part.rows,
        asked=asked,
        pages=lists.pages(part, link("cases"), {"view": asked.view, "state": asked.state}),
        views=[(code, i18n.gettext(label)) for code, label in VIEWS.items()],
        held=queries.count_held_back(session, holder),
        elsewhere=queries.count_elsewhere(session, holder),
        kept_from=queries.kept_from(session, account.id or 0),
        languages=reading.waiting(session, holder, at_work, own),
        own=own,
        people=accounts.names(session, [line.report.assigned for line in part.rows]),
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
    chosen = sorted({str(one) for one in request.state.form.getlist("reference")[: keyset.SIZE]})
    found = [queries.for_change(session, reference) for reference in chosen]
    for report in found:
        if report and report.held and opened.report_private(session, report):
            report.held = False
            report.version += 1
            session.add(report)
            audit.record(session, account.id or 0, "case.taken_from_held", report.reference)
    return redirect_to(request, f"{link('cases')}?view=held")


def standing(session: Session, holder: models.KeyHolder) -> dict[str, int]:
    """Count what stands in each part of somebody's queue that is not over, opening nothing."""
    clocks = report_settings.current(session).clocks
    found = [held.report for held in _at_hand(session, holder, clocks)]
    counts = {
        view: sum(_is_asked(one, Asked(view, "", None), holder.account_id, clocks) for one in found)
        for view in ("open", "mine", "overdue")
    }
    return counts | {"held": queries.count_held_back(session, holder)}


def urgent(session: Session, opened: vault.Vault) -> list[queue_rows.Line]:
    """List what is at work and says danger or child."""
    lines = queue_rows.opened(session, opened, queries.at_work(session, opened.holder))
    return [line for line in lines if line.danger or line.child]


def _is_whole(asked: Asked) -> bool:
    return asked.view in ("open", "held") and not asked.state and asked.place is None


def _asked(request: Request) -> Asked:
    sent = request.query_params
    view = lists.chosen(sent, "view", VIEWS, "open")
    return Asked(view, lists.chosen(sent, "state", _at_work()), lists.place(request))


def _at_work() -> list[rules.State]:
    return [state for state in rules.State if state not in rules.OVER]


def _lines(
    session: Session, opened: vault.Vault, asked: Asked
) -> tuple[keyset.Slice[queue_rows.Line], list[queue_rows.Line]]:
    """Give a page of the queue, and all that is at work of which it is a part.

    What is at work is read whole, because what is urgent is sealed and cannot be sorted by the
    database; what waits apart or is over is read a page at a time.
    """
    drawn = partial(queue_rows.opened, session, opened)
    if asked.view == "held":
        return queries.held_back(session, opened.holder, asked.place).all(drawn), []
    if asked.view == "over":
        return queries.over(session, opened.holder, asked.place).all(drawn), []
    lines = drawn(_wanted(session, opened, asked))
    lines.sort(key=lambda line: line.urgency)
    return keyset.among(lines, asked.place, lambda line: line.report.reference), lines


def _wanted(session: Session, opened: vault.Vault, asked: Asked) -> list[queries.Held]:
    clocks, account_id = report_settings.current(session).clocks, opened.holder.account_id
    found = _at_hand(session, opened.holder, clocks)
    return [held for held in found if _is_asked(held.report, asked, account_id, clocks)]


def _at_hand(
    session: Session, holder: models.KeyHolder, clocks: rules.Clocks
) -> list[queries.Held]:
    """List what is at work, and of what is closed that about which somebody is to ask again."""
    overdue = i18n.today() - timedelta(weeks=clocks.follow_up_weeks)
    return queries.at_work(session, holder) + queries.to_follow_up(session, holder, overdue)


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
    get("/staff/cases", cases, name="cases"),
    post("/staff/cases/held", take_held, name="take_held"),
]
