"""Every feature of the portal."""

from portal.accounts.feature import FEATURE as ACCOUNTS
from portal.analysis.feature import FEATURE as ANALYSIS
from portal.categories.feature import FEATURE as CATEGORIES
from portal.consultations.feature import FEATURE as CONSULTATIONS
from portal.incidents.feature import FEATURE as INCIDENTS
from portal.language_support.feature import FEATURE as LANGUAGE_SUPPORT
from portal.site import audit_mail
from portal.site.feature import FEATURE as SITE
from portal.store import erasure, mail
from portal.web import feature
from portal.web.feature import Feature

_AFTER_ALL = Feature(jobs=(audit_mail.JOB, erasure.JOB, mail.JOB))
"""Work of the whole portal, done once all others have written and deleted."""

FEATURES = (
    SITE,
    CONSULTATIONS,
    CATEGORIES,
    INCIDENTS,
    LANGUAGE_SUPPORT,
    ACCOUNTS,
    ANALYSIS,
    _AFTER_ALL,
)
"""In the order in which their pages stand beside each other, and their work is done."""

JOBS = feature.jobs(FEATURES)
LINKS = feature.links(FEATURES)
