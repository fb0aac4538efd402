"""What stands around the features."""

from portal.site import health, static, views, well_known
from portal.site.staff import findings, guide, pages, start_page
from portal.web.feature import Feature, Mapped

_MAPPED = ("home", "help", "languages", "privacy", "accessibility", "cookies")

FEATURE = Feature(
    routes=views.routes,
    staff_routes=pages.routes,
    bare=(*health.routes, *static.routes, *well_known.routes),
    pages=pages.pages,
    panels=start_page.panels,
    steps=guide.steps,
    mapped=lambda *_: map(Mapped, _MAPPED),
    findings=findings.findings,
)
