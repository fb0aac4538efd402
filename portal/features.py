"""Every feature of the portal."""

from portal.accounts.feature import FEATURE as ACCOUNTS
from portal.analysis.feature import FEATURE as ANALYSIS
from portal.bodies.feature import FEATURE as BODIES
from portal.categories.feature import FEATURE as CATEGORIES
from portal.coming.feature import FEATURE as COMING
from portal.complaints.feature import FEATURE as COMPLAINTS
from portal.consultations.feature import FEATURE as CONSULTATIONS
from portal.equality_impact.feature import FEATURE as EQUALITY_IMPACT
from portal.feedback.feature import FEATURE as FEEDBACK
from portal.following import at_once, weekly
from portal.following.feature import FEATURE as FOLLOWING
from portal.forum.feature import FEATURE as FORUM
from portal.group_responses.feature import FEATURE as GROUP_RESPONSES
from portal.groups.feature import FEATURE as GROUPS
from portal.incidents.feature import FEATURE as INCIDENTS
from portal.joining.feature import FEATURE as JOINING
from portal.language_support.feature import FEATURE as LANGUAGE_SUPPORT
from portal.meetings.feature import FEATURE as MEETINGS
from portal.members import staying
from portal.members.feature import FEATURE as MEMBERS
from portal.membership import renewing
from portal.membership.feature import FEATURE as MEMBERSHIP
from portal.moderation.feature import FEATURE as MODERATION
from portal.order import duties
from portal.order.feature import FEATURE as ORDER
from portal.plans.feature import FEATURE as PLANS
from portal.site import audit_mail
from portal.site.feature import FEATURE as SITE
from portal.statements.feature import FEATURE as STATEMENTS
from portal.store import erasure, mail, quotes
from portal.web import feature
from portal.web.feature import Feature

_BROUGHT = (
    SITE,
    CONSULTATIONS,
    GROUP_RESPONSES,
    GROUPS,
    MEMBERSHIP,
    # Who leaves is no member any more when a body tells its members that an office ended.
    JOINING,
    BODIES,
    STATEMENTS,
    ORDER,
    FORUM,
    MODERATION,
    MEETINGS,
    FEEDBACK,
    PLANS,
    COMING,
    FOLLOWING,
    EQUALITY_IMPACT,
    CATEGORIES,
    INCIDENTS,
    LANGUAGE_SUPPORT,
    COMPLAINTS,
    ACCOUNTS,
    MEMBERS,
    ANALYSIS,
)
_TELLING = (at_once.job(_BROUGHT), weekly.job(_BROUGHT))
_AFTER_ALL = Feature(
    jobs=(
        *(duties.job(_BROUGHT), staying.job(_BROUGHT), renewing.job(_BROUGHT), audit_mail.JOB),
        *(erasure.JOB, *_TELLING, quotes.JOB, mail.JOB),
    )
)
"""Work of the whole portal, done once all others have written and deleted."""

FEATURES = (*_BROUGHT, _AFTER_ALL)
"""In the order in which their pages stand beside each other, and their work is done."""

JOBS = feature.jobs(FEATURES)
LINKS = feature.links(FEATURES)
