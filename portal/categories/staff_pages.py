"""Which pages about the equality questions stand in the navigation."""

from portal.accounts.models import Role
from portal.problems import mark
from portal.web.staff_areas import Area, StaffPage

pages = (
    StaffPage(
        Area.SETTINGS,
        mark("Equality questions"),
        "staff_categories",
        frozenset({Role.ADMINISTRATOR}),
    ),
)
