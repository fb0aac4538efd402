"""What plans bring: officers keep them, and everybody reads what became of each."""

from portal.plans import actions, chairing, views
from portal.plans.compact import shown as compact
from portal.plans.compact import staff_pages
from portal.plans.compact import views as compacts
from portal.plans.linking import looking
from portal.plans.staff import pages
from portal.problems import mark
from portal.web.brought import WayIn
from portal.web.feature import Feature

FEATURE = Feature(
    routes=(*compacts.routes, *views.routes),
    staff_routes=(*pages.routes, *staff_pages.routes),
    pages=pages.pages,
    jobs=pages.jobs,
    mapped=views.mapped,
    things=views.things,
    actions=actions.actions,
    removable=chairing.REMOVABLE,
    onward={
        "forum_body": WayIn(mark("Compacts with the council"), "body_compacts"),
        "member_group": WayIn(mark("Compacts with the council"), "group_compacts"),
    },
    chapters={
        "consultation": looking.on_consultation,
        "forum_topic_agendas": looking.on_topic,
        "meeting": looking.on_meeting,
        "plan": compact.on_plan,
    },
)
