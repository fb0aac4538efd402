"""The areas of the staff pages, and which pages of each somebody may open, by role."""

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from starlette.requests import Request

from portal.accounts.models import Account, Role
from portal.languages.i18n import gettext
from portal.problems import mark
from portal.web.page import link


class Area(StrEnum):
    """A part of the staff pages, in the order in which they stand; one without pages does not."""

    START = mark("Start")
    CONSULTATIONS = mark("Consultations")
    REPORTS = mark("Reports")
    FORUM = mark("Forum and groups")
    FEEDBACK = mark("Feedback and plans")
    FIGURES = mark("Figures")
    SETTINGS = mark("Settings")


class StaffPage(NamedTuple):
    """A page that the navigation leads to: in an area, or beside one's own name if in none.

    What lies below its address stands under it, so that nobody lists the pages about one case.
    """

    area: Area | None
    label: str
    name: str
    roles: frozenset[Role]


_EVERYBODY = frozenset(Role)
_KEY_HOLDERS = frozenset(
    {Role.CASEWORKER, Role.INDEPENDENT, Role.APPROVER, Role.PARTNER, Role.ANALYST}
)
_ADMINISTRATOR = frozenset({Role.ADMINISTRATOR})

PAGES = (
    StaffPage(Area.START, mark("Start"), "staff_home", _EVERYBODY),
    StaffPage(
        Area.CONSULTATIONS,
        mark("Consultations"),
        "staff_consultations",
        frozenset({Role.OFFICER, Role.ANALYST}),
    ),
    StaffPage(Area.REPORTS, mark("Cases"), "cases", frozenset({Role.CASEWORKER, Role.INDEPENDENT})),
    StaffPage(
        Area.REPORTS, mark("Requests for approval"), "contact_requests", frozenset({Role.APPROVER})
    ),
    StaffPage(Area.REPORTS, mark("Referrals"), "referrals", frozenset({Role.PARTNER})),
    StaffPage(
        Area.REPORTS,
        mark("Destroyed reports"),
        "destroyed_reports",
        frozenset({Role.AUDITOR, Role.CASEWORKER}),
    ),
    StaffPage(
        Area.REPORTS,
        mark("Who holds keys"),
        "case_team",
        _KEY_HOLDERS - {Role.PARTNER} | _ADMINISTRATOR,
    ),
    StaffPage(Area.REPORTS, mark("Recovery key"), "recovery", frozenset({Role.CASEWORKER})),
    StaffPage(Area.SETTINGS, mark("Settings"), "council_settings", _ADMINISTRATOR),
    StaffPage(Area.SETTINGS, mark("Equality questions"), "staff_categories", _ADMINISTRATOR),
    StaffPage(Area.SETTINGS, mark("Reports"), "report_settings", _ADMINISTRATOR),
    StaffPage(Area.SETTINGS, mark("Safety texts"), "safety_texts", _ADMINISTRATOR),
    StaffPage(Area.SETTINGS, mark("Agencies"), "agencies", _ADMINISTRATOR),
    StaffPage(Area.SETTINGS, mark("Accounts"), "staff_accounts", _ADMINISTRATOR),
    StaffPage(Area.SETTINGS, mark("Audit log"), "audit_log", frozenset({Role.AUDITOR})),
    StaffPage(None, mark("Your key"), "vault", _KEY_HOLDERS),
    StaffPage(None, mark("My account"), "my_account", _EVERYBODY),
)


class Item(NamedTuple):
    """One link of the navigation; `current` is how `aria-current` says that it is here."""

    label: str
    href: str
    current: str


class Navigation(NamedTuple):
    """What somebody sees at the top of a staff page: areas, pages of this one, and their own.

    `here` is what the area being shown is called, or the page where no other is beside it.
    """

    areas: Sequence[Item]
    here: str
    pages: Sequence[Item]
    own: Sequence[Item]


def navigation(request: Request, account: Account) -> Navigation:
    """List what this account may open, and say where in it the page being shown stands."""
    path = request.scope["path"]
    opened = [page for page in PAGES if account.holds(page.roles)]
    shown = max(opened, key=lambda page: _depth(page, path))
    areas = [pages for area in Area if (pages := [one for one in opened if one.area is area])]
    here = next((pages for pages in areas if shown in pages), [])
    return Navigation(
        areas=[_area(pages, shown, path) for pages in areas],
        here=gettext(shown.area if shown.area and len(here) > 1 else shown.label),
        pages=[_item(page, shown, path) for page in here] if len(here) > 1 else [],
        own=[_item(page, shown, path) for page in opened if page.area is None],
    )


def _depth(page: StaffPage, path: str) -> int:
    """Measure how much of a path is the page's own address: nothing if it stands elsewhere."""
    address = link(page.name)
    return len(address) if f"{path}/".startswith(f"{address}/") else 0


def _area(pages: Sequence[StaffPage], shown: StaffPage, path: str) -> Item:
    """Lead to the first page of an area; one with a single page is called what that is called."""
    area, first = pages[0].area, _item(pages[0], shown, path)
    if len(pages) == 1 or area is None:
        return first
    return Item(gettext(area), first.href, "true" if shown in pages else "")


def _item(page: StaffPage, shown: StaffPage, path: str) -> Item:
    address = link(page.name)
    here = "page" if path == address else "true"
    return Item(gettext(page.label), address, here if page is shown else "")
