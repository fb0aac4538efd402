"""Whoever leads something reports by a link, and a chair writes beside each item of a review."""

import pytest
from playwright.sync_api import BrowserContext, Page
from sqlmodel import col, select

from portal.bodies.models import Body, OfficeHolder
from portal.bodies.rules import Office
from portal.plans.leading import links
from portal.plans.leading.models import Lead, LeadLink
from portal.plans.reviews.models import Review
from tests.browser.eyes import assert_good
from tests.browser.hands import follow
from tests.browser.server import Portal
from tests.browser.test_forum import sign_in

MOSQUE = "Cwmteg Muslim Welfare Association"


@pytest.mark.parametrize("tag", ["en", "ur"])
def test_a_lead_opens_a_link_and_reports_on_good_pages(
    page: Page, portal: Portal, tag: str
) -> None:
    with portal.session() as session:
        query = select(LeadLink).join(Lead).where(Lead.name == MOSQUE)
        token = links.token(portal.settings, session.exec(query).one())
    page.goto(f"/{tag}/plans/leads/{token}")
    assert_good(page)
    follow(page.locator("main a.govuk-button").first)
    assert_good(page)
    words = f"Pięć osób w piątek ({tag})."
    page.locator("textarea[name^='words.']").first.fill(words)
    follow(page.locator("main form button[formaction]"))
    assert_good(page)
    page.locator("select[name=language]").select_option("wo")
    with page.expect_navigation():
        page.locator("input[name^='evidence.']").first.press("Enter")
    assert words in page.locator("main").inner_text()
    assert_good(page)


@pytest.mark.parametrize("tag", ["en", "ur"])
def test_a_chair_reads_a_review_and_writes_a_line_on_good_pages(
    visitor: BrowserContext, page: Page, portal: Portal, tag: str
) -> None:
    with portal.session() as session:
        query = select(Review, Body).join(Body).where(col(Review.signed).is_(None))
        review, body = session.exec(query).one()
        chairs = select(OfficeHolder).where(OfficeHolder.body_id == body.id)
        holders = chairs.where(OfficeHolder.office == Office.CHAIR)
        member = next(one.member_id for one in session.exec(holders) if one.member_id)
        here, number = f"/{tag}/forum/{body.slug}/reviews", review.id
    sign_in(visitor, portal, member)
    page.goto(here)
    assert_good(page)
    page.goto(f"{here}/{number}")
    assert_good(page)
    line = page.locator("input[name^='line.']").first
    line.fill(f"Nobody was asked ({tag}).")
    follow(page.locator("main form .govuk-button").first)
    assert line.input_value() == f"Nobody was asked ({tag})."
    assert_good(page)
