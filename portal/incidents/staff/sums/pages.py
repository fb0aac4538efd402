"""The sums of closed cases, for whoever shares the statistics key."""

from sqlmodel import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from portal.accounts import guards
from portal.accounts.models import Account, Role
from portal.incidents import counting
from portal.incidents.rules import TeamKeyPurpose
from portal.incidents.staff.guards import with_vault
from portal.incidents.staff.keys.vault import Vault
from portal.incidents.staff.sums import sealed, shown, tables
from portal.languages.i18n import today
from portal.problems import Problem, Problems, mark
from portal.store import audit
from portal.web import lists, spreadsheet
from portal.web.page import get, link, page, post, redirect_to, render, sent_text

ROLES = (Role.ANALYST, Role.CASEWORKER)
"""Whose keys open the records of closed cases."""

_SUBJECT = "reports"
_CHOOSE = mark("Choose up to which quarter.")
_LATE = mark("Somebody added up these quarters in the meantime. Look at what there is now.")

key_with_vault = with_vault(guards.only(*ROLES))


@page(writes=True)
@key_with_vault
def report_statistics(
    request: Request, session: Session, account: Account, opened: Vault
) -> Response:
    """Show the sums of some quarters, and log that they were opened."""
    audit.record(session, account.id or 0, "statistics.opened", _SUBJECT)
    return _page(request, session, opened)


@page
@key_with_vault
def seal_statistics(
    request: Request, session: Session, account: Account, opened: Vault
) -> Response:
    """Add up all cases of quarters that are over, once and for good."""
    privates = _shared(session, opened)
    last = sent_text(request.state.form, "last")
    asked = tables.tables(session, request.state.council.nation)
    if made := sealed.seal(session, privates, asked, last, today()):
        about = {"first": made.first, "last": made.last}
        audit.record(session, account.id or 0, "statistics.sealed", _SUBJECT, **about)
    elif refused := _refusal(last, [one.last for one in sealed.periods(session, privates)]):
        return _page(request, session, opened, {"last": Problem(refused)})
    return redirect_to(request, lists.address(link("report_statistics"), {"until": last}))


@page(writes=True)
@key_with_vault
def report_statistics_csv(
    request: Request, session: Session, account: Account, opened: Vault
) -> Response:
    """Send all sums as a file, and log that they were sent."""
    periods = sealed.periods(session, _shared(session, opened))
    audit.record(session, account.id or 0, "statistics.exported", _SUBJECT)
    asked = tables.tables(session, request.state.council.nation, past=True)
    return spreadsheet.file("reports-statistics", iter([*shown.as_file(periods, asked)]))


def _page(
    request: Request, session: Session, opened: Vault, problems: Problems | None = None
) -> Response:
    privates = _privates(session, opened)
    periods = {one.last: one for one in sealed.periods(session, privates)}
    until = lists.chosen(request.query_params, "until", periods, next(iter(periods), ""))
    asked = tables.tables(session, request.state.council.nation, past=True)
    period = periods.pop(until, None)
    ready = sealed.ready(session, privates, today())
    return render(
        request,
        "incidents/staff/sums/statistics.html",
        status=_status(problems),
        problems=problems,
        shared=bool(privates),
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


def _shared(session: Session, opened: Vault) -> list[bytes]:
    """Open the halves of the statistics key, or refuse whoever does not share it."""
    if not (privates := _privates(session, opened)):
        raise HTTPException(403)
    return privates


def _privates(session: Session, opened: Vault) -> list[bytes]:
    return opened.team_privates(session, TeamKeyPurpose.STATISTICS)


routes = [
    get("/staff/reports/statistics", report_statistics, name="report_statistics"),
    post("/staff/reports/statistics", seal_statistics, name="seal_statistics"),
    get("/staff/reports/statistics.csv", report_statistics_csv, name="report_statistics_csv"),
]
