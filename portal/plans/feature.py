"""What plans bring: officers keep them, and everybody reads what became of each."""

from portal.plans import views
from portal.plans.leading import asking
from portal.plans.leading import views as lead_views
from portal.plans.reviews import forum_views
from portal.plans.reviews import queries as reviews
from portal.plans.reviews import views as review_views
from portal.plans.staff import pages, start_page
from portal.web.feature import Feature

FEATURE = Feature(
    routes=(*lead_views.routes, *review_views.routes, *views.routes, *forum_views.routes),
    staff_routes=pages.routes,
    stands_on=pages.stands_on,
    pages=pages.pages,
    panels=start_page.panels,
    mapped=views.mapped,
    things=views.things,
    jobs=(asking.ASKING, asking.FORGETTING),
    waits=reviews.count_unread,
    chapters={"forum_body": forum_views.on_body, "forum_today": forum_views.on_today},
)
