"""Back and Forward, as a gesture on a telephone: our own pages, and nothing after leaving."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.eyes import assert_good
from tests.browser.hands import Keyboard, follow
from tests.browser.server import Portal
from tests.browser.test_speak_up import (
    CANARY,
    GO_ON,
    begin,
    caseworker,
    go_back,
    leave_by_link,
    send,
    tell,
    weather,
)
from tests.browser.test_steps import CONTINUE, RESPOND
from tests.incidents.factories import Person

__all__ = ["caseworker", "weather"]
HEADINGS = ("Tell us what happened", "Before you begin", "What happened?", "May we reply to you?")


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def telephone(
    request: pytest.FixtureRequest, chromium: Browser, portal: Portal, caseworker: Person
) -> Iterator[Page]:
    context = chromium.new_context(
        base_url=portal.url,
        java_script_enabled=request.param,
        viewport={"width": 320, "height": 640},
    )
    yield context.new_page()
    context.close()


def heading(page: Page) -> str:
    return page.locator("h1").first.inner_text()


def test_back_and_forward_show_every_page_of_a_report_with_what_was_typed(telephone: Page) -> None:
    tell(begin(telephone))
    assert heading(telephone) == HEADINGS[3]
    for place in (2, 1, 0):
        telephone.go_back()
        assert heading(telephone) == HEADINGS[place]
        if place == 2:
            expect(telephone.locator("[name=what]")).to_have_value(CANARY)
    for place in (1, 2, 3):
        telephone.go_forward()
        assert heading(telephone) == HEADINGS[place]
    code = send(telephone)
    telephone.go_back()
    assert telephone.locator(".code").first.inner_text() == code
    assert CANARY not in telephone.content()


def test_a_page_with_a_mistake_can_be_gone_back_to(telephone: Page) -> None:
    begin(telephone)
    follow(telephone.locator(GO_ON))
    expect(telephone.locator(".govuk-error-summary")).to_be_visible()
    tell(telephone)
    telephone.go_back()
    expect(telephone.locator("[name=what]")).to_have_value(CANARY)
    expect(telephone.locator(".govuk-error-summary")).to_have_count(0)
    telephone.go_back()
    assert heading(telephone) == HEADINGS[2]


def _offline(context: BrowserContext) -> None:
    context.set_offline(True)


@pytest.mark.parametrize("then", [lambda _: None, _offline], ids=["online", "offline"])
def test_after_leaving_no_way_back_shows_what_was_typed(
    telephone: Page, then: Callable[[BrowserContext], None]
) -> None:
    tell(begin(telephone))
    telephone.go_back()
    expect(telephone.locator("[name=what]")).to_have_value(CANARY)
    leave_by_link(telephone)
    then(telephone.context)
    for _ in range(6):
        shown = go_back(telephone)
        assert CANARY not in shown
        assert "no longer open" not in shown


def test_replies_are_read_and_gone_back_to(telephone: Page) -> None:
    code = send(tell(begin(telephone)))
    telephone.goto("/en/help/speak-up")
    telephone.locator("[name=code]").fill(code)
    follow(telephone.locator("main form:has([value=return]) button"))
    assert heading(telephone) == "How far it is"
    follow(telephone.locator("[name=_back][value=more]"))
    telephone.go_back()
    assert heading(telephone) == "How far it is"
    assert code not in telephone.url


def test_a_receipt_is_gone_back_to_until_the_device_is_cleared(telephone: Page) -> None:
    page = telephone
    page.goto(f"/en{RESPOND}/lead")
    page.locator("[name=connection][value=live]").check()
    page.locator("[name=first_step]").fill(CANARY)
    follow(page.locator(CONTINUE))
    page.goto(f"/en{RESPOND}/check")
    follow(page.locator(CONTINUE))
    page.goto(f"/en{RESPOND}/done")
    receipt = page.locator(".code").first.inner_text()
    page.context.clear_cookies()
    page.goto("/en/receipt")
    page.locator("[name=receipt_code]").fill(f"My receipt code: {receipt} (keep)")
    follow(page.locator(CONTINUE))
    assert CANARY in page.content()
    follow(page.locator("main a[href*='/consultations/']").last)
    page.go_back()
    assert CANARY in page.content()
    assert receipt not in page.url
    follow(page.locator("form[action$='/clear'] button"))
    assert CANARY not in go_back(page)


@pytest.mark.parametrize("tag", ["en", "ur", "ar"])
def test_the_entrance_for_codes_is_good_and_used_with_the_keyboard(
    phone: BrowserContext, tag: str
) -> None:
    page = phone.new_page()
    keys = Keyboard(page)
    page.goto(f"/{tag}/")
    keys.press(f"a[href='/{tag}/receipt']")
    keys.write("receipt_code", "ABCD")
    keys.go_on()
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    keys.press("main form[action$='/help/speak-up'] button")
    expect(page.locator("[name=code]")).to_have_value("ABCD")
    expect(page.locator(".exit a")).to_be_visible()


@pytest.mark.parametrize("tag", ["en", "ur", "en-XA"])
def test_the_pages_of_the_entrance_are_good(page: Page, tag: str) -> None:
    page.goto(f"/{tag}/receipt")
    assert_good(page)
    page.locator("[name=receipt_code]").fill("ABCD")
    follow(page.locator(CONTINUE))
    assert_good(page)
