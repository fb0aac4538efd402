"""Every page of officers about bodies, and which of them stands in the navigation."""

from portal.accounts.models import Role
from portal.bodies.staff import body_pages, offices
from portal.problems import mark
from portal.web.staff_areas import Area, StaffPage

routes = [*body_pages.routes, *offices.routes]
pages = (StaffPage(Area.FORUM, mark("Bodies"), "staff_forum", frozenset({Role.OFFICER})),)
