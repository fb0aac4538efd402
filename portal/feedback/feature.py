"""What reporting back brings: everybody reads what came of what they said."""

from portal.feedback import drafting
from portal.feedback.quotes import forgetting
from portal.feedback.quotes.staff import changing, choosing, listing
from portal.web.feature import Feature

FEATURE = Feature(
    staff_routes=(*listing.routes, *choosing.routes, *changing.routes),
    stands_on={"take_out_quote": "staff_quotes"},
    jobs=(drafting.JOB, forgetting.JOB),
)
