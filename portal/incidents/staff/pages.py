"""Every page of those who help, in one list, and what works beside them."""

from portal.incidents.cases import notices as _notices  # noqa: F401 - it registers its job
from portal.incidents.cases import retention as _retention  # noqa: F401 - it registers its job
from portal.incidents.staff import (
    agencies,
    approvals,
    case,
    closing,
    conflicts,
    contacts,
    destroyed,
    evidence,
    holding,
    languages,
    merging,
    notes,
    partner,
    queue,
    recovery,
    refer,
    referrals,
    risk,
    safety,
    settings,
    take,
    team,
    vault,
)
from portal.incidents.staff import leaving as _leaving  # noqa: F401 - it follows departures

_FEATURES = (
    safety,
    vault,
    team,
    recovery,
    settings,
    queue,
    take,
    notes,
    risk,
    case,
    languages,
    agencies,
    approvals,
    contacts,
    evidence,
    partner,
    refer,
    referrals,
    closing,
    conflicts,
    destroyed,
    holding,
    merging,
)
routes = [route for feature in _FEATURES for route in feature.routes]
