"""What language support brings: residents ask, officers answer, and the council learns from it."""

from collections.abc import Iterator

from sqlmodel import Session

from portal.language_support import views
from portal.language_support.staff import due, pages, start_page
from portal.problems import mark
from portal.web.brought import Chapter, Mapped, WayIn
from portal.web.feature import Feature

_IN_ANOTHER_FORM = WayIn(
    mark("Ask for this in another form or language"), "ask_support", takes=("about",)
)


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
    onward=dict.fromkeys(("assessment", "plan", "plan_item"), _IN_ANOTHER_FORM),
)
