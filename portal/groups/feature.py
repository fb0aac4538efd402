"""What groups bring: a directory that residents search, and how a group comes into it."""

from portal.groups import applying, link_pages, mail_pages, own_pages, views, yearly
from portal.groups.staff import pages, start_page
from portal.web.brought import Chapter
from portal.web.feature import Feature

FEATURE = Feature(
    # A group is named by the last part of its address, so it comes after all that have a name.
    routes=(
        *applying.routes,
        *own_pages.routes,
        *link_pages.routes,
        *mail_pages.routes,
        *views.routes,
    ),
    staff_routes=pages.routes,
    stands_on={"keep_imported": "import_groups", "close_entry": "own_entry"},
    pages=pages.pages,
    jobs=yearly.JOBS,
    panels=start_page.panels,
    privacy=lambda _: [Chapter("groups/privacy.html", {})],
    mapped=views.mapped,
    evidence=views.evidence,
    findings=start_page.findings,
    centres=views.centres,
    from_anywhere=mail_pages.routes,
)
