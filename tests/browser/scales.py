"""What the first visit to a page costs somebody who pays for every kilobyte."""

from typing import Any

from playwright.sync_api import CDPSession, Page

KILOBYTE = 1024


class Scales:
    """What the pages weigh that one browser opens, which keeps nothing from one to the next."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.requests = self.received = 0
        self._session: CDPSession = page.context.new_cdp_session(page)
        self._session.send("Network.enable")
        self._session.send("Network.setCacheDisabled", {"cacheDisabled": True})
        self._session.on("Network.loadingFinished", self._add)

    def empty(self) -> None:
        """Begin with the next page; what the one before still asks for is broken off."""
        self.page.goto("about:blank")
        self.requests = self.received = 0

    def _add(self, event: dict[str, Any]) -> None:
        """Count one request that has ended: bytes on the wire, headers included."""
        self.requests += 1
        self.received += int(event["encodedDataLength"])
