"""The log of cases that were destroyed: which, when, why, and until when copies may lie."""

from datetime import date
from typing import NamedTuple

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.accounts import guards
from portal.accounts import queries as accounts
from portal.accounts.models import Account, Role
from portal.incidents import report_settings
from portal.incidents.rules import Circle
from portal.incidents.staff import queries
from portal.incidents.staff.cases import destruction, retention
from portal.incidents.staff.guards import ROLES, case_roles
from portal.incidents.staff.sharing import disclosures
from portal.languages import i18n
from portal.problems import mark
from portal.store import audit, staff_audit
from portal.web import lists
from portal.web.page import found, get, link, page, render

_REASONS = {
    destruction.PERIOD: mark("The time for which it was to be kept is over."),
    destruction.WITHDRAWN: mark("The reporter took it back."),
    destruction.MERGED: mark("The time of the case into which it was merged is over."),
}
_UNKNOWN = mark("The log gives another reason.")


class Destroyed(NamedTuple):
    """A case that was destroyed, and the days on which the last copies of it are gone."""

    reference: str
    day: date
    reason: str
    keys_gone: date
    copies_gone: date

    @property
    def complete(self) -> bool:
        """Tell whether no backup holds a key to it any more."""
        return self.keys_gone <= i18n.today()


@page(long=True)
@guards.only(Role.AUDITOR, Role.CASEWORKER)
def destroyed_reports(request: Request, session: Session, account: Account) -> Response:
    """Show a page of what was destroyed, the newest first, and whether the log is intact."""
    part = accounts.log(session, destruction.ACTION, "", lists.place(request))
    key, anchor = session.info["audit_key"], request.state.settings.anchor
    return render(
        request,
        "incidents/staff/cases/destroyed.html",
        destroyed=[_read(entry) for entry in part.rows],
        kept=retention.kept_beyond(session, i18n.today()),
        faults=staff_audit.verify(session, key, anchor),
        decided=report_settings.current(session),
        pages=lists.pages(part, link("destroyed_reports"), {}),
    )


@page(writes=True)
@guards.only(Role.AUDITOR, *case_roles)
def destroyed_report(request: Request, session: Session, account: Account) -> Response:
    """Show to whom a case was passed on that was destroyed since, as far as the log says."""
    reference = request.path_params["reference"]
    (entry,) = found(queries.logged(session, reference, [destruction.ACTION])[-1:] or None)
    circle = entry.details.get("circle", Circle.TEAM.value)
    may = {ROLES[Circle(circle)], Role.AUDITOR}
    found(account.holds(frozenset(may)) or None)
    audit.record(session, account.id or 0, "case.disclosures_opened", reference)
    return render(
        request,
        "incidents/staff/cases/destroyed_one.html",
        one=_read(entry),
        disclosures=disclosures.of_case(session, reference),
    )


def _read(entry: audit.AuditEntry) -> Destroyed:
    details = entry.details
    return Destroyed(
        reference=entry.subject,
        day=date.fromisoformat(details["day"]),
        reason=_REASONS.get(details.get("reason", ""), _UNKNOWN),
        keys_gone=date.fromisoformat(details["keys_gone"]),
        copies_gone=date.fromisoformat(details["copies_gone"]),
    )


_ALL = "/staff/reports/destroyed"

routes = [
    get(_ALL, destroyed_reports, name="destroyed_reports"),
    get(f"{_ALL}/{{reference}}", destroyed_report, name="destroyed_report"),
]
