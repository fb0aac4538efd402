"""Every page of officers about events, and which of them stands in the navigation."""

from portal.accounts.models import Role
from portal.meetings.staff import event_pages
from portal.problems import mark
from portal.web.staff_areas import Area, StaffPage

routes = event_pages.routes
pages = (StaffPage(Area.FORUM, mark("Events"), "staff_events", frozenset({Role.OFFICER})),)
