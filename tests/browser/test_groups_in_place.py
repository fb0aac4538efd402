"""An officer goes through the lists of groups part by part; residents need no script for theirs."""

from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.eyes import assert_good, watched
from tests.browser.hands import Keyboard, follow
from tests.browser.server import EVERYTHING, Portal

LIST = "/en/staff/groups"


def chosen(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def test_without_javascript_the_same_choice_is_a_page(chromium: Browser, portal: Portal) -> None:
    context = chromium.new_context(base_url=portal.url, java_script_enabled=False)
    portal.sign_in(context, EVERYTHING)
    page = context.new_page()
    page.goto(LIST)
    page.locator("[name=view]").select_option("shown")
    page.locator("[name=q]").fill("বাংলা")
    follow(page.locator(".filters button"))
    assert chosen(page) == {"view": ["shown"], "q": ["বাংলা"]}
    expect(page.locator("#part-results")).to_contain_text("1 group")
    context.close()


def test_a_keyboard_chooses_and_goes_back(staff_context: BrowserContext) -> None:
    page = watched(staff_context.new_page())
    page.goto(LIST)
    page.evaluate("window.same = true")
    keyboard = Keyboard(page)
    keyboard.reach("#view")
    page.keyboard.type("In the directory")
    expect(page.locator("#part-results")).to_contain_text("13 groups")
    assert chosen(page)["view"] == ["shown"]
    expect(page.locator("#view")).to_be_focused()
    expect(page.locator("#status")).to_contain_text("13 groups")
    assert_good(page)
    page.go_back()
    expect(page.locator("#part-results")).to_contain_text("0 groups")
    assert page.evaluate("window.same")
    page.close()


def test_residents_choose_by_keyboard_without_a_script(chromium: Browser, portal: Portal) -> None:
    context = chromium.new_context(base_url=portal.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/ur/groups")
    assert page.locator("script").count() == 0
    page.locator("[name=language]").select_option("so")
    follow(page.locator("form[role=search] .govuk-button"))
    expect(page.locator(".card")).to_have_count(1)
    expect(page.locator(".card p[lang=so], .card bdi[lang=so]").first).to_be_visible()
    assert chosen(page)["language"] == ["so"]
    context.close()
