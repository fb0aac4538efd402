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
from portal.incidents.staff.cases import destruction, retention
from portal.languages import i18n
from portal.problems import mark
from portal.store import audit, staff_audit
from portal.web import lists
from portal.web.page import get, link, page, render

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
        destroyed=[read(entry) for entry in part.rows],
        kept=retention.kept_beyond(session, i18n.today()),
        faults=staff_audit.verify(session, key, anchor),
        decided=report_settings.current(session),
        pages=lists.pages(part, link("destroyed_reports"), {}),
    )


def read(entry: audit.AuditEntry) -> Destroyed:
    """Read a row of the log about a case that was destroyed."""
    details = entry.details
    return Destroyed(
        reference=entry.subject,
        day=date.fromisoformat(details["day"]),
        reason=_REASONS.get(details.get("reason", ""), _UNKNOWN),
        keys_gone=date.fromisoformat(details["keys_gone"]),
        copies_gone=date.fromisoformat(details["copies_gone"]),
    )


routes = [get("/staff/reports/destroyed", destroyed_reports, name="destroyed_reports")]
