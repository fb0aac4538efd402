"""What plans bring: officers keep them, and everybody reads what became of each."""

from portal.plans import views
from portal.plans.staff import pages
from portal.web.feature import Feature

FEATURE = Feature(
    routes=views.routes,
    staff_routes=pages.routes,
    pages=pages.pages,
    jobs=pages.jobs,
    mapped=views.mapped,
    things=views.things,
)
