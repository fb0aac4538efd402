"""A browser's view of staff pages: forms as they would be sent back."""

from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from httpx2 import Response
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.accounts.models import Account, Role
from portal.consultations.models import Consultation
from portal.consultations.staff import queries
from tests.accounts import factories

BASE = "/en/staff/consultations"


def officer(browser: TestClient, session: Session) -> Account:
    """Sign an officer in."""
    account = factories.account(session, Role.OFFICER)
    factories.sign_in(browser, session, account)
    return account


def stored(session: Session, slug: str = "buses") -> Consultation:
    """Read a consultation as it is kept now."""
    session.rollback()
    session.expire_all()
    consultation = queries.by_slug(session, slug)
    assert consultation is not None
    return consultation


def form(page: Response, action: str) -> dict[str, str]:
    """Read the form of a page that is sent to an address, as a browser would send it."""
    assert page.status_code in (200, 409, 422), page.text
    tree = html5lib.parse(page.text, namespaceHTMLElements=False)
    found = next(form for form in tree.iter("form") if form.get("action") == action)
    outside = [one for one in tree.iter() if one.get("form", "") == found.get("id")]
    return {name: value for one in (*found.iter(), *outside) for name, value in _sent(one)}


def change(browser: TestClient, address: str, **changes: str) -> Response:
    """Open a page, change its form and send it."""
    sent = form(browser.get(address), address) | {
        n.replace("__", "."): v for n, v in changes.items()
    }
    return browser.post(address, data=sent, follow_redirects=False)


def delete(browser: TestClient, part: str, **more: str) -> Response:
    """Delete a section or question from the page that lists them, and go where that leads."""
    outline = f"{part.rsplit('/', 2)[0]}/questions"
    sent = form(browser.get(outline), f"{part}/delete") | more
    return browser.post(f"{part}/delete", data=sent)


def _sent(field: Element) -> list[tuple[str, str]]:
    name, kind = field.get("name"), field.get("type", "")
    if not name or field.tag == "button":
        return []
    if field.tag == "select":
        options = list(field.iter("option"))
        chosen = [option for option in options if "selected" in option.attrib] or options[:1]
        return [(name, one.get("value", "")) for one in chosen]
    if kind in ("checkbox", "radio") and "checked" not in field.attrib:
        return []
    text: Any = field.text if field.tag == "textarea" else field.get("value")
    return [(name, text or "")]
