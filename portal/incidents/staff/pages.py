"""Every page of those who help, in one list, and what works beside them."""

from portal.incidents.staff.cases import (
    case_pages,
    closing_pages,
    conflicts_pages,
    destroyed_pages,
    evidence_pages,
    keep_longer,
    languages_pages,
    merging_pages,
    notes,
    queue,
    risk,
    take,
)
from portal.incidents.staff.cases import notices as _notices  # noqa: F401 - it registers its job
from portal.incidents.staff.cases import retention as _retention  # noqa: F401 - it registers its job
from portal.incidents.staff.keys import departure as _leaving  # noqa: F401 - it follows departures
from portal.incidents.staff.keys import recovery_pages, team, vault_pages
from portal.incidents.staff.settings import safety_pages, settings_pages
from portal.incidents.staff.sharing import (
    agencies_pages,
    approvals_pages,
    contacts_pages,
    partner_pages,
    refer_pages,
    referrals_pages,
)

_FEATURES = (
    safety_pages,
    vault_pages,
    team,
    recovery_pages,
    settings_pages,
    queue,
    take,
    notes,
    risk,
    case_pages,
    languages_pages,
    agencies_pages,
    approvals_pages,
    contacts_pages,
    evidence_pages,
    partner_pages,
    refer_pages,
    referrals_pages,
    closing_pages,
    conflicts_pages,
    destroyed_pages,
    keep_longer,
    merging_pages,
)
routes = [route for feature in _FEATURES for route in feature.routes]
