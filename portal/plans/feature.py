"""What plans bring: officers keep them, and everybody reads what became of each."""

from portal.plans import views
from portal.plans.linking import looking
from portal.plans.staff import pages
from portal.web.feature import Feature

FEATURE = Feature(
    routes=views.routes,
    staff_routes=pages.routes,
    pages=pages.pages,
    jobs=pages.jobs,
    mapped=views.mapped,
    things=views.things,
    chapters={
        "consultation": looking.on_consultation,
        "forum_topic_agendas": looking.on_topic,
        "meeting": looking.on_meeting,
    },
)
