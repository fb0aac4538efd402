"""Every page of officers about language support, and which stands in the navigation."""

from portal.accounts.models import Role
from portal.language_support.staff import figures, noting, requests
from portal.problems import mark
from portal.web.staff_areas import Area, StaffPage

routes = [*requests.routes, *noting.routes, *figures.routes]

pages = (
    StaffPage(
        Area.FORUM,
        mark("Language support"),
        "support_requests",
        frozenset({Role.OFFICER}),
    ),
)
