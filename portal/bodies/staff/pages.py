"""Every page of officers about bodies, and which of them stands in the navigation."""

from portal.accounts.models import Role
from portal.bodies.staff import body_pages, changing, declared, offices
from portal.problems import mark
from portal.web.brought import WayIn
from portal.web.staff_areas import Area, StaffPage

# A body is named by the last part of its address, so it comes after all that have a name.
routes = [*declared.routes, *body_pages.routes, *changing.routes, *offices.routes]
pages = (StaffPage(Area.FORUM, mark("Bodies"), "staff_forum", frozenset({Role.OFFICER})),)
onward = {"staff_cards": WayIn(mark("Bodies"), "staff_forum")}
