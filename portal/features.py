"""Every feature of the portal."""

from portal.accounts.feature import FEATURE as ACCOUNTS
from portal.analysis.feature import FEATURE as ANALYSIS
from portal.bodies.feature import FEATURE as BODIES
from portal.categories.feature import FEATURE as CATEGORIES
from portal.consultations.feature import FEATURE as CONSULTATIONS
from portal.forum.feature import FEATURE as FORUM
from portal.groups.feature import FEATURE as GROUPS
from portal.incidents.feature import FEATURE as INCIDENTS
from portal.language_support.feature import FEATURE as LANGUAGE_SUPPORT
from portal.members import staying
from portal.members.feature import FEATURE as MEMBERS
from portal.membership.feature import FEATURE as MEMBERSHIP
from portal.site import audit_mail
from portal.site.feature import FEATURE as SITE
from portal.store import erasure, mail
from portal.web import feature
from portal.web.feature import Feature

_BROUGHT = (
    SITE,
    CONSULTATIONS,
    GROUPS,
    MEMBERSHIP,
    BODIES,
    FORUM,
    CATEGORIES,
    INCIDENTS,
    LANGUAGE_SUPPORT,
    ACCOUNTS,
    MEMBERS,
    ANALYSIS,
)
_AFTER_ALL = Feature(jobs=(staying.job(_BROUGHT), audit_mail.JOB, erasure.JOB, mail.JOB))
"""Work of the whole portal, done once all others have written and deleted."""

FEATURES = (*_BROUGHT, _AFTER_ALL)
"""In the order in which their pages stand beside each other, and their work is done."""

JOBS = feature.jobs(FEATURES)
LINKS = feature.links(FEATURES)
