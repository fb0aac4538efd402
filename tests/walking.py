"""Walking through a list as a reader does, from one page to the next, and through its forms."""

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


def version_on(page: str, action: str) -> dict[str, str]:
    """Give which version the form of a page says that it shows."""
    form = rf'<form action="{re.escape(action)}"|<form method="post" action="{re.escape(action)}"'
    inside = re.search(rf"(?:{form})(?:(?!</form>).)*", page, re.DOTALL)
    found = re.search(r'name="_version" value="([^"]*)"', inside[0]) if inside else None
    assert found, action
    return {"_version": found[1]}


def versioned(browser: TestClient, page: str, form: str = "") -> dict[str, str]:
    """Open a page and give which version its form shows, which is sent to the page or elsewhere."""
    return version_on(browser.get(page).text, form or page)


def fields(page: str) -> dict[str, str]:
    """Read what the forms of a page show, as a browser would send it."""
    sent = dict(re.findall(r'<input[^>]*? name="([^"]+)"[^>]*? value="([^"]*)"', page))
    lines = re.findall(r'<textarea[^>]*? name="([^"]+)"[^>]*>\n(.*?)</textarea>', page, re.DOTALL)
    chosen = re.findall(r'name="([^"]+)" type="radio" value="([^"]*)" checked', page)
    boxes = re.findall(r'name="([^"]+)" type="checkbox" value="([^"]*)"( checked)?', page)
    ticked = {name: value for name, value, is_ticked in boxes if is_ticked}
    unticked = {name for name, _, _ in boxes} - {*ticked}
    shown = sent | dict(lines) | dict(chosen) | ticked
    shown = {name: text for name, text in shown.items() if name not in unticked}
    return {name: html.unescape(value) for name, value in shown.items()}
