"""Every page about the portal itself, and which of them stand in the navigation."""

from portal.accounts.models import Role
from portal.problems import mark
from portal.site.staff import deletion, home
from portal.web.staff_areas import Area, StaffPage

routes = [*home.routes, *deletion.routes]

pages = (
    StaffPage(Area.START, mark("Start"), "staff_home", frozenset(Role)),
    StaffPage(
        Area.SETTINGS,
        mark("Settings of the council"),
        "council_settings",
        frozenset({Role.ADMINISTRATOR}),
    ),
)
