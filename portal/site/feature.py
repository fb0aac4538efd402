"""What stands around the features."""

from portal.site import demo_mails, health, static, views, well_known
from portal.site.staff import findings, guide, pages, start_page
from portal.web.brought import Mapped
from portal.web.feature import Feature

_MAPPED = ("home", "help", "languages", "privacy", "accessibility", "cookies")

FEATURE = Feature(
    routes=(*views.routes, *demo_mails.routes),
    staff_routes=pages.routes,
    bare=(*health.routes, *static.routes, *well_known.routes),
    pages=pages.pages,
    panels=start_page.panels,
    steps=guide.steps,
    mapped=lambda *_: map(Mapped, _MAPPED),
    findings=findings.findings,
)
