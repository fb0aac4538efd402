"""What reporting back brings: everybody reads what came of what they said."""

from portal.feedback import drafting
from portal.feedback.entries import beside, brought, data, feeds, views
from portal.web.feature import Feature

FEATURE = Feature(
    routes=views.routes,
    bare=(*feeds.routes, *data.routes),
    jobs=(drafting.JOB,),
    chapters={
        "home": beside.home,
        "consultation": beside.consultation,
        "receipt": beside.receipt,
        "forum_topic_agendas": beside.topic,
    },
    mapped=brought.mapped,
    things=brought.things,
    evidence=brought.evidence,
    news=brought.news,
)
