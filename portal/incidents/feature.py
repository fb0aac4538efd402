"""What reports bring: somebody tells what happened, and others help."""

from collections.abc import Iterator

from sqlmodel import Session

from portal.incidents import report_settings
from portal.incidents.reporting import journey, memory, protection, shelf, views, who_helps
from portal.incidents.staff import pages, start_page
from portal.incidents.staff.cases import notices, retention
from portal.incidents.staff.keys import departure, recovery
from portal.incidents.staff.settings import findings
from portal.incidents.staff.sharing import contacts, referrals
from portal.problems import mark
from portal.web.brought import Chapter, Mapped
from portal.web.feature import Cookie, Feature

_MAPPED = ("speak_up", "protection", "who_helps")


def _privacy(session: Session) -> Iterator[Chapter]:
    decided = report_settings.current(session)
    if decided.enabled:
        shown = {"reports": decided, "recovery": recovery.current(session) is not None}
        yield Chapter("incidents/privacy.html", shown)


FEATURE = Feature(
    routes=(*views.routes, *protection.routes, *who_helps.routes),
    staff_routes=pages.routes,
    stands_on={
        "release_case": "case_hold",
        "separate_case": "case_merge",
        "reopen_case": "case_close",
        "follow_up_case": "case_close",
    },
    pages=pages.pages,
    jobs=(shelf.JOB, retention.JOB, referrals.JOB, contacts.JOB, notices.JOB),
    cookies_set=(
        Cookie(
            journey.COOKIE,
            mark(
                "Lets only this browser read what you write to us before you send it, and for an "
                "hour go back to the page with your code and to our replies."
            ),
            mark("Until you leave with the red button or close the browser"),
            memory.leave,
        ),
    ),
    on_departure=departure.ON_DEPARTURE,
    panels=start_page.panels,
    steps=findings.steps,
    privacy=_privacy,
    mapped=lambda *_: map(Mapped, _MAPPED),
    findings=findings.findings,
)
