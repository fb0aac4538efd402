"""The chair looks after order in the forum: blocks somebody who appeals, publishes, corrects."""

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from sqlmodel import col, select

from portal.bodies.models import Block, Seat
from portal.forum.topics.models import Post, Topic
from portal.forum.topics.rules import Room, Voice
from portal.meetings.models import Action, Meeting
from portal.meetings.rules import Kind
from portal.statements.models import Statement
from tests.browser.eyes import assert_good
from tests.browser.hands import follow
from tests.browser.server import Portal
from tests.browser.test_forum import FORUM, TAGS, chair, sign_in


def someones_post(portal: Portal) -> tuple[str, int, str]:
    """Find a post that a member wrote in the public room: its topic, itself, and who wrote it."""
    with portal.session() as session:
        query = select(Topic.id, Post.id, Post.member_id).join(Post)
        query = query.where(Topic.room == Room.PUBLIC, Post.voice == Voice.MEMBER)
        topic, post, member = session.exec(query.order_by(Post.id).limit(1)).one()  # type: ignore[arg-type]
    return topic, post or 0, member or ""


@pytest.mark.parametrize("tag", TAGS)
def test_the_pages_of_order_are_good(
    visitor: BrowserContext, page: Page, portal: Portal, tag: str
) -> None:
    topic, post, _ = someones_post(portal)
    with portal.session() as session:
        sign_in(visitor, portal, chair(session))
        stands = select(Statement.id).where(Statement.withdrawn.is_(None))  # type: ignore[union-attr]
        one = session.exec(stands).one()
        gone = session.exec(select(Statement.id).where(Statement.id != one)).one()
        taken = select(Seat.id).where(Seat.until.is_not(None))  # type: ignore[union-attr]
        seat = session.exec(taken.limit(1)).one()
    for way in (
        "/rota",
        "/rules/edit",
        "/statements",
        "/statements/new",
        f"/statements/{one}",
        f"/statements/{gone}",
        f"/statements/{one}/correct",
        f"/statements/{one}/withdraw",
        f"/seats/{seat}/end",
        f"/topics/{topic}/posts/{post}/danger",
        f"/topics/{topic}/posts/{post}/block",
    ):
        answer = page.goto(f"/{tag}{FORUM}{way}")
        assert answer
        assert answer.status == 200, way
        assert_good(page)


def test_who_is_blocked_reads_why_and_appeals(
    visitor: BrowserContext, page: Page, portal: Portal
) -> None:
    topic, post, member = someones_post(portal)
    with portal.session() as session:
        sign_in(visitor, portal, chair(session))
    page.goto(f"/ur{FORUM}/topics/{topic}/posts/{post}/block")
    page.check("[name=reason][value=threat]")
    page.fill("[name=words]", "دھمکی")
    follow(page.locator("main .govuk-button").first)
    assert_good(page)
    with portal.session() as session:
        block = session.exec(select(Block.id)).one()
    page.goto(f"/ur{FORUM}/blocks/{block}")
    assert_good(page)
    sign_in(visitor, portal, member)
    page.goto(f"/ur{FORUM}/rooms/public/new")
    expect(page.locator("main")).to_contain_text("دھمکی")
    assert_good(page)
    page.goto(f"/ur{FORUM}/join/mine")
    assert_good(page)
    page.goto(f"/ur{FORUM}/block")
    page.fill("[name=appeal]", "یہ غلط ہے")
    follow(page.locator("main .govuk-button").first)
    expect(page.locator("main")).to_contain_text("یہ غلط ہے")
    assert_good(page)
    with portal.session() as session:
        session.delete(session.exec(select(Block)).one())
        session.commit()


@pytest.mark.parametrize("tag", TAGS)
def test_the_chair_checks_a_statement_before_everybody_reads_it(
    visitor: BrowserContext, page: Page, portal: Portal, tag: str
) -> None:
    with portal.session() as session:
        sign_in(visitor, portal, chair(session))
    page.goto(f"/{tag}{FORUM}/statements/new")
    page.fill("[name=title]", "بجٹ")
    page.fill("[name=words]", "فورم سے پوچھا نہیں گیا۔")
    follow(page.locator("main form .govuk-button").last)
    expect(page.locator("main .card")).to_contain_text("بجٹ")
    assert_good(page)


def test_what_the_law_may_take_away_stands_beside_the_buttons(
    staff_page: Page, portal: Portal
) -> None:
    topic, post, _ = someones_post(portal)
    page = staff_page
    page.goto("/en/staff/legal-removals")
    page.fill("[name=address]", f"{FORUM}/topics/{topic}#post-{post}")
    page.check("[name=law][value=court]")
    page.fill("[name=reason]", "An injunction.")
    follow(page.get_by_role("button", name="Ask for it"))
    expect(page.locator("main")).to_contain_text("Nothing is taken away before")
    assert_good(page)
    follow(page.get_by_role("link", name="Look at it").first)
    assert_good(page)
    follow(page.get_by_role("button", name="Take my request back"))
    expect(page.locator("main")).to_contain_text("The words stay")


def test_at_a_meeting_staff_choose_which_words_are_meant(staff_page: Page, portal: Portal) -> None:
    with portal.session() as session:
        agreed = select(Action.meeting_id, Action.id).where(col(Action.done).is_(None))
        # A review of cases has its one action and nothing else, so nobody has to choose there.
        agreed = agreed.join(Meeting).where(Meeting.kind == Kind.MEETING)
        meeting, action = session.exec(agreed.order_by(Action.words).limit(1)).one()
    page = staff_page
    page.goto("/en/staff/legal-removals")
    page.fill("[name=address]", f"{FORUM}/meetings/{meeting}")
    page.check("[name=law][value=privacy]")
    page.fill("[name=reason]", "A letter of 3 November.")
    follow(page.get_by_role("button", name="Ask for it"))
    assert_good(page)
    page.check(f"[name=what][value='meetings/action/{action}']")
    follow(page.get_by_role("button", name="Ask for it"))
    follow(page.get_by_role("link", name="Look at it").first)
    expect(page.locator("main h2")).to_have_text("An action")
    assert_good(page)
    follow(page.get_by_role("button", name="Take my request back"))
