"""Everybody reads of meetings on a telephone; the chair plans one and writes up another."""

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from sqlmodel import Session, col, select

from portal.languages.i18n import today
from portal.meetings.models import Coming, Meeting
from portal.meetings.rules import Kind
from portal.store.db import now
from portal.translations.models import Translation
from tests.browser.eyes import assert_good
from tests.browser.hands import follow
from tests.browser.scales import KILOBYTE, Scales
from tests.browser.server import EVERYTHING, Portal
from tests.browser.test_forum import FORUM, TAGS, chair, sign_in


def meetings(session: Session, *, over: bool) -> list[Meeting]:
    """Find the meetings of the forum that have been, or are to come, the next to today first."""
    query = select(Meeting).where(Meeting.kind == Kind.MEETING)
    if over:
        query = query.where(col(Meeting.ends) <= now()).order_by(col(Meeting.starts).desc())
    else:
        query = query.where(col(Meeting.ends) > now()).order_by(col(Meeting.starts))
    return list(session.exec(query))


@pytest.mark.parametrize("tag", TAGS)
def test_meetings_and_events_are_good_and_light_in_every_language(
    reader: Page, portal: Portal, tag: str
) -> None:
    scales = Scales(reader)
    with portal.session() as session:
        every = session.exec(select(Meeting).order_by(col(Meeting.starts))).all()
    paths = [f"{FORUM}/meetings/{one.id}" if one.body_id else f"/events/{one.id}" for one in every]
    agreed = [f"{FORUM}/meetings/{one.id}/minutes" for one in every if one.agreed]
    aloud = [f"{FORUM}/meetings/{one.id}/aloud" for one in every if one.agreed]
    assert len(paths) > 6
    assert agreed
    for path in (*paths, *agreed, *aloud):
        scales.empty()
        reader.goto(f"/{tag}{path}")
        assert_good(reader)
        assert scales.received <= 30 * KILOBYTE
        assert scales.requests <= 4


@pytest.mark.parametrize("tag", TAGS)
def test_the_pages_of_meetings_for_the_chair_are_good(
    visitor: BrowserContext, page: Page, portal: Portal, tag: str
) -> None:
    with portal.session() as session:
        sign_in(visitor, portal, chair(session))
        next_, over = meetings(session, over=False)[0].id, meetings(session, over=True)[0].id
    before = ("", "/change", "/cancel", "/agenda", "/papers")
    after = ("", "/there", "/actions", "/write/summary", "/write/minutes", "/history/minutes/en")
    ways = ["/new", *(f"/{next_}{way}" for way in before), *(f"/{over}{way}" for way in after)]
    ways.append(f"/{over}/translations/minutes/{tag if tag in ('cy', 'ur') else 'pl'}")
    for way in ways:
        answer = page.goto(f"/{tag}{FORUM}/meetings{way}")
        assert answer
        assert answer.status == 200, way
        assert_good(page)


@pytest.mark.parametrize("tag", ["ur", "ar"])
def test_the_chair_plans_a_meeting_and_a_member_comes_without_a_script(
    phone: BrowserContext, portal: Portal, tag: str
) -> None:
    page = phone.new_page()
    with portal.session() as session:
        sign_in(phone, portal, chair(session))
    page.goto(f"/{tag}{FORUM}/today")
    follow(page.locator("main a[href$='/meetings/new']"))
    follow(page.locator("main .govuk-button").first)
    for part, number in (("day", "3"), ("month", "3"), ("year", str(today().year + 1))):
        page.fill(f"[name='starts.{part}']", number)
    page.fill("[name=place]", "ہال" if tag == "ur" else "القاعة")
    follow(page.locator("main .govuk-button").first)
    address = page.url.partition("?")[0]
    follow(page.locator("main a[href$='/agenda']"))
    page.fill("[name=title]", "خوش آمدید" if tag == "ur" else "ترحيب")
    assert page.locator("[name=language]").input_value() == tag
    follow(page.locator("main [value=add]"))
    with portal.session() as session:
        # Who comes to an event of the council need not belong to the body.
        comers = select(Coming.member_id).join(Meeting).where(col(Meeting.body_id).is_not(None))
        member = session.exec(comers.limit(1)).one()
    sign_in(phone, portal, member)
    page.goto(address)
    follow(page.locator("[name=_do][value=yes]"))
    expect(page.locator("main .govuk-tag--good")).to_have_count(1)


@pytest.mark.parametrize("tag", ["ur", "ar"])
def test_the_chair_translates_minutes(phone: BrowserContext, portal: Portal, tag: str) -> None:
    page = phone.new_page()
    with portal.session() as session:
        sign_in(phone, portal, chair(session))
        over = meetings(session, over=True)[0].id
    words = "بتیاں" if tag == "ur" else "المصابيح"
    page.goto(f"/{tag}{FORUM}/meetings/{over}/minutes")
    follow(page.locator("main a[href*='/translations/minutes/']"))
    page.fill("[name=text]", words)
    save = page.locator("main [name=_do][value=save]")
    follow(save)
    page.check("[name=named]")
    follow(save)
    with portal.session() as session:
        query = select(Translation).where(Translation.language == tag)
        assert {"text": words} in [one.words for one in session.exec(query)]
    page.goto(f"/{tag}{FORUM}/meetings/{over}/minutes")
    expect(page.locator("main .govuk-inset-text .user-text")).to_have_text(words)


@pytest.mark.parametrize("width", [320, 1280])
def test_officers_plan_events(
    visitor: BrowserContext, page: Page, portal: Portal, width: int
) -> None:
    portal.sign_in(visitor, EVERYTHING)
    page.set_viewport_size({"width": width, "height": 700})
    page.goto("/en/staff/events")
    assert_good(page)
    follow(page.locator("main .standing__list a").first)
    assert_good(page)
    follow(page.locator("form[action$='/cancel'] .govuk-button"))
    assert_good(page)
    follow(page.locator("main a[href*='/en/events/']").first)
    assert_good(page)
