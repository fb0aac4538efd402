"""Every page of those who help, and which of them stand in the navigation."""

from portal.accounts.models import Role
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
    reading,
    risk,
    shut_pages,
    take,
    taken_back_pages,
    translations_pages,
)
from portal.incidents.staff.keys import recovery_pages, team, vault_pages
from portal.incidents.staff.settings import safety_pages, settings_pages, support_pages
from portal.incidents.staff.sharing import (
    agencies_pages,
    approvals_pages,
    contacts_pages,
    disclosures_pages,
    partner_pages,
    refer_pages,
    referrals_pages,
)
from portal.incidents.staff.sums import guards as counting
from portal.incidents.staff.sums import pages as sums_pages
from portal.problems import mark
from portal.web.staff_areas import Area, StaffPage

_OF_PAGES = (
    safety_pages,
    vault_pages,
    team,
    recovery_pages,
    settings_pages,
    support_pages,
    queue,
    reading,
    take,
    notes,
    risk,
    case_pages,
    translations_pages,
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
    disclosures_pages,
    keep_longer,
    merging_pages,
    shut_pages,
    sums_pages,
    taken_back_pages,
)
routes = [route for module in _OF_PAGES for route in module.routes]

_KEY_HOLDERS = frozenset(
    {Role.CASEWORKER, Role.INDEPENDENT, Role.APPROVER, Role.PARTNER, Role.ANALYST}
)
_CASES = frozenset({Role.CASEWORKER, Role.INDEPENDENT})
_APPROVERS = frozenset({Role.APPROVER})
_PARTNERS = frozenset({Role.PARTNER})
_ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})
_DESTROYED = frozenset({Role.AUDITOR, Role.CASEWORKER})
_TEAM = _KEY_HOLDERS - _PARTNERS | _ADMINISTRATORS

pages = (
    StaffPage(Area.REPORTS, mark("Cases"), "cases", _CASES),
    StaffPage(Area.REPORTS, mark("Requests for approval"), "contact_requests", _APPROVERS),
    StaffPage(Area.REPORTS, mark("Referrals"), "referrals", _PARTNERS),
    StaffPage(Area.REPORTS, mark("Destroyed reports"), "destroyed_reports", _DESTROYED),
    StaffPage(Area.REPORTS, mark("Statistics"), "report_statistics", frozenset(counting.ROLES)),
    StaffPage(Area.REPORTS, mark("Who cannot open what"), "shut_reports", shut_pages.ROLES),
    StaffPage(Area.REPORTS, mark("Who holds keys"), "case_team", _TEAM),
    StaffPage(Area.REPORTS, mark("Recovery key"), "recovery", frozenset({Role.CASEWORKER})),
    StaffPage(Area.SETTINGS, mark("Settings of reports"), "report_settings", _ADMINISTRATORS),
    StaffPage(Area.SETTINGS, mark("Who helps besides us"), "report_support", _ADMINISTRATORS),
    StaffPage(Area.SETTINGS, mark("Safety texts"), "safety_texts", _ADMINISTRATORS),
    StaffPage(Area.SETTINGS, mark("Agencies"), "agencies", _ADMINISTRATORS),
    StaffPage(None, mark("Your key"), "vault", _KEY_HOLDERS),
)
