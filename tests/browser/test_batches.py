"""A helper enters what others say on a telephone and on a laptop, and gives out slips."""

import re

import pytest
from playwright.sync_api import Dialog, Page, ViewportSize, expect

from portal.membership.rules import Role
from tests.browser.eyes import assert_good, faults_of
from tests.browser.hands import follow
from tests.browser.server import Portal
from tests.browser.test_forum import sign_in
from tests.browser.test_group_responses import SCHEME, looked_at, of, sent

PHONE: ViewportSize = {"width": 320, "height": 640}
LAPTOP: ViewportSize = {"width": 1280, "height": 800}
SHORT = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}")


FEW = ("connection", "first_aims", "services_used", "safe")


def begin(page: Page, portal: Portal, tag: str, *asked: str) -> str:
    """Begin a list of three people, asked all or some, and give the group's address."""
    home, helper = of(portal, Role.HELPER)
    one = f"/{tag}/{home}/{SCHEME}"
    sign_in(page.context, portal, helper)
    looked_at(page, f"{one}/people", f"{one}/read-aloud")
    page.goto(f"{one}/people")
    page.locator("[name=people]").fill("3")
    for box in page.locator("[name=asked]").all() if asked else []:
        box.set_checked(box.get_attribute("value") in asked)
    follow(page.locator("form:has([name=people]) .govuk-button"))
    return one


@pytest.mark.parametrize("tag", ["en", "ur"])
def test_every_page_of_a_batch_is_good(page: Page, portal: Portal, tag: str) -> None:
    begin(page, portal, tag)
    rows = page.url
    assert_good(page)
    looked_at(page, f"{rows}/questions", rows)
    page.locator("[name='p1.forum_meetings']").fill("3")
    follow(page.locator("[name=_do][value=check]"))
    faults_of(page)
    assert_good(page)
    page.locator("[name='p1.forum_meetings']").fill("")
    page.locator("[name='p1.connection']").select_option("live")
    page.locator("[name='p2.safe']").select_option("4")
    follow(page.locator("[name=_do][value=check]"))
    assert_good(page)
    page.goto(rows)
    page.locator("[name='p2.connection']").select_option("work")
    follow(page.locator("[name=_do][value=check]"))
    assert_good(page)
    page.locator("[name=agreed]").check()
    sent(page)
    code = page.locator(".code").first.inner_text()
    page.goto(rows)
    faults_of(page)
    assert_good(page)
    page.goto(f"/{tag}/receipt")
    page.locator("[name=receipt_code]").fill(code)
    follow(page.locator("main form .govuk-button").first)
    assert_good(page)


def test_on_a_telephone_there_is_one_person_at_a_time_without_a_script(
    page: Page, portal: Portal
) -> None:
    begin(page, portal, "en")
    page.set_viewport_size(PHONE)
    expect(page.locator("#p1")).to_be_visible()
    expect(page.locator("#p2")).to_be_hidden()
    page.locator("[name='p1.connection']").select_option("live")
    follow(page.locator("#p1 .rows__next .govuk-button"))
    expect(page.locator("#p2")).to_be_visible()
    expect(page.locator("#p1")).to_be_hidden()
    page.locator("#p2 .rows__next a").click()
    expect(page.locator("#p1 [name='p1.connection']")).to_have_value("live")
    page.set_viewport_size(LAPTOP)
    for row in ("#p1", "#p2", "#p3"):
        expect(page.locator(row)).to_be_visible()


def test_what_was_typed_and_not_saved_is_not_left_unasked(page: Page, portal: Portal) -> None:
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    begin(page, portal, "en")
    rows = page.url
    page.on("dialog", stay)
    page.locator("[name='p1.forum_meetings']").press_sequentially("3")
    page.locator(".navigation a").first.click()
    expect(page.locator("[name='p1.forum_meetings']")).to_have_value("3")
    assert asked == ["beforeunload"]
    follow(page.locator("[name=_do][value=later]"))
    follow(page.locator(".navigation a").first)
    assert page.url != rows
    assert asked == ["beforeunload"]


