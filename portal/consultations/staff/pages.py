"""Every page of officers, and which of them stands in the navigation."""

from portal.accounts.models import Role
from portal.consultations.staff import documents
from portal.consultations.staff.building import editing
from portal.consultations.staff.entering import entry
from portal.consultations.staff.publishing import publishing_pages
from portal.problems import mark
from portal.web.staff_areas import Area, StaffPage

routes = [*documents.routes, *editing.routes, *publishing_pages.routes, *entry.routes]

pages = (
    StaffPage(
        Area.CONSULTATIONS,
        mark("Consultations"),
        "staff_consultations",
        frozenset({Role.OFFICER, Role.ANALYST}),
    ),
)
