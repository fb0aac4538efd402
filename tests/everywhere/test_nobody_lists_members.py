"""No page for staff shows who is a member: what does not exist cannot be demanded.

Everybody of staff goes through all that links lead to, pages and files for download, in the
demonstration, which has 40 members. A new page is found by its link.
"""

import re
from collections import Counter
from collections.abc import Iterator
from html import unescape
from urllib.parse import urlsplit

import pytest
from sqlmodel import Session, col, select
from starlette.testclient import TestClient

from portal.accounts.models import Account
from portal.incidents.staff.keys.vault_pages import DEMO_PASSPHRASE
from portal.members.models import Member, MemberCard
from tests.accounts.factories import sign_in
from tests.everywhere.test_staff_languages import route_of

OF_ONE_KIND = 3
_LINK = re.compile(r'(?:href|src)="(/en/(?:staff|account)[^"#]*)')


def answers(browser: TestClient, seen: Counter[str]) -> Iterator[tuple[str, str]]:
    """Go through all that links on pages for staff lead to, a few of each kind."""
    waiting, here = ["/en/staff", "/en/account"], set[str]()
    while waiting:
        address = waiting.pop(0)
        name = route_of(urlsplit(address).path.removeprefix("/en"), "GET").name
        if address in here or seen[name] >= OF_ONE_KIND:
            continue
        here.add(address)
        seen[name] += 1
        answer = browser.get(address)
        yield address, unescape(answer.content.decode(errors="replace"))
        if answer.headers["content-type"].startswith("text/html"):
            waiting += [unescape(link) for link in _LINK.findall(answer.text)]


def telling(session: Session) -> set[str]:
    """Collect what would tell of a member: name, address, id, number of a card."""
    members = session.exec(select(Member)).all()
    of_cards = session.exec(select(MemberCard)).all()
    names = {one.name for one in members if one.name}
    addresses = {one.email for one in members if one.email}
    return names | addresses | {one.id for one in members} | {one.number for one in of_cards}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_no_page_or_file_for_staff_shows_a_member(browser: TestClient, seeded: Session) -> None:
    told = telling(seeded)
    assert len(told) > 100
    found: list[tuple[str, set[str]]] = []
    seen = Counter[str]()
    for person in seeded.exec(select(Account).order_by(col(Account.id).desc())).all():
        sign_in(browser, seeded, person)
        browser.post("/en/staff/vault", data={"passphrase": DEMO_PASSPHRASE})
        for address, text in answers(browser, seen if "everything" in person.email else Counter()):
            if shown := {one for one in told if one in text}:
                found.append((address, shown))
    assert found == []
    assert len(seen) > 50


def test_no_address_for_staff_finds_or_exports_members(browser: TestClient) -> None:
    paths = [route.path for route in browser.app.routes]  # type: ignore[attr-defined]
    about = [path for path in paths if path.startswith("/staff") and "member" in path]
    assert set(about) <= {"/staff/members/settings", "/staff/members/settings/{section}"}
