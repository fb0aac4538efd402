"""On a telephone a member says what they need, and puts their meetings into their calendar."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from sqlmodel import select

from portal.bodies.models import Body, Membership
from portal.bodies.rules import Joining
from portal.meetings.models import Coming, Meeting
from portal.meetings.rules import Kind
from portal.store.db import now
from tests.browser.eyes import assert_good
from tests.browser.hands import follow
from tests.browser.server import EVERYTHING, Portal
from tests.browser.test_forum import FORUM, TAGS, chair, sign_in


def coming(portal: Portal, tag: str) -> tuple[str, str]:
    """Have a member of the forum come to a meeting; give the meeting and the member."""
    starts = now() + timedelta(days=9)
    with portal.session() as session:
        body = session.exec(select(Body)).first()
        accepted = select(Membership.member_id).where(Membership.state == Joining.ACCEPTED)
        member = session.exec(accepted.order_by(Membership.member_id)).first()
        assert body
        assert member
        made = Meeting(body_id=body.id, kind=Kind.MEETING, starts=starts, ends=starts, area=tag)
        made.ends += timedelta(hours=2)
        session.add(made)
        session.flush()
        session.add(Coming(meeting_id=made.id, member_id=member, comes=True))
        number = made.id
        session.commit()
    return number, member


@pytest.mark.parametrize("tag", TAGS)
def test_who_comes_says_what_they_need_and_the_chair_books_it(
    visitor: BrowserContext, page: Page, portal: Portal, tag: str
) -> None:
    meeting, member = coming(portal, tag)
    sign_in(visitor, portal, member)
    page.goto(f"/{tag}/member/meetings/{meeting}")
    assert f"/forum/race-equality-forum/meetings/{meeting}" in page.url
    follow(page.locator("main a[href$='/needs']"))
    assert_good(page)
    page.check("[value=interpreter]")
    # It stands there already, in the language of the page.
    page.fill("[name=language]", "")
    follow(page.locator("main #needs .govuk-button"))
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    assert_good(page)
    page.fill("[name=language]", "کوردی ناوەندی")
    follow(page.locator("main #needs .govuk-button"))
    expect(page.locator(".govuk-tag")).to_have_count(1)
    assert_good(page)

    with portal.session() as session:
        sign_in(visitor, portal, chair(session))
    page.goto(f"/{tag}{FORUM}/meetings/{meeting}")
    follow(page.locator(f"main a[href$='{meeting}/needs']").last)
    assert_good(page)
    page.locator("main summary").click()
    assert_good(page)
    follow(page.locator("main [value=late]"))
    assert_good(page)
    follow(page.locator("main [value=booked]"))
    expect(page.locator("main .govuk-tag--good")).to_have_count(1)
    assert_good(page)


@pytest.mark.parametrize("tag", TAGS)
def test_a_member_has_a_calendar_of_their_own(
    visitor: BrowserContext, page: Page, portal: Portal, tag: str
) -> None:
    _, member = coming(portal, tag)
    sign_in(visitor, portal, member)
    page.goto(f"/{tag}/member")
    follow(page.locator("main a[href$='/member/calendar']"))
    if page.locator("form[action$='/calendar/end']").count():
        follow(page.locator("form[action$='/calendar/end'] button"))
    assert_good(page)
    follow(page.locator("form[action$='/calendar/new'] button"))
    assert_good(page)
    address = page.locator("#address").input_value()
    assert re.search(r"/data/calendar/[0-9a-f]{40}\.ics$", address)
    answer = page.request.get(address)
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert "BEGIN:VEVENT" in answer.text()


@pytest.mark.parametrize("width", [320, 1280])
def test_officers_see_to_what_is_needed(
    visitor: BrowserContext, page: Page, portal: Portal, width: int
) -> None:
    meeting, member = coming(portal, "en")
    sign_in(visitor, portal, member)
    page.goto(f"/en/member/meetings/{meeting}/needs")
    page.check("[value=step_free]")
    follow(page.locator("main #needs .govuk-button"))
    portal.sign_in(visitor, EVERYTHING)
    page.set_viewport_size({"width": width, "height": 700})
    page.goto("/en/staff/meetings/needs")
    assert_good(page)
    follow(page.locator(f"main a[href$='{meeting}']"))
    assert_good(page)
    follow(page.locator("main [value=booked]"))
    expect(page.locator("main .govuk-tag--good")).to_have_count(1)
