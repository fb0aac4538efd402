"""Walking through a list as a reader does, from one page to the next or the one before."""

import html
import re

from starlette.testclient import TestClient


def beside(page: str, relation: str) -> str:
    """Give the address of the page beside one, or nothing where there is none."""
    found = re.search(rf'href="([^"]*)" rel="{relation}"', page)
    return html.unescape(found[1]) if found else ""


def walked(browser: TestClient, address: str, relation: str = "next") -> list[str]:
    """Open a list and each page after it; each has to differ from those before."""
    pages: list[str] = []
    while address:
        pages.append(browser.get(address).text)
        assert pages[-1] not in pages[:-1]
        address = beside(pages[-1], relation)
    return pages
