"""What meetings bring: those of bodies, and the council's events."""

from portal.meetings import (
    actions,
    acts,
    beside,
    chairing,
    events,
    leaving,
    news,
    offering,
    preparing,
    recording,
    removing,
    translating,
    views,
)
from portal.meetings.staff import council_actions, pages
from portal.web.feature import Feature

FEATURE = Feature(
    # Pages that have a name come before that of a meeting, which is named by a number.
    routes=(
        *(*chairing.routes, *preparing.routes, *recording.routes, *actions.routes),
        *(*translating.routes, *views.routes, *events.routes),
    ),
    staff_routes=pages.routes,
    stands_on={
        "cancel_event": "staff_event",
        "event_come": "event",
        "forum_finish": "forum_meeting",
    },
    pages=pages.pages,
    mapped=beside.mapped,
    evidence=beside.evidence,
    jobs=(*acts.JOBS, offering.JOB),
    panels=council_actions.panels,
    of_members=leaving.OF_MEMBERS,
    waits=beside.waits,
    news=news.news,
    removable=removing.REMOVABLE,
    chapters={
        "council_topics": council_actions.beside_topics,
        "forum_body": beside.of_body,
        "forum_body_below": beside.below,
        "forum_today_then": beside.of_today,
        "forum_today_below": beside.next_meeting,
        "forum_topic_agendas": beside.of_topic,
    },
)
