"""A card and a complaint in Urdu on a small telephone, an officer's answer, and the way back."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from sqlmodel import select

from portal.complaints.models import Comment
from tests.browser.eyes import assert_good
from tests.browser.hands import follow
from tests.browser.server import Portal

SAID = "بس میں کسی نے ہماری زبان نہیں سمجھی۔"
WELL = "ڈرائیور نے مدد کی۔"
ANSWER = "ہم معذرت چاہتے ہیں۔"
UNMET = "مجھے ابھی تک کسی نے فون نہیں کیا۔"

Look = Callable[[Page], None]


def narrow(page: Page) -> None:
    """Look at a page as somebody sees it who has a small telephone and no JavaScript."""
    assert page.evaluate("document.documentElement.scrollWidth") <= 320, page.url
    assert page.locator("html").get_attribute("dir") == "rtl"
    assert page.locator("h1").count() == 1


def pressed(page: Page, button: str, look: Look) -> None:
    """Press a button, and look at the page that it leads to."""
    follow(page.locator(button).first)
    look(page)


def code_of(page: Page) -> str:
    return page.locator(".code-line .code").inner_text()


def opened(page: Page, code: str, look: Look) -> None:
    """Come back with a code."""
    page.goto("/ur/receipt")
    page.locator("[name=receipt_code]").fill(code)
    pressed(page, "main form:has([name=receipt_code]) .govuk-button", look)


def sent_card(page: Page, words: str, look: Look) -> str:
    """Write a card, skip the questions about oneself, and keep the code."""
    page.goto("/ur/complaints")
    look(page)
    follow(page.locator("main a[href='/ur/comment']"))
    look(page)
    pressed(page, "form#card .govuk-button", look)
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    page.locator("[name=service]").select_option("leisure")
    page.locator("[name=well]").fill(words)
    pressed(page, "form#card .govuk-button", look)
    pressed(page, "form#equality [name=_skip]", look)
    return code_of(page)


def sent_complaint(page: Page, words: str, look: Look) -> str:
    """Complain, and keep the code."""
    page.goto("/ur/complaints/new")
    look(page)
    page.locator("[name=kind][value=complaint]").check()
    page.locator("[name=happened]").fill(words)
    page.locator("[name=how][value=code]").check()
    pressed(page, "form#complaint .govuk-button", look)
    return code_of(page)


def answered(staff: Page, portal: Portal, words: str, look: Look) -> None:
    """Have an officer find what was written, and answer it in Urdu."""
    with portal.session() as session:
        query = select(Comment.id).where((Comment.wrong == words) | (Comment.well == words))
        number = session.exec(query).one()
    staff.goto(f"/en/staff/comments/{number}")
    look(staff)
    form = "form[action$='/answer']"
    staff.locator(f"{form} [name=answer]").fill(ANSWER)
    assert staff.locator(f"{form} [name=answer_in]").input_value() == "ur"
    pressed(staff, f"{form} .govuk-button", look)


@pytest.mark.parametrize("without_scripts", [True, False], ids=["narrow", "axe"])
def test_who_writes_in_urdu_comes_back_with_the_code_and_reads_the_answer(
    phone: BrowserContext, page: Page, staff_page: Page, portal: Portal, *, without_scripts: bool
) -> None:
    look = narrow if without_scripts else assert_good
    resident = phone.new_page() if without_scripts else page
    well, said = (f"{words} {look.__name__}" for words in (WELL, SAID))
    card, complaint = sent_card(resident, well, look), sent_complaint(resident, said, look)
    answered(staff_page, portal, well, assert_good)
    answered(staff_page, portal, said, assert_good)
    opened(resident, card, look)
    expect(resident.locator("main")).to_contain_text(ANSWER)
    assert resident.locator("[name=unmet]").count() == 0
    opened(resident, complaint, look)
    expect(resident.locator("main")).to_contain_text(ANSWER)
    resident.locator("[name=unmet]").fill(UNMET)
    pressed(resident, "main form:has([name=unmet]) .govuk-button", look)
    expect(resident.locator("main")).to_contain_text(UNMET)


def test_an_officer_says_why_something_is_not_for_the_council(
    page: Page, staff_page: Page, portal: Portal
) -> None:
    page.goto("/en/comment")
    page.locator("[name=wrong]").fill("The clinic is closed on Fridays.")
    pressed(page, "form#card .govuk-button", assert_good)
    pressed(page, "form#equality [name=_skip]", assert_good)
    code = code_of(page)
    with portal.session() as session:
        query = select(Comment.id).where(Comment.wrong == "The clinic is closed on Fridays.")
        number = session.exec(query).one()
    staff_page.goto(f"/en/staff/comments/{number}")
    form = "form[action$='/decline']"
    staff_page.locator(f"details:has({form}) > summary").click()
    pressed(staff_page, f"{form} .govuk-button", assert_good)
    expect(staff_page.locator(".govuk-error-summary")).to_be_visible()
    staff_page.locator(f"{form} [name=why][value=others]").check()
    staff_page.locator(f"{form} [name=reason]").fill("Ask the health board.")
    pressed(staff_page, f"{form} .govuk-button", assert_good)
    page.goto("/en/receipt")
    page.locator("[name=receipt_code]").fill(code)
    pressed(page, "main form:has([name=receipt_code]) .govuk-button", assert_good)
    expect(page.locator("main")).to_contain_text("Ask the health board.")
