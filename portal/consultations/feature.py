"""What consultations bring: residents answer, officers ask."""

from portal.consultations import document_files, views
from portal.consultations.answering import (
    checking,
    device,
    entrance,
    equality,
    organisations,
    quoting,
    receipts,
    responding,
    resuming,
)
from portal.consultations.retention import deleting
from portal.consultations.staff import pages, start_page
from portal.problems import mark
from portal.web.feature import Cookie, Feature

_STAYS = mark("Until you remove your answers from this device or close the browser")

FEATURE = Feature(
    # A section is named by the last part of its address, so it comes after all that have a name.
    routes=(
        *responding.routes,
        *organisations.routes,
        *resuming.routes,
        *checking.routes,
        *equality.routes,
        *entrance.routes,
        *receipts.routes,
        *quoting.routes,
        responding.section_route,
        *views.routes,
    ),
    staff_routes=pages.routes,
    stands_on={
        "move_document": "staff_documents",
        "delete_document": "staff_documents",
        "move_part": "staff_questions",
        "delete_part": "staff_questions",
    },
    pages=pages.pages,
    panels=start_page.panels,
    steps=start_page.steps,
    mapped=views.mapped,
    things=views.things,
    evidence=views.evidence,
    jobs=(deleting.JOB, document_files.JOB),
    cookies_set=(
        Cookie(
            device.COOKIE,
            mark("Finds what you began or sent in one consultation. Your receipt sets another."),
            _STAYS,
            device.drop,
            several=True,
        ),
        Cookie(
            receipts.COOKIE,
            mark("Lets only this browser go back to a receipt that you opened with its code."),
            _STAYS,
            receipts.leave,
        ),
    ),
)
