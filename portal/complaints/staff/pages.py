"""Every page of officers about comments, and which of them stand in the navigation."""

from portal.accounts.models import Role
from portal.complaints.staff import comments, figures, people, settings
from portal.problems import mark
from portal.web.staff_areas import Area, StaffPage

# A comment is named by the last part of its address, so it comes after all that have a name.
routes = [*figures.routes, *people.routes, *settings.routes, *comments.routes]

pages = (
    StaffPage(
        Area.FEEDBACK,
        mark("Comments and complaints"),
        "staff_comments",
        frozenset({Role.OFFICER}),
    ),
    StaffPage(
        Area.FEEDBACK,
        mark("Settings of complaints"),
        "complaint_settings",
        frozenset({Role.ADMINISTRATOR}),
    ),
)
