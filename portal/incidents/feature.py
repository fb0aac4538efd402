"""What reports bring: somebody tells what happened, and others help."""

from portal.incidents.reporting import journey, memory, protection, shelf, views
from portal.incidents.staff import pages
from portal.incidents.staff.cases import notices, retention
from portal.incidents.staff.keys import departure
from portal.incidents.staff.sharing import contacts, referrals
from portal.problems import mark
from portal.web.feature import Cookie, Feature

FEATURE = Feature(
    routes=(*views.routes, *protection.routes),
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
)
