"""What plans bring: officers keep them, and everybody reads what became of each."""

from portal.plans import actions, chairing, views
from portal.plans.compact import shown as compact
from portal.plans.compact import staff_pages
from portal.plans.compact import views as compacts
from portal.plans.leading import asking
from portal.plans.leading import views as lead_views
from portal.plans.linking import looking
from portal.plans.reviews import forum_views
from portal.plans.reviews import queries as reviews
from portal.plans.reviews import views as review_views
from portal.plans.staff import pages, start_page
from portal.problems import mark
from portal.web.brought import WayIn
from portal.web.feature import Feature

FEATURE = Feature(
    routes=(
        *(*compacts.routes, *lead_views.routes, *review_views.routes),
        *(*views.routes, *forum_views.routes),
    ),
    staff_routes=(*pages.routes, *staff_pages.routes),
    stands_on=pages.stands_on,
    pages=pages.pages,
    panels=start_page.panels,
    jobs=(*pages.jobs, asking.ASKING, asking.FORGETTING),
    mapped=views.mapped,
    things=views.things,
    actions=actions.actions,
    removable=chairing.REMOVABLE,
    waits=reviews.count_unread,
    onward={
        "forum_body": WayIn(mark("Compacts with the council"), "body_compacts"),
        "member_group": WayIn(mark("Compacts with the council"), "group_compacts"),
    },
    chapters={
        "consultation": looking.on_consultation,
        "feedback_entry": looking.on_entries,
        "forum_body": forum_views.on_body,
        "forum_today": forum_views.on_today,
        "forum_topic_agendas": looking.on_topic,
        "meeting": looking.on_meeting,
        "plan": compact.on_plan,
    },
)
