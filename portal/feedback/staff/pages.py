"""Every page of officers about reports back, and which stands in the navigation."""

from portal.accounts.models import Role
from portal.feedback.staff import (
    arranging,
    entries,
    filing,
    overview,
    owing,
    proving,
    resting,
    signing,
    translating,
)
from portal.problems import mark
from portal.web.staff_areas import Area, StaffPage

routes = [
    *owing.routes,
    *overview.routes,
    *arranging.routes,
    *entries.routes,
    *resting.routes,
    *proving.routes,
    *filing.routes,
    *translating.routes,
    *signing.routes,
]
stands_on = {
    **overview.stands_on,
    **arranging.stands_on,
    **resting.stands_on,
    **proving.stands_on,
    **translating.stands_on,
    **signing.stands_on,
}
pages = (
    StaffPage(
        Area.FEEDBACK,
        mark("What we owe"),
        "staff_feedback",
        frozenset({Role.OFFICER, Role.ADMINISTRATOR}),
    ),
)
