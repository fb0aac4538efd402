"""What a first view of each page for residents costs, counted by a browser over the network."""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from bench import MissingProgramError, residents, servers
from tests import install_browser

BYTES = 30_000
REQUESTS = 4
LANGUAGES = ("en", "ur")


class Counter:
    """Counts what a page loads, as the browser's own network panel does."""

    def __init__(self, network: CDPSession) -> None:
        self.bytes = 0
        self.requests = 0
        self.refused = 0
        self._pending: set[str] = set()
        network.send("Network.enable")
        network.send("Network.setCacheDisabled", {"cacheDisabled": True})
        network.on("Network.requestWillBeSent", self._begin)
        network.on("Network.responseReceived", self._look)
        network.on("Network.loadingFinished", self._finish)

    @property
    def remark(self) -> str:
        """Say what is wrong with the page, if anything is."""
        if self.refused:
            return "  FAILED"
        return "" if self.requests <= REQUESTS and self.bytes <= BYTES else "  TOO HEAVY"

    def reset(self) -> None:
        """Begin with the next page."""
        self.bytes = self.requests = self.refused = 0

    def _begin(self, event: dict[str, dict[str, str]]) -> None:
        if event["request"]["url"].startswith("http"):
            self._pending.add(str(event["requestId"]))

    def _look(self, event: dict[str, dict[str, int]]) -> None:
        self.refused += event["response"]["status"] >= 400

    def _finish(self, event: dict[str, int]) -> None:
        if str(event["requestId"]) in self._pending:
            self.requests += 1
            self.bytes += int(event["encodedDataLength"])


def measure() -> bool:
    """Open every page with an empty cache, print what it weighs, and tell whether all are light."""
    Path("var").mkdir(exist_ok=True)
    fine = True
    with _portal() as origin, _browser() as browser:
        for language in LANGUAGES:
            for name, counter in _weigh(browser, origin, language):
                remark = counter.remark
                fine &= not remark
                _say(f"{counter.bytes:6d} bytes {counter.requests} requests  {name}{remark}")
    return fine


def _weigh(browser: Browser, origin: str, language: str) -> Iterator[tuple[str, Counter]]:
    context = browser.new_context(extra_http_headers={"accept-language": language})
    page = context.new_page()
    counter = Counter(context.new_cdp_session(page))
    for name, open_page in residents.journey(context.request, origin, language):
        counter.reset()
        open_page(page)
        page.wait_for_load_state("networkidle")
        yield f"{name} ({_address(page, origin)})", counter
    context.close()


def _address(page: Page, origin: str) -> str:
    return page.url.removeprefix(origin)


@contextmanager
def _portal() -> Iterator[str]:
    with tempfile.TemporaryDirectory(dir="var") as folder:
        environment = residents.prepare(Path(folder).resolve())
        with servers.portal(environment) as server:
            yield server.origin


@contextmanager
def _browser() -> Iterator[Browser]:
    path = install_browser.find()
    if path is None:
        raise MissingProgramError(
            "Chromium was not found. On Debian and Ubuntu: apt-get install chromium"
        )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
