"""Forms of pages as a browser without JavaScript would send them."""

from xml.etree.ElementTree import Element

import html5lib
from starlette.testclient import TestClient

_READ = "{http://www.w3.org/1999/xhtml}"


def form(page: str, action: str) -> dict[str, str]:
    """Give what stands in the form of a page that is sent to an address."""
    root = html5lib.parse(page)
    (found,) = [one for one in root.iter(f"{_READ}form") if one.get("action") == action]
    sent = {}
    for one in found.iter():
        name, kind = one.get("name"), one.get("type")
        if not name or (kind in ("radio", "checkbox") and one.get("checked") is None):
            continue
        if one.tag == f"{_READ}select":
            sent[name] = _selected(one)
        elif one.tag == f"{_READ}textarea":
            sent[name] = (one.text or "").removeprefix("\n")
        elif one.tag == f"{_READ}input" and kind != "file":
            sent[name] = one.get("value", "")
    return sent


def on(browser: TestClient, address: str, action: str = "") -> dict[str, str]:
    """Open a page and give what stands in its form."""
    return form(browser.get(address).text, action or address)


def _selected(select: Element) -> str:
    options = list(select.iter(f"{_READ}option"))
    chosen = [one for one in options if one.get("selected") is not None]
    return (chosen or options)[0].get("value", "")
