"""What groups bring: a directory that residents search, and how a group comes into it."""

from portal.groups import applying, link_pages, own_pages, views, yearly
from portal.web.feature import Chapter, Feature

FEATURE = Feature(
    # A group is named by the last part of its address, so it comes after all that have a name.
    routes=(*applying.routes, *own_pages.routes, *link_pages.routes, *views.routes),
    stands_on={"close_entry": "own_entry"},
    jobs=yearly.JOBS,
    privacy=lambda _: [Chapter("groups/privacy.html", {})],
    mapped=views.mapped,
)
