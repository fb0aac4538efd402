"""What language support brings: residents ask, officers answer, and the council learns from it."""

from collections.abc import Iterator

from sqlmodel import Session

from portal.language_support import views
from portal.language_support.staff import due, pages, start_page
from portal.web.brought import Chapter, Mapped
from portal.web.feature import Feature


def _privacy(_session: Session) -> Iterator[Chapter]:
    yield Chapter("language_support/privacy.html", {})


FEATURE = Feature(
    routes=views.routes,
    staff_routes=pages.routes,
    pages=pages.pages,
    jobs=(due.FORGETTING, due.REMINDING),
    panels=start_page.panels,
    privacy=_privacy,
    mapped=lambda *_: [Mapped("ask_support")],
)
