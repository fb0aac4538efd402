"""The sums of closed cases, for whoever shares the statistics key."""

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.incidents import counting
from portal.incidents.staff.sums import sealed, shown, tables
from portal.incidents.staff.sums.guards import Counter, with_counter, with_key
from portal.languages.i18n import today
from portal.problems import Problem, Problems, mark
from portal.store import audit
from portal.web import lists, spreadsheet
from portal.web.page import get, link, page, post, redirect_to, render, sent_text

_SUBJECT = "reports"
_CHOOSE = mark("Choose up to which quarter.")
_LATE = mark("Somebody added up these quarters in the meantime. Look at what there is now.")


@page(writes=True)
@with_counter
def report_statistics(request: Request, session: Session, counter: Counter) -> Response:
    """Show the sums of some quarters, and log that they were opened."""
    audit.record(session, counter.number, "statistics.opened", _SUBJECT)
    return _page(request, session, counter)


@page
@with_key
def seal_statistics(request: Request, session: Session, counter: Counter) -> Response:
    """Add up all cases of quarters that are over, once and for good."""
    last = sent_text(request.state.form, "last")
    asked = tables.tables(session, request.state.council.nation)
    if made := sealed.seal(session, counter.privates, asked, last, today()):
        about = {"first": made.first, "last": made.last}
        audit.record(session, counter.number, "statistics.sealed", _SUBJECT, **about)
    elif refused := _refusal(last, [one.last for one in sealed.periods(session, counter.privates)]):
        return _page(request, session, counter, {"last": Problem(refused)})
    return redirect_to(request, lists.address(link("report_statistics"), {"until": last}))


@page(writes=True)
@with_key
def report_statistics_csv(request: Request, session: Session, counter: Counter) -> Response:
    """Send all sums as a file, and log that they were sent."""
    periods = sealed.periods(session, counter.privates)
    audit.record(session, counter.number, "statistics.exported", _SUBJECT)
    asked = tables.tables(session, request.state.council.nation, past=True)
    return spreadsheet.file("reports-statistics", iter([*shown.as_file(periods, asked)]))


def _page(
    request: Request, session: Session, counter: Counter, problems: Problems | None = None
) -> Response:
    periods = {one.last: one for one in sealed.periods(session, counter.privates)}
    until = lists.chosen(request.query_params, "until", periods, next(iter(periods), ""))
    asked = tables.tables(session, request.state.council.nation, past=True)
    period = periods.pop(until, None)
    ready = sealed.ready(session, counter.privates, today())
    return render(
        request,
        "incidents/staff/sums/statistics.html",
        status=_status(problems),
        problems=problems,
        shared=bool(counter.privates),
        least=counting.LEAST,
        period=period,
        days=shown.days(period) if period else (),
        tables=shown.of_period(period, asked) if period else (),
        others=[(last, *shown.days(one)) for last, one in periods.items()],
        ready=[(one, counting.last_day(one)) for one in ready],
    )


def _status(problems: Problems | None) -> int:
    if not problems:
        return 200
    return 409 if problems["last"].message == _LATE else 422


def _refusal(last: str, kept: list[str]) -> str:
    """Say why nothing was added up; nothing where just that was done before."""
    if last in kept:
        return ""
    return _LATE if kept and counting.QUARTER.fullmatch(last) and last < kept[0] else _CHOOSE


routes = [
    get("/staff/reports/statistics", report_statistics, name="report_statistics"),
    post("/staff/reports/statistics", seal_statistics, name="seal_statistics"),
    get("/staff/reports/statistics/sums.csv", report_statistics_csv, name="report_statistics_csv"),
]
