"""How much a first visit to each page costs somebody who pays for every kilobyte."""

from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.browser.addresses import RESIDENT, STAFF
from tests.browser.server import Portal

KILOBYTE = 1024


@dataclass
class Scale:
    """What one page weighs, counted by the browser: bytes on the wire, headers included."""

    requests: int = 0
    received: int = 0

    def add(self, event: dict[str, Any]) -> None:
        """Count one request that has ended."""
        self.requests += 1
        self.received += int(event["encodedDataLength"])


def weigh(context: BrowserContext, path: str) -> Scale:
    """Open an address in a browser that keeps nothing, and weigh what comes."""
    page: Page = context.new_page()
    scale = Scale()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    session.on("Network.loadingFinished", scale.add)
    page.goto(path, wait_until="networkidle")
    page.close()
    return scale


@pytest.mark.parametrize("path", RESIDENT)
def test_a_residents_page_is_light(visitor: BrowserContext, path: str) -> None:
    weighed = weigh(visitor, f"/ur{path}")
    assert 0 < weighed.received <= 30 * KILOBYTE
    assert weighed.requests <= 4


@pytest.mark.parametrize("path", STAFF)
def test_a_staff_page_is_not_heavy(
    staff_context: BrowserContext, portal: Portal, path: str
) -> None:
    weighed = weigh(staff_context, f"/ur{path.format_map(portal.known)}")
    assert 0 < weighed.received <= 80 * KILOBYTE
