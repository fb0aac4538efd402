"""What bodies bring: who sits in them, and who runs them."""

from dataclasses import replace

from portal.bodies import acts, entering, held, office_pages, queries, told
from portal.bodies.staff import founding, offices, pages, start_page
from portal.web.feature import Feature

_ON_TODAY = ("forum_offer_moderator", "forum_stop_reset")

FEATURE = Feature(
    routes=(
        *entering.routes,
        *told.routes,
        *office_pages.routes,
    ),
    staff_routes=pages.routes,
    stands_on=dict.fromkeys(_ON_TODAY, "forum_today"),
    pages=pages.pages,
    jobs=(acts.JOB,),
    panels=start_page.panels,
    findings=start_page.findings,
    on_departure=founding.ON_DEPARTURE,
    of_members=replace(held.OF_MEMBERS, new_way_in=offices.new_way_in),
    named=queries.names,
    onward=pages.onward,
)
