"""Every page, as it is seen: in each language, on a small telephone and on a desk."""

import pytest
from playwright.sync_api import BrowserContext, Page
from starlette.routing import Match, Route

from portal.features import FEATURES
from portal.web import feature
from tests.browser.addresses import ELSEWHERE, RESIDENT, STAFF
from tests.browser.eyes import assert_good
from tests.browser.scales import KILOBYTE, Scales
from tests.browser.server import Portal
from tests.matrix import WHOLE

TAGS = ("en", "cy", "ur", "ar-XB", "en-XA")
# One of each direction, and one in which words take most room.
WIDEST = TAGS if WHOLE else ("en", "ur", "en-XA")


@pytest.fixture(scope="module")
def weighed(reader: Page) -> Scales:
    return Scales(reader)


@pytest.fixture(scope="module")
def staff_weighed(staff_page: Page) -> Scales:
    return Scales(staff_page)


@pytest.mark.parametrize("tag", WIDEST)
@pytest.mark.parametrize("path", RESIDENT)
def test_a_residents_page_is_good_and_light(
    weighed: Scales, portal: Portal, path: str, tag: str
) -> None:
    look(weighed, f"/{tag}{path.format_map(portal.known)}")
    assert 0 < weighed.received <= 30 * KILOBYTE
    assert weighed.requests <= 4


@pytest.mark.parametrize("tag", ["en", "ur"])
@pytest.mark.parametrize("path", STAFF)
def test_a_staff_page_is_good_and_not_heavy(
    staff_weighed: Scales, portal: Portal, path: str, tag: str
) -> None:
    look(staff_weighed, f"/{tag}{path.format_map(portal.known)}")
    assert 0 < staff_weighed.received <= 80 * KILOBYTE


def look(weighed: Scales, address: str) -> None:
    """Open a page on scales, and look at it while whatever it asks for later arrives."""
    weighed.empty()
    answer = weighed.page.goto(address)
    assert answer
    assert answer.status == 200
    assert_good(weighed.page)


@pytest.mark.parametrize("tag", TAGS)
def test_a_page_that_does_not_exist_is_good(reader: Page, tag: str) -> None:
    answer = reader.goto(f"/{tag}/nothing-of-this-name")
    assert answer
    assert answer.status == 404
    assert_good(reader)


@pytest.mark.parametrize("tag", ["en", "ur"])
def test_a_refusal_is_good(visitor: BrowserContext, page: Page, portal: Portal, tag: str) -> None:
    portal.sign_in(visitor, "officer@voices.example")
    answer = page.goto(f"/{tag}/staff/accounts")
    assert answer
    assert answer.status == 403
    assert_good(page)


def test_every_page_is_looked_at(portal: Portal) -> None:
    looked_at = [path.format_map(portal.known) for path in (*RESIDENT, *STAFF)]
    pages = [route for route in feature.routes(FEATURES) if "GET" in (route.methods or ())]
    missed = {route.name for route in pages if not _is_among(route, looked_at)}
    assert missed <= ELSEWHERE


def _is_among(route: Route, paths: list[str]) -> bool:
    return any(_first_match(path) is route for path in paths)


def _first_match(path: str) -> Route | None:
    scope = {"type": "http", "method": "GET", "path": path.partition("?")[0]}
    return next((r for r in feature.routes(FEATURES) if r.matches(scope)[0] is Match.FULL), None)
