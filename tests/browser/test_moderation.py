"""A resident reports a post on a telephone; the chair decides, and the author reads why."""

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from sqlmodel import Session, col, select

from portal.bodies.models import OfficeHolder
from portal.bodies.rules import Office
from portal.forum.topics.models import Post, Topic
from portal.forum.topics.rules import Standing
from portal.moderation.models import Appeal, Report
from tests.browser.eyes import assert_good
from tests.browser.hands import follow
from tests.browser.scales import KILOBYTE, Scales
from tests.browser.server import Portal
from tests.browser.test_forum import FORUM, TAGS, sign_in


def in_office(session: Session, office: Office) -> str:
    query = select(OfficeHolder.member_id).where(OfficeHolder.office == office)
    return session.exec(query).one() or ""


def reported(session: Session) -> Post:
    query = select(Post).join(Report, col(Report.post_id) == Post.id).limit(1)
    return session.exec(query).one()


def at(post: Post, way: str) -> str:
    return f"{FORUM}/topics/{post.topic_id}/posts/{post.id}/{way}"


@pytest.mark.parametrize("tag", TAGS)
def test_the_pages_of_moderators_are_good_and_light(
    visitor: BrowserContext, page: Page, portal: Portal, tag: str
) -> None:
    scales = Scales(page)
    with portal.session() as session:
        post, appeal = reported(session), session.exec(select(Appeal)).one()
        sign_in(visitor, portal, in_office(session, Office.DEPUTY))
    for way in (
        f"{FORUM}/today",
        f"{FORUM}/queue",
        at(post, "look"),
        f"{FORUM}/topics/{post.topic_id}",
        f"{FORUM}/topics/{post.topic_id}/lock",
        f"{FORUM}/decisions/{appeal.decision_id}/hearing",
        f"{FORUM}/log",
    ):
        scales.empty()
        answer = page.goto(f"/{tag}{way}")
        assert answer
        assert answer.status == 200, way
        assert_good(page)
        assert scales.received <= 30 * KILOBYTE, way
        assert scales.requests <= 4
    with portal.session() as session:
        sign_in(visitor, portal, in_office(session, Office.CHAIR))
    page.goto(f"/{tag}{FORUM}/reasons")
    assert_good(page)


@pytest.mark.parametrize("tag", TAGS)
def test_an_author_finds_what_was_decided(
    visitor: BrowserContext, page: Page, portal: Portal, tag: str
) -> None:
    with portal.session() as session:
        hidden = session.exec(select(Post).where(Post.standing == Standing.HIDDEN)).one()
        sign_in(visitor, portal, hidden.member_id or "")
    for way in ("join/mine", f"topics/{hidden.topic_id}"):
        page.goto(f"/{tag}{FORUM}/{way}")
        assert_good(page)
    with portal.session() as session:
        number = session.exec(select(Appeal.decision_id)).one()
    page.goto(f"/{tag}{FORUM}/decisions/{number}/appeal")
    assert_good(page)


@pytest.mark.parametrize("tag", ["ur", "ar"])
def test_a_resident_reports_a_post_in_their_own_language(
    visitor: BrowserContext, page: Page, portal: Portal, tag: str
) -> None:
    scales = Scales(page)
    with portal.session() as session:
        title = Topic.title == "Parking at the community hall"
        topic = session.exec(select(Topic.id).where(title)).one()
    page.goto(f"/{tag}{FORUM}/topics/{topic}")
    leads_to = page.locator("article a[href$='/report']").first.get_attribute("href")
    scales.empty()
    page.goto(leads_to or "")
    assert_good(page)
    assert scales.received <= 30 * KILOBYTE
    follow(page.locator("main form .govuk-button"))
    assert_good(page)
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    page.check("[name=reason][value=danger]", force=True)
    page.fill("[name=words]", "براہ کرم دیکھیں" if tag == "ur" else "من فضلكم انظروا")
    follow(page.locator("main form .govuk-button"))
    expect(page.locator("main a[href='tel:999']").first).to_be_visible()
    assert_good(page)
