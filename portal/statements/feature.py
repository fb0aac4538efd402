"""What statements bring: the chair's word on the page of a body, and the law's way to take it."""

from portal.statements import beside, news, views
from portal.statements.staff import removals
from portal.web.feature import Feature

FEATURE = Feature(
    routes=views.routes,
    staff_routes=removals.routes,
    pages=removals.pages,
    news=news.news,
    chapters={
        "forum_body_said": views.latest,
        "forum_closed_room": beside.in_closed_room,
        "forum_today": beside.on_today,
        "forum_applied": beside.on_applied,
        "forum_log": beside.in_log,
    },
)
