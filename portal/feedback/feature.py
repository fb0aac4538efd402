"""What reporting back brings: everybody reads what came of what they said."""

from portal.feedback import demo_code, drafting, proofs
from portal.feedback.clock import beside as late
from portal.feedback.clock import staff_due, staff_explaining, staff_settings, standing
from portal.feedback.entries import beside, brought, data, feeds
from portal.feedback.entries import views as entries
from portal.feedback.hearing import beside as addresses
from portal.feedback.hearing import telling
from portal.feedback.hearing import views as hearing
from portal.feedback.quotes import forgetting
from portal.feedback.quotes.staff import changing, choosing, listing
from portal.feedback.reactions import beside as said
from portal.feedback.reactions import line_pages, removing, staff_reactions
from portal.feedback.reactions import views as reactions
from portal.feedback.staff import pages, start_page
from portal.web.brought import Chapter
from portal.web.feature import Feature

FEATURE = Feature(
    routes=(
        *(*hearing.routes, *entries.routes),
        *(*reactions.routes, *line_pages.routes),
    ),
    # The settings have a name of their own where a report has that of its consultation.
    staff_routes=(
        *(*staff_settings.routes, *staff_explaining.routes, *staff_reactions.routes),
        *(*listing.routes, *choosing.routes, *changing.routes, *pages.routes),
    ),
    bare=(*feeds.routes, *data.routes),
    stands_on={"take_out_quote": "staff_quotes", **pages.stands_on},
    pages=(*pages.pages, *staff_settings.pages),
    panels=start_page.panels,
    jobs=(
        *(drafting.JOB, proofs.JOB, staff_due.REMINDING, staff_due.TELLING),
        *(forgetting.JOB, telling.JOB),
    ),
    demo=demo_code.chapter,
    promised=standing.promised,
    chapters={
        "consultation": beside.consultation,
        "consultation_promise": standing.on_landing,
        "feedback_entry": said.on_entries,
        "forum_applied": late.late,
        "forum_today": late.late,
        "forum_today_then": said.on_today,
        "forum_topic_agendas": beside.topic,
        "home": beside.home,
        "outcome": addresses.chapter,
        "receipt": beside.receipt,
        "staff_consultation": staff_explaining.beside,
    },
    privacy=lambda session: (
        Chapter("feedback/reactions/privacy.html", {}),
        *addresses.privacy(session),
    ),
    mapped=brought.mapped,
    things=brought.things,
    evidence=brought.evidence,
    news=brought.news,
    removable=removing.REMOVABLE,
)
