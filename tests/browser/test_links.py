"""The pages behind a link that somebody was sent, each as good as the others."""

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.eyes import assert_good
from tests.browser.hands import follow
from tests.browser.server import Portal

CONTINUE = "main form button.govuk-button"


@pytest.mark.parametrize("tag", ["en", "ur"])
def test_the_pages_of_an_invitation_are_good(staff_page: Page, page: Page, tag: str) -> None:
    staff_page.goto(f"/{tag}/staff/accounts")
    staff_page.locator("[name=name]").fill("نئی افسر")
    staff_page.locator("[name=email]").fill(f"new-{tag}@voices.example")
    staff_page.locator("[name=roles][value=officer]").check()
    follow(staff_page.locator(CONTINUE).last)
    assert_good(staff_page)
    page.goto(staff_page.locator(".code").inner_text())
    assert_good(page)
    follow(page.locator(CONTINUE))
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    assert_good(page)
    for field in ("new_password", "again"):
        page.locator(f"[name={field}]").fill("seven bilingual otters")
    follow(page.locator(CONTINUE))
    assert page.url.endswith("/account/enrol")
    assert_good(page)


@pytest.mark.parametrize("tag", ["en", "ur"])
def test_a_preview_that_was_shared_is_good(
    staff_page: Page, page: Page, portal: Portal, tag: str
) -> None:
    staff_page.goto(f"/{tag}/staff/consultations/festival-of-cultures/preview")
    follow(staff_page.locator("form[action$='/preview/share'] button"))
    page.goto(staff_page.locator("[name^=address]").first.input_value())
    assert_good(page)


def test_a_preview_link_that_was_changed_shows_nothing(reader: Page) -> None:
    answer = reader.goto("/en/preview/nothing-of-this-name")
    assert answer
    assert answer.status in (403, 404, 410)
    assert_good(reader)


def test_leaving_leaves_nothing_behind(phone: BrowserContext) -> None:
    page = phone.new_page()
    page.goto("/en/consultations/race-equality-scheme/respond/lead")
    page.locator("[name=connection][value=live]").check()
    follow(page.locator(CONTINUE).first)
    assert phone.cookies() != []
    phone.request.get("/exit", max_redirects=0)
    assert phone.cookies() == []
