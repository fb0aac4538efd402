"""What reporting back brings: everybody reads what came of what they said."""

from portal.feedback import drafting, proofs, views
from portal.feedback.staff import pages, start_page
from portal.web.feature import Feature

FEATURE = Feature(
    routes=views.routes,
    staff_routes=pages.routes,
    stands_on=pages.stands_on,
    pages=pages.pages,
    panels=start_page.panels,
    jobs=(drafting.JOB, proofs.JOB),
)
