"""A browser lays out fields and paragraphs in the direction that the page says."""

from playwright.sync_api import BrowserContext, Locator

from tests.browser.server import SLUG, Portal

ORGANISATION = f"/consultations/{SLUG}/respond/organisation"
URDU = "Covid کے بعد ہماری گلی میں اندھیرا ہے"
ROMAN = "Main roz bus se jata hoon"
TOWARDS = "one => getComputedStyle(one).direction"
BEGINS = """one => {
    const words = document.createRange();
    words.selectNodeContents(one);
    const [line, box] = [words.getBoundingClientRect(), one.getBoundingClientRect()];
    return box.right - line.right < 1 && line.left > box.left + 1 ? "rtl" : "ltr";
}"""


def towards(field: Locator, typed: str) -> str:
    field.fill(typed)
    return str(field.evaluate(TOWARDS))


def test_a_field_stays_as_its_page_is_or_follows_what_is_typed(
    visitor: BrowserContext, portal: Portal
) -> None:
    page = visitor.new_page()
    page.goto(f"/ur{ORGANISATION}")
    for field in (page.locator("[name=name]"), page.locator("[name=how]")):
        assert {towards(field, typed) for typed in ("", URDU, ROMAN, "123")} == {"rtl"}
    assert towards(page.locator("[name=asked]"), "12") == "ltr"
    page.goto(f"/en{ORGANISATION}")
    for field in (page.locator("[name=name]"), page.locator("[name=how]")):
        typed = ("", ROMAN, "ہماری گلی", "")
        assert [towards(field, one) for one in typed] == ["ltr", "ltr", "rtl", "ltr"]


def test_each_paragraph_begins_at_the_edge_of_its_own_direction(
    phone: BrowserContext, portal: Portal
) -> None:
    page = phone.new_page()
    page.goto(f"/ur{ORGANISATION}")
    page.locator("[name=name]").fill(URDU)
    page.locator("[name=asked]").fill("30")
    page.locator("[name=how]").fill(f"{URDU}\n{ROMAN}")
    page.locator("main form button").first.click()
    page.goto(f"/ur/consultations/{SLUG}/respond/check")
    shown = page.locator(".user-text > div").all()
    assert [one.evaluate(BEGINS) for one in shown] == ["rtl", "ltr"]
