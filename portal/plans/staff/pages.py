"""Every page of officers about plans, and which of them stands in the navigation."""

from portal.accounts.models import Role
from portal.plans.staff import item_pages, link_pages, plan_pages
from portal.plans.staff.importing import keeping, taking_pages
from portal.plans.staff.importing import pages as importing
from portal.problems import mark
from portal.web.staff_areas import Area, StaffPage

jobs = (keeping.JOB,)
routes = [
    *plan_pages.routes,
    *item_pages.routes,
    *link_pages.routes,
    *importing.routes,
    *taking_pages.routes,
]
pages = (StaffPage(Area.FEEDBACK, mark("Plans"), "staff_plans", frozenset({Role.OFFICER})),)
