"""Every page of officers about plans, and which of them stands in the navigation."""

from portal.accounts.models import Role
from portal.plans.staff import (
    copying,
    item_pages,
    lead_pages,
    plan_pages,
    report_pages,
    review_pages,
)
from portal.problems import mark
from portal.web.staff_areas import Area, StaffPage

routes = [
    *lead_pages.routes,
    *plan_pages.routes,
    *copying.routes,
    *item_pages.routes,
    *review_pages.routes,
    *report_pages.routes,
]
stands_on = {**review_pages.stands_on, **lead_pages.stands_on}
pages = (StaffPage(Area.FEEDBACK, mark("Plans"), "staff_plans", frozenset({Role.OFFICER})),)
