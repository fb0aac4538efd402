"""The staff navigation on a telephone and on a desk, from left to right and from right to left."""

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.eyes import assert_good
from tests.browser.server import EVERYTHING, Portal


@pytest.mark.parametrize("tag", ["en", "ur"])
def test_on_a_phone_the_menu_is_one_line_until_it_is_opened(
    phone: BrowserContext, portal: Portal, tag: str
) -> None:
    portal.sign_in(phone, EVERYTHING)
    page = phone.new_page()
    page.goto(f"/{tag}/staff/accounts")
    rows = page.locator(".menu .navigation")
    expect(rows.first).to_be_hidden()
    heading = page.locator("h1").bounding_box()
    assert heading
    assert heading["y"] < 640
    page.locator(".menu__summary").click()
    expect(rows).to_have_count(2)
    expect(rows.last).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    rows.last.get_by_role("link").first.click()
    page.wait_for_url(f"**/{tag}/staff/settings")


@pytest.mark.parametrize("tag", ["en", "ur"])
def test_on_a_desk_both_rows_stand_there_unasked(
    staff_page: Page, portal: Portal, tag: str
) -> None:
    staff_page.set_viewport_size({"width": 1280, "height": 800})
    staff_page.goto(f"/{tag}/staff/accounts")
    expect(staff_page.locator(".menu__summary")).to_be_hidden()
    expect(staff_page.locator('.navigation--within [aria-current="page"]')).to_be_visible()
    areas, within = (
        row.bounding_box() for row in staff_page.locator(".menu .navigation__list").all()
    )
    assert areas
    assert within
    assert areas["height"] < 60
    assert within["height"] < 60
    staff_page.keyboard.press("Tab")
    assert_good(staff_page)
