"""What plans bring: officers keep them, and everybody reads what became of each."""

from portal.plans import actions, chairing, views
from portal.plans.staff import pages
from portal.web.feature import Feature

FEATURE = Feature(
    routes=views.routes,
    staff_routes=pages.routes,
    pages=pages.pages,
    mapped=views.mapped,
    things=views.things,
    actions=actions.actions,
    removable=chairing.REMOVABLE,
)
