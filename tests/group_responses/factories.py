"""Groups that answer, for tests: members in browsers of their own, and what they send."""

import re
from typing import Any

from httpx2 import Response as Page
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.groups.models import Group
from portal.membership.rules import Role
from tests.consultations.factories import consultation, question
from tests.members.factories import sign_in
from tests.membership.factories import HERE, belongs, verified
from tests.visitor import Visitor

PAGE = f"{HERE}/consultations"
PARKS = f"{PAGE}/parks"
CHECK, SEND, READY = f"{PARKS}/check", f"{PARKS}/send", f"{PARKS}/ready"
ABOUT = f"{PARKS}/sections/_about"
WHOM = {"_people": "12", "_ways": "meeting", "_how": "We met on Friday."}


def section(name: str = "s1") -> str:
    """Give the address of a section of the group's answer."""
    return f"{PARKS}/sections/{name}"


def asked(session: Session, **changes: Any) -> None:
    """Open a consultation with one long question and one to choose from."""
    consultation(session, [question("idea", "long"), question("more", "single")], **changes)


def another(browser: TestClient) -> TestClient:
    """Open another browser on the same portal."""
    opened = Visitor(browser.app, str(browser.base_url), headers=dict(browser.headers))
    opened.app_state.update(browser.app_state)
    opened.portal = browser.portal
    return opened


def signed_in(
    browser: TestClient, session: Session, group: Group, role: Role = Role.MEMBER
) -> TestClient:
    """Sign a new member of a group in, in a browser of their own."""
    own = another(browser)
    sign_in(own, session, belongs(session, group, role))
    return own


def leader(browser: TestClient, session: Session) -> TestClient:
    """Sign in who speaks for a verified group that can answer a consultation."""
    asked(session)
    return signed_in(browser, session, verified(session), Role.REPRESENTATIVE)


def carried(html: str) -> dict[str, str]:
    """Read the hidden fields of a page."""
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', html)
    return dict(found)


def write(browser: TestClient, address: str = section(), **fields: Any) -> Page:
    """Fill a section in as it is shown, and send it."""
    shown = carried(browser.get(address).text).get("_shown", "")
    return browser.post(address, data={"_shown": shown} | fields)


def send(browser: TestClient, **changes: str) -> Page:
    """Send the answer as the page shows it from which it is sent."""
    return browser.post(SEND, data=carried(browser.get(CHECK).text) | changes)


def ready(browser: TestClient) -> None:
    """Write all that has to be answered."""
    write(browser, idea="Trees")
    write(browser, ABOUT, **WHOM)
