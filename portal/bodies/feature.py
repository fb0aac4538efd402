"""What bodies bring: who sits in them, who runs them, and how somebody joins."""

from portal.bodies import acts, entering, joining, office_pages, telling
from portal.bodies.staff import founding, pages
from portal.web.feature import Feature

_ON_TODAY = ("forum_end_seat", "forum_next_meeting", "forum_offer_moderator", "forum_stop_reset")

FEATURE = Feature(
    routes=(*entering.routes, *telling.routes, *office_pages.routes, *joining.routes),
    staff_routes=pages.routes,
    stands_on={"forum_leave": "forum_applied", **dict.fromkeys(_ON_TODAY, "forum_today")},
    pages=pages.pages,
    jobs=(acts.JOB,),
    on_departure=founding.ON_DEPARTURE,
    of_members=acts.OF_MEMBERS,
)
