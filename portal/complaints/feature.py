"""What comments bring: cards and complaints, their codes, and officers who answer them."""

from collections.abc import Iterator

from sqlmodel import Session

from portal.complaints import arrangements, demo_codes, views
from portal.complaints.staff import due, pages, start_page
from portal.problems import mark
from portal.web.brought import Chapter, WayIn
from portal.web.feature import Feature

_ON_PLAN = WayIn(mark("Tell us what went well in this plan, and what did not"), "plan_comment")
_CARD = WayIn(mark("Write a comment card"), "comment_card", takes=("service",))


def _privacy(session: Session) -> Iterator[Chapter]:
    months = arrangements.current(session).keep_months
    yield Chapter("complaints/privacy.html", {"months": months})


FEATURE = Feature(
    routes=views.routes,
    staff_routes=pages.routes,
    pages=pages.pages,
    jobs=(due.FORGETTING, due.REMINDING),
    panels=start_page.panels,
    privacy=_privacy,
    demo=demo_codes.chapter,
    mapped=views.mapped,
    codes=(views.opened,),
    onward={"assessment": _CARD, "plan": _ON_PLAN, "plan_item": _CARD},
)
