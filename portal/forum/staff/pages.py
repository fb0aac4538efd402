"""Every page of staff in the forum, and which of them stands in the navigation."""

from portal.approvals import staff as approvals
from portal.forum.staff import answering, opened_rooms
from portal.problems import mark
from portal.web.staff_areas import Area, StaffPage

routes = [*opened_rooms.routes, *answering.routes]
pages = (StaffPage(Area.FORUM, mark("Closed rooms"), "closed_rooms", frozenset(approvals.ROLES)),)
