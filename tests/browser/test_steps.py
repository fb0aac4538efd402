"""The pages that only somebody who answers comes to, each as good as the others."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.eyes import assert_good
from tests.browser.hands import follow
from tests.browser.server import SLUG
from tests.browser.test_pages import TAGS
from tests.matrix import languages

RESPOND = f"/consultations/{SLUG}/respond"
CONTINUE = "main form button.govuk-button:not(.govuk-button--secondary)"


@pytest.mark.parametrize("tag", languages(*TAGS))
def test_every_step_of_answering_is_good(page: Page, tag: str) -> None:
    page.goto(f"/{tag}{RESPOND}/lead")
    forget_an_answer(page)
    correct_it(page)
    save_and_return(page, tag)
    check_and_send(page, tag)
    receipt = tell_about_yourself(page)
    withdraw(page, tag, receipt)


@pytest.mark.parametrize("tag", ["en", "ur"])
def test_the_pages_of_an_organisation_are_good(page: Page, tag: str) -> None:
    page.goto(f"/{tag}{RESPOND}/organisation")
    page.locator("[name=asked]").fill("many")
    follow(page.locator(CONTINUE))
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    assert_good(page)
    page.locator("[name=name]").fill("مسجد عمر")
    page.locator("[name=asked]").fill("40")
    follow(page.locator(CONTINUE))
    page.locator("[name=connection][value=group]").check()
    follow(page.locator(CONTINUE))
    page.goto(f"/{tag}{RESPOND}/check")
    assert_good(page)
    follow(page.locator(CONTINUE))
    assert page.url.endswith("/respond/done")
    assert_good(page)


def forget_an_answer(page: Page) -> None:
    follow(page.locator(CONTINUE))
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    assert_good(page)


def correct_it(page: Page) -> None:
    page.locator("[name=connection][value=other]").check()
    page.locator("[name='connection.other']").fill("Volunteer – وولنٹیر")
    page.locator("[name='aim_order.lead']").fill("1")
    page.locator("[name=first_step]").fill("Bws i'r ysgol: 50%")
    follow(page.locator(CONTINUE))
    page.locator("[name=services_used][value=schools]").check()
    page.locator("[name=services_used][value=other]").check()
    page.locator("[name='services_fit.schools'][value=well]").check()


def save_and_return(page: Page, tag: str) -> None:
    follow(page.locator("button[name=_save]"))
    assert page.url.endswith("/respond/saved")
    assert_good(page)
    page.goto(f"/{tag}{RESPOND}/resume")
    page.locator("[name=receipt_code]").fill("AAAA")
    follow(page.locator(CONTINUE))
    assert_good(page)


def check_and_send(page: Page, tag: str) -> None:
    page.goto(f"/{tag}{RESPOND}")
    assert_good(page)
    page.goto(f"/{tag}{RESPOND}/check")
    assert_good(page)
    follow(page.locator(CONTINUE))


def tell_about_yourself(page: Page) -> str:
    """Answer the first questions about the person; give the receipt code."""
    assert page.url.endswith("/respond/equality")
    assert_good(page)
    page.locator("[name=ethnic_group][value=asian]").check()
    page.locator("[name=disability][value=yes]").check()
    follow(page.locator(CONTINUE))
    assert_good(page)
    follow(page.locator(CONTINUE))
    assert page.url.endswith("/respond/done")
    assert_good(page)
    return page.locator(".code").first.inner_text()


def withdraw(page: Page, tag: str, receipt: str) -> None:
    page.goto(f"/{tag}/receipt")
    follow(page.locator(CONTINUE))
    assert_good(page)
    page.locator("[name=receipt_code]").fill(receipt)
    follow(page.locator(CONTINUE))
    assert_good(page)
    follow(page.locator("main form button.govuk-button--warning"))
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    assert_good(page)
    page.locator("[name=sure]").check()
    follow(page.locator("main form button.govuk-button--warning"))
    assert_good(page)
