"""An analyst looks at results part by part: the page stays, and its address follows."""

import re
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.browser.eyes import assert_good, faults_of, watched
from tests.browser.hands import Keyboard, follow
from tests.browser.server import EVERYTHING, Portal

ANSWERS = "/{tag}/staff/consultations/race-equality-scheme/results/answers"


def test_without_javascript_the_same_choice_is_a_page(chromium: Browser, portal: Portal) -> None:
    context = chromium.new_context(base_url=portal.url, java_script_enabled=False)
    portal.sign_in(context, EVERYTHING)
    page = opened(context)
    page.locator("[name=by]").select_option("ethnic_group")
    follow(page.locator(".filters button"))
    assert chosen(page)["by"] == ["ethnic_group"]
    expect(page.locator("#part-results")).to_contain_text("Split by the answer to")
    context.close()


def test_a_keyboard_chooses_and_goes_back(staff_context: BrowserContext) -> None:
    page = opened(staff_context)
    page.evaluate("window.same = true")
    keyboard = Keyboard(page)
    keyboard.reach("#by")
    page.keyboard.type("What is your ethnic")
    expect(page.locator("#part-results")).to_contain_text("Split by the answer to")
    assert chosen(page)["by"] == ["ethnic_group"]
    expect(page.locator("#by")).to_be_focused()
    expect(page.locator("#status")).to_contain_text("Split by the answer to")
    assert_good(page)
    keyboard.reach("[name=level]")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#part-results")).to_contain_text("Bangladeshi")
    expect(page.locator("[name=level][value=detail]")).to_be_focused()
    language = page.locator("#languages a[hreflang=ur]").get_attribute("href") or ""
    assert parse_qs(urlsplit(language).query)["level"] == ["detail"]
    page.go_back()
    expect(page.locator("#part-results")).not_to_contain_text("Bangladeshi")
    expect(page.locator("[name=level][value=group]")).to_be_checked()
    page.go_back()
    expect(page.locator("#by")).to_have_value("")
    page.go_forward()
    expect(page.locator("#by")).to_have_value("ethnic_group")
    assert page.evaluate("window.same")
    assert page.evaluate("sessionStorage.length + localStorage.length") == 0
    page.close()


def test_what_is_chosen_last_is_shown_however_slow_the_first_was(
    staff_context: BrowserContext,
) -> None:
    page = opened(staff_context)
    waiting: list[Route] = []

    def hold(route: Route) -> None:
        waiting.append(route)

    page.route("**/answers?*by=ethnic_group*", hold)
    page.locator("#by").select_option("ethnic_group")
    expect(page.locator("#part-results")).to_have_attribute("aria-busy", "true")
    page.locator("#by").select_option("sex")
    expect(page.locator("#part-results")).to_contain_text("What is your sex?")
    assert len(waiting) == 1
    assert chosen(page)["by"] == ["sex"]
    page.close()


def test_whoever_goes_back_gives_up_what_they_were_waiting_for(
    staff_context: BrowserContext,
) -> None:
    page = opened(staff_context)
    waiting: list[Route] = []

    def hold(route: Route) -> None:
        waiting.append(route)

    page.locator("#by").select_option("sex")
    expect(page.locator("#part-results")).to_contain_text("What is your sex?")
    page.route("**/answers?*by=ethnic_group*", hold)
    page.locator("#by").select_option("ethnic_group")
    expect(page.locator("#part-results")).to_have_attribute("aria-busy", "true")
    with page.expect_event("requestfailed"):
        page.go_back()
    expect(page.locator("#by")).to_have_value("")
    expect(page.locator("#part-results")).not_to_contain_text("What is your sex?")
    expect(page.locator("#status")).not_to_have_class("failed")
    assert "by" not in chosen(page)
    page.close()


def test_a_lost_connection_is_told_and_the_button_tries_again(
    staff_context: BrowserContext,
) -> None:
    page = opened(staff_context)
    staff_context.set_offline(True)
    page.locator("#by").select_option("ethnic_group")
    expect(page.locator("#status.failed")).to_contain_text("try again")
    assert "by" not in chosen(page)
    assert_good_but_offline(page)
    staff_context.set_offline(False)
    page.locator(".filters button").press("Enter")
    expect(page.locator("#part-results")).to_contain_text("Split by the answer to")
    expect(page.locator("#status")).not_to_have_class("failed")
    page.close()


def test_a_failure_of_ours_is_told_and_leaves_the_page_as_it_is(
    staff_context: BrowserContext,
) -> None:
    page = opened(staff_context)
    page.route("**/answers?*", lambda route: route.fulfill(status=500, body="<h1>No</h1>"))
    page.locator("#by").select_option("ethnic_group")
    expect(page.locator("#status.failed")).to_contain_text("our fault")
    expect(page.locator("h1")).to_have_count(1)
    assert "by" not in chosen(page)
    page.close()


def test_an_ended_session_leads_back_to_what_was_chosen(chromium: Browser, portal: Portal) -> None:
    context = chromium.new_context(base_url=portal.url)
    portal.sign_in(context, EVERYTHING)
    page = opened(context)
    context.clear_cookies()
    page.locator("#by").select_option("ethnic_group")
    page.wait_for_url(re.compile(r"/account/sign-in\?next="))
    assert "by=ethnic_group" in parse_qs(urlsplit(page.url).query)["next"][0]
    context.close()


def test_in_urdu(staff_context: BrowserContext) -> None:
    page = opened(staff_context, "ur")
    page.locator("#by").select_option("ethnic_group")
    page.wait_for_url(re.compile("by=ethnic_group"))
    expect(page.locator("#by")).to_be_attached()
    assert_good(page)
    page.close()


def opened(context: BrowserContext, tag: str = "en") -> Page:
    page = watched(context.new_page())
    page.goto(ANSWERS.format(tag=tag))
    return page


def chosen(page: Page) -> dict[str, list[str]]:
    """Read from the address what was chosen."""
    return parse_qs(urlsplit(page.url).query)


def assert_good_but_offline(page: Page) -> None:
    """Look at a page that could not reach the portal, as the console has noted, too."""
    assert any("fetch" in fault or "ERR_INTERNET" in fault for fault in faults_of(page))
    assert_good(page)