@pytest.mark.parametrize("tag", ["en", "ur"])
def test_on_a_laptop_many_questions_are_typed_down_and_nothing_scrolls_sideways(
    page: Page, portal: Portal, tag: str
) -> None:
    begin(page, portal, tag)
    page.set_viewport_size(LAPTOP)
    for scrolled in ("document.documentElement", "document.querySelector('.rows').parentElement"):
        wide, seen = page.evaluate(f"[{scrolled}.scrollWidth, {scrolled}.clientWidth]")
        assert wide <= seen
    cells = page.locator("#p1 td:has(.rows__label)")
    assert cells.count() > 12
    for cell in cells.all():
        expect(cell.locator(".rows__label")).to_be_visible()
        box = cell.bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= LAPTOP["width"]
    typed = page.locator("#p1").locator("select, input").all()[:4]
    typed[0].focus()
    for one in typed:
        expect(one).to_be_focused()
        page.keyboard.press("Tab")
    assert_good(page)
    follow(page.locator("#p1 .rows__next .govuk-button"))
    expect(page.locator("#p2-head")).to_be_in_viewport()


@pytest.mark.parametrize("tag", ["en", "ur"])
def test_on_a_laptop_the_grid_scrolls_in_itself_and_its_heads_stay(
    page: Page, portal: Portal, tag: str
) -> None:
    begin(page, portal, tag, *FEW)
    page.set_viewport_size(LAPTOP)
    region = page.get_by_role("region").filter(has=page.locator(".rows"))
    expect(region).to_have_attribute("tabindex", "0")
    region.focus()
    assert_good(page)
    page.locator(".table-scroll--rows").scroll_into_view_if_needed()
    page.locator("[name='p3.safe']").focus()
    expect(page.locator("#p3-head")).to_be_in_viewport()
    expect(page.locator("#q-safe")).to_be_in_viewport(ratio=0.9)
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide == LAPTOP["width"]


@pytest.mark.parametrize("tag", ["en", "ur"])
def test_every_page_of_slips_is_good(page: Page, portal: Portal, tag: str) -> None:
    home, helper = of(portal, Role.HELPER)
    one = f"/{tag}/{home}/{SCHEME}/slips"
    sign_in(page.context, portal, helper)
    page.goto(one)
    assert_good(page)
    page.locator("[name=number]").fill("10")
    follow(page.locator("form:has([name=number]) .govuk-button"))
    assert_good(page)
    code = SHORT.findall(page.locator(".slips").inner_text())[0]
    looked_at(page, one)
    follow(page.locator("form[action$=revoke] .govuk-button").first)
    assert_good(page)
    page.goto(f"/{tag}/slip")
    assert_good(page)
    follow(page.locator(f"main a[href$='/{SCHEME}']"))
    assert page.url.endswith(f"/consultations/{SCHEME}")
    page.goto(f"/{tag}/consultations/{SCHEME}/respond/lead")
    page.locator("[name=connection][value=live]").check()
    follow(page.locator("main form .govuk-button").first)
    page.goto(f"/{tag}/consultations/{SCHEME}/respond/check")
    page.locator("details:has([name=slip]) summary").click()
    page.locator("[name=slip]").fill("0000-0000-0000")
    follow(page.locator("form:has([name=slip]) .govuk-button").first)
    faults_of(page)
    assert_good(page)
    page.locator("[name=slip]").fill(code)
    follow(page.locator("form:has([name=slip]) .govuk-button").first)
    assert page.url.endswith(("/equality", "/done"))


@pytest.mark.parametrize("tag", ["en", "ur"])
def test_the_page_on_which_an_application_is_checked_is_good(page: Page, tag: str) -> None:
    page.goto(f"/{tag}/groups/apply")
    for name, typed in (("name", f"Checked {tag}"), ("serves", "We cook."), ("speaks", "Somali")):
        page.locator(f"[name={name}]").fill(typed)
    page.locator("[name=email]").fill("checked@groups.example")
    follow(page.locator("#send"))
    expect(page.locator("[name=_do][value=send]")).to_be_visible()
    assert_good(page)


@pytest.mark.parametrize("tag", ["en", "ur"])
def test_a_mail_of_the_demonstration_is_good(page: Page, tag: str) -> None:
    page.goto(f"/{tag}/groups/apply")
    for name, typed in (("name", f"Mailed {tag}"), ("serves", "We cook."), ("speaks", "Somali")):
        page.locator(f"[name={name}]").fill(typed)
    page.locator("[name=email]").fill("mailed@groups.example")
    follow(page.locator("#send"))
    follow(page.locator("[name=_do][value=send]"))
    follow(page.locator("main a[href$='/demo/mails']"))
    assert_good(page)
    follow(page.locator("main .card__link").first)
    assert_good(page)
