"""What categories bring: what people are asked about themselves, and how it is named."""

from portal.categories import staff, staff_pages
from portal.web.feature import Feature

FEATURE = Feature(staff_routes=staff.routes, pages=staff_pages.pages)
