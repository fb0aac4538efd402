"""What is looked for on every page: what axe-core finds, and what it cannot see.

axe-core runs in the page itself, under the page's own content policy. What it finds lies in the
markup, which is the same in every language, and some of it in how wide the page is and which way
it runs: so without the whole matrix it looks at everything in English on the telephone, and on the
desk, and in Urdu on the telephone, at what those can change. Width, gaps, outline and console are
looked at everywhere.
"""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Page, Request

from portal.languages import locales
from tests.matrix import WHOLE

_AXE = Path(__file__).parent / "axe.min.js"
# What stands in a frame is a page of its own, and is looked at as one.
_RUN = """only => axe.run(document, {
  resultTypes: ["violations"], runOnly: only, iframes: false
}).then(found => found.violations.map(one =>
  [one.id, one.nodes.map(node => node.target.join(" ") + ": " + node.failureSummary)]))"""
_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_EVERYTHING = {"type": "tag", "values": _TAGS}
_OF_A_DIRECTION = {"type": "rule", "values": ["scrollable-region-focusable", "target-size"]}
_OF_A_WIDTH = {"type": "rule", "values": [*_OF_A_DIRECTION["values"], "color-contrast"]}
_WIDTHS = (320, 1280)
_LOOKED_THROUGH = {
    ("en", 320): _EVERYTHING,
    ("en", 1280): _OF_A_WIDTH,
    ("ur", 320): _OF_A_DIRECTION,
}

# The circle of a choice is drawn before its label; axe-core does not see how far from it.
_GAPS = """() => [...document.querySelectorAll(".govuk-radios__label, .govuk-checkboxes__label")]
.filter(label => label.offsetParent).map(label => {
  const box = label.offsetParent.getBoundingClientRect();
  const drawn = getComputedStyle(label, "::before");
  const start = box.left + parseFloat(drawn.left), end = start + parseFloat(drawn.width);
  const words = document.createRange();
  words.selectNodeContents(label);
  const text = words.getBoundingClientRect();
  return getComputedStyle(label).direction === "rtl" ? start - text.right : text.left - end;
})"""

_FAULTS: dict[Page, list[str]] = {}


def watched(page: Page) -> Page:
    """Note what goes wrong on a page and whom it asks for anything."""
    faults = _FAULTS.setdefault(page, [])

    def on_console(message: ConsoleMessage) -> None:
        # That the address asked for is missing or refused is asserted by its test.
        if message.type in ("error", "warning") and message.location["url"] != page.url:
            faults.append(message.text)

    def on_request(request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme != "data" and parts.hostname != "127.0.0.1":
            faults.append(f"asked another host: {request.url}")

    # A browser keeps a script compiled that it is given for every page, if not one for each.
    page.add_init_script(path=_AXE)
    page.on("console", on_console)
    page.on("request", on_request)
    page.on("pageerror", lambda error: faults.append(str(error)))
    return page


def assert_good(page: Page, tag: str = "") -> None:
    """Look at a page on a small telephone and on a desk."""
    shown = tag or urlsplit(page.url).path.split("/")[1]
    for width in _WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        where = f"{page.url} at {width}"
        if rules := _EVERYTHING if WHOLE else _LOOKED_THROUGH.get((shown, width)):
            assert page.evaluate(_RUN, rules) == [], where
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), where
        assert [gap for gap in page.evaluate(_GAPS) if not 0 <= gap <= 20] == [], where
    assert _outline(page) == {
        "lang": shown,
        "dir": locales.get(shown).direction,
        "headings": 1,
        "titled": True,
    }
    assert faults_of(page) == [], page.url


def faults_of(page: Page) -> list[str]:
    """Tell what went wrong on a page since it was last asked, and forget it."""
    faults, _FAULTS[page][:] = list(_FAULTS[page]), []
    return faults


def _outline(page: Page) -> Any:
    return page.evaluate(
        """() => ({lang: document.documentElement.lang, dir: document.documentElement.dir,
        headings: document.querySelectorAll("h1").length,
        titled: document.title.split(" – ").every(part => part.trim().length > 1)})"""
    )
