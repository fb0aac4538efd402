"""What stands around the features."""

from portal.site import health, static, views, well_known
from portal.site.staff import pages
from portal.web.feature import Feature

FEATURE = Feature(
    routes=views.routes,
    staff_routes=pages.routes,
    bare=(*health.routes, *static.routes, *well_known.routes),
    pages=pages.pages,
)
