"""The areas of the staff pages, and which pages of each somebody may open, by role."""

from collections.abc import Sequence
from typing import NamedTuple

from starlette.requests import Request

from portal.accounts.models import Account
from portal.languages.i18n import gettext
from portal.web.page import link
from portal.web.staff_areas import Area, StaffPage


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
    brought = (page for feature in request.state.features for page in feature.pages)
    opened = [page for page in brought if account.holds(page.roles)]
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
