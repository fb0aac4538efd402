"""Every page of officers about plans, and which of them stands in the navigation."""

from portal.accounts.models import Role
from portal.plans.staff import (
    copying,
    item_pages,
    lead_pages,
    link_pages,
    plan_pages,
    report_pages,
    review_pages,
)
from portal.plans.staff.importing import keeping, taking_pages
from portal.plans.staff.importing import pages as importing
from portal.problems import mark
from portal.web.staff_areas import Area, StaffPage

jobs = (keeping.JOB,)
routes = [
    *lead_pages.routes,
    *plan_pages.routes,
    *copying.routes,
    *item_pages.routes,
    *link_pages.routes,
    *importing.routes,
    *taking_pages.routes,
    *review_pages.routes,
    *report_pages.routes,
]
stands_on = {**review_pages.stands_on, **lead_pages.stands_on}
pages = (StaffPage(Area.FEEDBACK, mark("Plans"), "staff_plans", frozenset({Role.OFFICER})),)
