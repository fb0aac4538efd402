"""What reporting back brings: everybody reads what came of what they said."""

from portal.feedback import drafting
from portal.feedback.hearing import beside, telling, views
from portal.feedback.quotes import forgetting
from portal.feedback.quotes.staff import changing, choosing, listing
from portal.web.feature import Feature

FEATURE = Feature(
    routes=views.routes,
    staff_routes=(*listing.routes, *choosing.routes, *changing.routes),
    stands_on={"take_out_quote": "staff_quotes"},
    jobs=(drafting.JOB, forgetting.JOB, telling.JOB),
    chapters={"outcome": beside.chapter},
    privacy=beside.privacy,
)
