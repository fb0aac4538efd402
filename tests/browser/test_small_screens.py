"""What a small telephone and paper must not cut off, part or fill with what is of no use there."""

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.browser.eyes import watched
from tests.browser.server import Portal

PLAN = "/plans/race-equality-action-plan"
CHECKLIST = "/staff/plans/equality-and-diversity-checklist/answers"
TAGS = pytest.mark.parametrize("tag", ["en", "ur", "ar"])
FITS = "one => one.scrollWidth <= one.clientWidth"
HEIGHT = "one => one.getBoundingClientRect().height"
BEHIND = 'one => getComputedStyle(one, "::after").content'


@pytest.fixture
def small(phone: BrowserContext) -> Page:
    return watched(phone.new_page())


@TAGS
def test_a_review_shows_how_it_was_and_how_it_is_beside_each_other(small: Page, tag: str) -> None:
    small.goto(f"/{tag}{PLAN}/reviews/1")
    tables = small.locator(".plan__numbers .table-scroll").all()
    assert tables
    assert all(table.evaluate(FITS) for table in tables)


def test_the_heading_of_stacked_rows_has_the_room_of_the_page(
    phone: BrowserContext, portal: Portal, small: Page
) -> None:
    portal.sign_in(phone, "officer@voices.example")
    small.goto(f"/en{CHECKLIST}")
    assert small.locator("caption").first.evaluate(HEIGHT) < 60


def test_a_question_over_a_stacked_cell_has_no_colon_behind_it(
    phone: BrowserContext, portal: Portal, small: Page
) -> None:
    portal.sign_in(phone, "officer@voices.example")
    small.goto("/ar/staff/feedback?view=promises")
    labels = small.locator(".table__label").all_inner_texts()
    assert any("؟" in label for label in labels)
    assert not any("؟:" in label for label in labels)


@TAGS
def test_a_telephone_shows_items_before_what_narrows_them(small: Page, tag: str) -> None:
    small.goto(f"/{tag}{PLAN}")
    assert not small.locator(".plan__filters").is_visible()
    small.locator(".narrow__summary").click()
    assert small.locator(".plan__filters").is_visible()


def test_a_desk_shows_what_narrows_a_plan_at_once(reader: Page) -> None:
    reader.set_viewport_size({"width": 1280, "height": 800})
    reader.goto(f"/en{PLAN}")
    assert reader.locator(".plan__filters").is_visible()
    assert not reader.locator(".narrow__summary").is_visible()


@TAGS
def test_a_printed_plan_has_neither_filters_nor_the_addresses_of_links(
    small: Page, tag: str
) -> None:
    small.goto(f"/{tag}{PLAN}?all=yes")
    small.emulate_media(media="print")
    for width in (320, 1280):
        small.set_viewport_size({"width": width, "height": 800})
        assert not small.locator(".plan__filters").is_visible()
    links = small.locator("main a.govuk-link[href^='/']").all()
    assert {link.evaluate(BEHIND) for link in links} == {"none"}


@TAGS
def test_a_website_is_parted_at_its_dots_alone(small: Page, tag: str) -> None:
    small.goto(f"/{tag}/complaints")
    for link in small.locator("main a.website").all():
        labels = (link.inner_text()).split(".")
        assert link.locator("wbr").count() == len(labels) - 1
        assert link.evaluate(FITS)
