"""What analysis brings: what was answered is read, counted and exported."""

from portal.analysis.staff import results, start_page
from portal.analysis.staff.reading import equality_texts, written
from portal.web.feature import Feature

FEATURE = Feature(
    staff_routes=(*results.routes, *written.routes, *equality_texts.routes),
    panels=start_page.panels,
)
