"""Members of a group write one answer together, and who speaks for it sends it."""

import pytest
from playwright.sync_api import Page

from portal.groups import queries as groups
from portal.membership import queries
from portal.membership.rules import Role
from tests.browser.eyes import assert_good
from tests.browser.hands import follow
from tests.browser.server import Portal
from tests.browser.test_forum import sign_in

WELCOME = "Tegfan Refugee Welcome House"
SCHEME = "race-equality-scheme"


def of(portal: Portal, role: Role) -> tuple[str, str]:
    """Give the address of the group among members' groups, and who has a role in it."""
    with portal.session() as session:
        group = groups.named(session, WELCOME)[0]
        found = queries.named(session, group)
        (member,) = {member.id for mine, member in found if mine.role is role}
        return f"member/groups/{group.slug}/consultations", member


def looked_at(page: Page, *addresses: str) -> None:
    """Open pages, and look at each."""
    for address in addresses:
        page.goto(address)
        assert_good(page)


def sent(page: Page) -> None:
    """Press the first button of the page, and look at the page that comes."""
    follow(page.locator("main form .govuk-button").first)
    assert_good(page)


@pytest.mark.parametrize("tag", ["en", "ur"])
def test_every_page_of_a_shared_answer_is_good(page: Page, portal: Portal, tag: str) -> None:
    home, helper = of(portal, Role.HELPER)
    one = f"/{tag}/{home}/{SCHEME}"
    sign_in(page.context, portal, helper)
    looked_at(page, f"/{tag}/{home}", f"/{tag}/member/consultations/{SCHEME}", one)
    looked_at(page, f"{one}/sections/lead")
    page.locator("[name=connection][value=group]").check()
    page.locator("[name=first_step]").fill("Come and see us.")
    sent(page)
    looked_at(page, f"{one}/sections/lead", f"{one}/history/first_step", f"{one}/check")
    looked_at(page, f"{one}/sections/_about")
    sent(page)
    page.locator("[name=_people]").fill("23")
    page.locator("[name=_ways][value=meeting]").check()
    sent(page)
    _, leader = of(portal, Role.REPRESENTATIVE)
    sign_in(page.context, portal, leader)
    looked_at(page, f"{one}/check")
    sent(page)
    looked_at(page, one)
    sent(page)
    page.locator("[name=sure]").check()
    sent(page)
