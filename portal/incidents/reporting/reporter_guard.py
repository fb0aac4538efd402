"""What every step after sending needs: the report that the code in the journey opens."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Protocol

from sqlmodel import Session, select
from starlette.requests import Request
from starlette.responses import Response

from portal.incidents.models import Report
from portal.incidents.records import codes, withdrawing
from portal.incidents.reporting import entry, journey, memory
from portal.incidents.reporting.journey import Journey
from portal.incidents.reporting.steps import shown
from portal.incidents.rules import State
from portal.languages import i18n
from portal.problems import Problems

ReportView = Callable[[Request, Session, Journey, Report, Problems], Response]


class Page(Protocol):
    """Show the page of a step, or deal with its form."""

    def __call__(
        self, request: Request, session: Session, here: Journey, problems: Problems = ..., /
    ) -> Response:
        """Answer the request."""


def of_report(view: ReportView) -> Page:
    """Hand the report to a step; say so if it was withdrawn or the code leads nowhere."""

    @wraps(view)
    def page(
        request: Request, session: Session, here: Journey, problems: Problems | None = None, /
    ) -> Response:
        if not here.sent:
            return entry.first_page(request, session, lost=True)
        report = locked(session, here.code)
        if report is None:
            return nowhere(request, here)
        if report.state is State.WITHDRAWN:
            return withdrawn(request, session, here, report)
        return view(request, session, here, report, problems or {})

    return page


def locked(session: Session, code: str | None) -> Report | None:
    """Find the report of a code, and let whoever else changes it wait until this is done.

    A code that cannot be read is looked for like any other.
    """
    name = codes.lookup(code or "")
    return session.exec(select(Report).where(Report.lookup == name).with_for_update()).one_or_none()


def is_known(request: Request, session: Session) -> bool:
    """Tell whether a form carries, in front of any files, the code of a report that was sent."""
    here = journey.carried(request)
    if here is None or not here.sent:
        return False
    found = select(Report.id).where(Report.lookup == codes.lookup(here.code))
    return session.exec(found).first() is not None


def nowhere(request: Request, here: Journey, *, just_ended: bool = False) -> Response:
    """Say that a code leads nowhere, and have the browser forget what it carried of it."""
    return forgetting(request, here, shown(request, "ended.html", None, just_ended=just_ended))


def forgetting(request: Request, here: Journey, page: Response) -> Response:
    """Have the browser forget one report, and keep what other tabs hold if that can be done."""
    if request.method == "GET" or memory.end(request, here):
        return page
    return journey.drop(request, page)


def withdrawn(request: Request, session: Session, here: Journey, report: Report) -> Response:
    """Say that a report was taken back, until when it can be brought back, and when it is gone."""
    held = not withdrawing.is_locked(session, report, codes.reporter_key(here.code or ""))
    gone = report.destroy_on or i18n.today()
    until = gone - timedelta(days=1)
    return shown(request, "withdrawn.html", here, held=held, until=until, gone=gone)
