"""A member translates in a browser, another says that it is right, and everybody finds it."""

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from sqlmodel import col, select

from portal.bodies.models import Membership
from portal.bodies.rules import Joining
from portal.forum.topics.models import Post
from portal.translations.models import Translation
from portal.translations.rules import State
from tests.browser.eyes import assert_good, faults_of
from tests.browser.hands import follow
from tests.browser.server import Portal
from tests.browser.test_forum import FORUM, chair, sign_in

SAID = "دعوت کا شکریہ"


def reply_in_welsh(portal: Portal) -> Post:
    """Find what the council replied in Welsh, to which nobody in Urdu has added anything."""
    with portal.session() as session:
        query = select(Post).where(Post.language == "cy", col(Post.opens).is_(False))
        return session.exec(query.order_by(col(Post.id))).all()[0]


@pytest.mark.parametrize("tag", ["ur", "cy"])
def test_what_waits_is_checked_in_any_language_of_the_page(
    visitor: BrowserContext, page: Page, portal: Portal, tag: str
) -> None:
    with portal.session() as session:
        sign_in(visitor, portal, chair(session))
    page.goto(f"/{tag}{FORUM}/today")
    follow(page.locator("main li > a[href*='/translations/']").first)
    assert_good(page)
    follow(page.locator(".govuk-button[value=away]"))
    faults_of(page)
    assert_good(page)


def alone(portal: Portal) -> str:
    """Find a member of the forum who joined for no group."""
    with portal.session() as session:
        query = select(Membership.member_id).where(Membership.state == Joining.ACCEPTED)
        query = query.where(col(Membership.group_id).is_(None)).order_by(col(Membership.id))
        return session.exec(query).all()[0]


def open_translation(page: Page, post: Post) -> None:
    """Go by the link below a post to where it is translated into Urdu."""
    page.goto(f"/ur{FORUM}/topics/{post.topic_id}")
    assert_good(page)
    page.locator(f"#post-{post.id} summary").last.click()
    follow(page.locator(f"#post-{post.id} a[href$='/translations/ur']"))
    assert_good(page)


def test_a_member_translates_and_another_says_that_it_is_right(
    visitor: BrowserContext, page: Page, portal: Portal
) -> None:
    post = reply_in_welsh(portal)
    sign_in(visitor, portal, alone(portal))
    open_translation(page, post)
    page.fill("[name=text]", SAID)
    follow(page.locator(".govuk-button[value=save]"))
    assert_good(page)
    expect(page.locator(f"#post-{post.id}")).to_contain_text(SAID)
    visitor.clear_cookies()
    with portal.session() as session:
        sign_in(visitor, portal, chair(session))
    open_translation(page, post)
    follow(page.locator(".govuk-button[value=check]"))
    assert_good(page)
    with portal.session() as session:
        query = select(Translation.state).where(Translation.owner == f"forum/post/{post.id}")
        assert session.exec(query.where(Translation.language == "ur")).one() is State.CHECKED


def test_what_was_translated_is_found_without_a_script(reader: Page, portal: Portal) -> None:
    reader.goto(f"/ur{FORUM}")
    reader.fill("[name=q]", "بس والی")
    reader.keyboard.press("Enter")
    expect(reader.locator("article").first).to_contain_text("بس والی سڑک")
    assert_good(reader)
