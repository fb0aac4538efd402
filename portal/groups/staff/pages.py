"""Every page about groups for staff, and which of them stand in the navigation."""

from portal.accounts.models import Role
from portal.groups.staff import entering, importing, listing, one, settings
from portal.problems import mark
from portal.web.staff_areas import Area, StaffPage

# An entry is named by the last part of its address, so it comes after all that have a name.
routes = [
    *listing.routes,
    *settings.routes,
    *importing.routes,
    *entering.routes,
    *one.routes,
]

pages = (
    StaffPage(Area.FORUM, mark("Groups"), "staff_groups", frozenset({Role.OFFICER})),
    StaffPage(
        Area.FORUM,
        mark("Areas and services"),
        "group_settings",
        frozenset({Role.ADMINISTRATOR}),
    ),
)
