"""What moderation brings: reports, decisions with reasons, appeals, and the log of them."""

from portal.moderation import (
    acts,
    appealing,
    beside,
    changes,
    held,
    keeping_order,
    log_pages,
    looking,
    reason_pages,
    reporting,
    resident_questions,
    withdrawing,
)
from portal.moderation.staff import beside as staff_beside
from portal.moderation.staff import council_posts
from portal.web.brought import Chapter
from portal.web.feature import Feature

FEATURE = Feature(
    routes=(
        *reporting.routes,
        *looking.routes,
        *keeping_order.routes,
        *changes.routes,
        *appealing.routes,
        *resident_questions.routes,
        *withdrawing.routes,
        *reason_pages.routes,
        *log_pages.routes,
    ),
    staff_routes=council_posts.routes,
    stands_on={"council_files": "council_post", "council_take_back": "council_post"},
    jobs=(acts.JOB,),
    of_members=held.OF_MEMBERS,
    chapters={
        "forum_topic": beside.on_topic,
        "forum_today": beside.on_today,
        "forum_today_below": beside.below,
        "forum_applied": beside.on_applied,
        "council_topics": staff_beside.of_topics,
        "council_post": staff_beside.of_post,
        "resident_question": beside.why_not,
        "accept_office": beside.on_accepted,
    },
    lacks=beside.lacks,
    waits=beside.waits,
    reads=beside.reads,
    privacy=lambda _: [Chapter("moderation/privacy.html", {})],
)
