"""What assessments bring: a public register of them, and the pages on which officers write them."""

from portal.equality_impact import views
from portal.equality_impact.staff import pages, start_page
from portal.web.feature import Feature

FEATURE = Feature(
    routes=views.routes,
    staff_routes=pages.routes,
    stands_on=pages.stands_on,
    pages=pages.pages,
    panels=start_page.panels,
    mapped=views.mapped,
    things=views.things,
    resting=views.resting,
)
