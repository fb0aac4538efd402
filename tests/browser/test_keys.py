"""A caseworker opens the key, sees who holds keys, and makes recovery cards, in a real browser."""

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.eyes import assert_good
from tests.browser.hands import follow
from tests.browser.server import Portal

CASEWORKER = "caseworker@voices.example"


@pytest.mark.parametrize("tag", ["en", "ur"])
def test_a_key_is_opened_and_recovery_cards_are_made(
    visitor: BrowserContext, page: Page, portal: Portal, tag: str
) -> None:
    portal.sign_in(visitor, CASEWORKER)
    open_key(page, tag)
    page.goto(f"/{tag}/staff/cases/team")
    assert_good(page)
    follow(page.locator("form[action$='/end'] button").first)
    assert_good(page)
    make_cards(page, tag)


def open_key(page: Page, tag: str) -> None:
    page.goto(f"/{tag}/staff/vault")
    assert_good(page)
    page.locator("[name=passphrase]").fill("not this one, but nearly")
    follow(page.locator("form[action$='/vault'] button"))
    assert_good(page)
    page.locator("[name=passphrase]").fill("seven lanterns above the estuary")
    follow(page.locator("form[action$='/vault'] button"))
    expect(page.locator("form[action$='/close'] button")).to_be_visible()
    assert_good(page)


def make_cards(page: Page, tag: str) -> None:
    page.goto(f"/{tag}/staff/cases/recovery")
    assert_good(page)
    follow(page.locator("form[action$='/draw'] button"))
    expect(page.locator("bdi.code")).to_have_count(3)
    assert_good(page)
    code = page.locator("bdi.code").nth(2).inner_text()
    page.locator("[name=code]").fill(code)
    follow(page.locator("form[action$='/confirm'] button"))
    expect(page.locator("form[action$='/use'] button")).to_be_visible()
    assert_good(page)
