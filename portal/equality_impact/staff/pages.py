"""Every page of staff about assessments, and which stands in the navigation."""

from portal.accounts.models import Role
from portal.equality_impact.staff import mitigating, resting, signing, writing
from portal.problems import mark
from portal.web.staff_areas import Area, StaffPage

routes = [
    *writing.first_routes,
    *resting.routes,
    *mitigating.routes,
    *signing.routes,
    writing.part_route,
]
stands_on = mitigating.stands_on

pages = (
    StaffPage(
        Area.FEEDBACK,
        mark("Equality impact"),
        "staff_assessments",
        frozenset({Role.OFFICER, Role.ADMINISTRATOR}),
    ),
)
