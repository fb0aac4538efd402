"""What is printed of the demonstration says that it is invented, with its page or by itself."""

import pytest
from playwright.sync_api import Page, expect

LABEL = "This is a demonstration. The council, the people and the answers are invented."
FORUM = "/en/forum/race-equality-forum"
SCHEME = "/en/consultations/race-equality-scheme"


@pytest.mark.parametrize("address", [f"{SCHEME}/print", f"{FORUM}/meetings", "/en/help/card"])
def test_a_printed_page_says_it_at_its_top(page: Page, address: str) -> None:
    page.goto(address)
    page.emulate_media(media="print")
    expect(page.get_by_text(LABEL)).to_have_count(1)
    expect(page.get_by_text(LABEL)).to_be_visible()


@pytest.mark.parametrize("address", [f"{SCHEME}/aloud", f"{FORUM}/aloud"])
def test_a_sheet_that_is_printed_by_itself_says_it_once(page: Page, address: str) -> None:
    page.goto(address)
    page.emulate_media(media="print")
    expect(page.locator(".demo")).to_be_hidden()
    expect(page.locator(".sheet").get_by_text(LABEL)).to_be_visible()
