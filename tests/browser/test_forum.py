"""Everybody reads the forum on a telephone; a newcomer applies, and the chair looks after it."""

import re
import secrets
from datetime import timedelta

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from sqlmodel import Session, col, select

from portal.bodies.models import Body, Membership, OfficeHolder
from portal.bodies.rules import Joining, Office
from portal.forum.topics.models import Ask, Post, ResidentQuestion, Topic
from portal.forum.topics.rules import Room, Voice
from portal.languages.i18n import today
from portal.members.models import Member, MemberSession
from portal.members.rules import month_of
from portal.sealing.crypto import fingerprint
from portal.store.db import now
from portal.store.outgoing import OutgoingMail
from portal.web.security import MEMBER_COOKIE, cookie_name
from tests.browser.eyes import assert_good
from tests.browser.hands import follow
from tests.browser.scales import KILOBYTE, Scales
from tests.browser.server import Portal

FORUM = "/forum/race-equality-forum"
TAGS = ("en", "cy", "ur", "ar-XB")


def sign_in(context: BrowserContext, portal: Portal, member: str) -> None:
    """Sign a browser in as a member without a link."""
    token, expires = secrets.token_urlsafe(32), now() + timedelta(hours=12)
    with portal.session() as session:
        session.add(MemberSession(id=fingerprint(token), member_id=member, expires=expires))
        session.commit()
    cookie = {"name": cookie_name(MEMBER_COOKIE, https=False), "value": token, "url": portal.url}
    context.add_cookies([cookie])  # type: ignore[list-item]


def chair(session: Session) -> str:
    query = select(OfficeHolder.member_id).where(OfficeHolder.office == Office.CHAIR)
    return session.exec(query).one() or ""


def newest_link(portal: Portal, email: str) -> str:
    with portal.session() as session:
        mail = session.exec(select(OutgoingMail).where(OutgoingMail.recipient == email)).one()
        (address,) = re.findall(r"^http\S+/forum/enter/\S+$", mail.body, re.MULTILINE)
        session.delete(mail)
        session.commit()
    return str(address)


@pytest.mark.parametrize("tag", TAGS)
def test_topics_are_good_and_light_in_every_language(
    reader: Page, portal: Portal, tag: str
) -> None:
    scales = Scales(reader)
    with portal.session() as session:
        shown = select(Topic.id).where(Topic.room == Room.PUBLIC, Topic.newest > 0)
        topics = session.exec(shown.order_by(col(Topic.newest))).all()
    assert len(topics) > 6
    for topic in topics[:: 1 if tag == "ur" else 4]:
        scales.empty()
        reader.goto(f"/{tag}{FORUM}/topics/{topic}")
        assert_good(reader)
        assert scales.received <= 30 * KILOBYTE
        assert scales.requests <= 4


@pytest.mark.parametrize("tag", TAGS)
def test_the_pages_of_the_chair_are_good(
    visitor: BrowserContext, page: Page, portal: Portal, tag: str
) -> None:
    with portal.session() as session:
        sign_in(visitor, portal, chair(session))
        unanswered = select(Ask.topic_id).order_by(col(Ask.answered).is_not(None))
        topic = session.exec(unanswered.limit(1)).one()
        waiting = select(Membership.id).where(Membership.state == Joining.WAITING)
        application = session.exec(waiting.limit(1)).one()
        question = session.exec(select(ResidentQuestion.id).limit(1)).one()
    with portal.session() as session:
        silent = select(Member).join(Membership).where(Membership.state == Joining.ACCEPTED)
        for one in session.exec(silent.where(col(Member.email).is_(None))).all():
            one.warned = month_of(today())
        session.commit()
    page.goto(f"/{tag}{FORUM}/today")
    expect(page.locator("form[action*='/unheard/']").first).to_be_visible()
    for way in (
        "",
        "/today",
        f"/applications/{application}",
        f"/questions/{question}",
        f"/topics/{topic}",
        f"/topics/{topic}/drop-ask",
        "/rooms/members",
        "/rooms/public/new",
        "/rooms/chair/new",
        "/terms",
        "/join/mine",
    ):
        answer = page.goto(f"/{tag}{FORUM}{way}")
        assert answer
        assert answer.status == 200, way
        assert_good(page)


def write(page: Page, tag: str) -> None:
    """Begin a topic, and look at all that can be done with one's own post."""
    page.goto(f"/{tag}{FORUM}/rooms/public/new")
    page.fill("[name=title]", "سڑک" if tag == "ur" else "الطريق")
    page.fill("[name=text]", "رات کو اندھیرا ہے 01632 960001" if tag == "ur" else "الشارع مظلم")
    follow(page.locator("main .govuk-button").first)
    expect(page.locator("article")).to_have_count(1)
    expect(page.get_by_role("alert")).to_be_focused()
    assert_good(page)
    again = page.url
    page.go_back()
    follow(page.locator("main .govuk-button").first)
    assert page.url == again
    for act in ("edit", "files", "take-back"):
        page.goto(page.url.partition("?")[0].partition("#")[0])
        follow(page.locator(f"article a[href$='/{act}']"))
        assert_good(page)
        page.go_back()


@pytest.mark.parametrize("tag", ["ur", "ar"])
def test_a_newcomer_joins_in_their_own_language_and_writes(
    visitor: BrowserContext, page: Page, portal: Portal, tag: str
) -> None:
    email = f"newcomer-{tag}@mail.example"
    page.goto(f"/{tag}{FORUM}/join")
    follow(page.locator("main a.govuk-button").first)
    page.fill("[name=email]", email)
    follow(page.locator("#enter .govuk-button"))
    assert_good(page)
    page.goto(newest_link(portal, email))
    assert page.url.split("/")[3] == tag
    assert_good(page)
    follow(page.locator("main .govuk-button").first)
    page.check("[name=as_][value=person]")
    page.fill("[name=why]", "میں مدد کرنا چاہتی ہوں" if tag == "ur" else "أريد أن أساعد")
    assert page.locator("[name=language]").input_value() == tag
    page.check("[name=contact][value=email]")
    assert_good(page)
    follow(page.locator("main .govuk-button").first)
    assert_good(page)
    follow(page.locator("main .govuk-button").first)
    assert_good(page)
    with portal.session() as session:
        member = session.exec(select(Member).where(Member.email == email)).one()
        mine = session.exec(select(Membership).where(Membership.member_id == member.id)).one()
        assert (mine.state, mine.language) == (Joining.WAITING, tag)
        mine.state, mine.joined = Joining.ACCEPTED, now()
        session.add(mine)
        session.commit()
    write(page, tag)


@pytest.mark.parametrize("tag", ["ur", "ar"])
def test_a_resident_asks_without_an_account_and_comes_back_with_the_code(
    reader: Page, portal: Portal, tag: str
) -> None:
    reader.goto(f"/{tag}{FORUM}/ask")
    reader.fill("[name=text]", "?" * 20)
    follow(reader.locator("#question .govuk-button"))
    assert_good(reader)
    code = reader.locator(".code").inner_text()
    reader.goto(f"/{tag}/receipt")
    reader.fill("[name=receipt_code]", code)
    follow(reader.locator("#code .govuk-button"))
    expect(reader.locator(".user-text").first).to_have_text("?" * 20)
    assert_good(reader)


def test_an_officer_answers_and_the_countdown_ends(
    visitor: BrowserContext, page: Page, portal: Portal
) -> None:
    portal.sign_in(visitor, "officer@voices.example")
    page.goto("/en/staff")
    follow(page.locator("a[href*='/staff/forum/race-equality-forum/topics/']").first)
    assert_good(page)
    page.fill("[name=text]", "The lamps are mended on Monday.")
    page.check("[name=answers]")
    follow(page.locator("main .govuk-button").first)
    assert_good(page)
    with portal.session() as session:
        newest = session.exec(select(Post).order_by(col(Post.id).desc())).first()
        assert newest
        assert (newest.voice, newest.answers) == (Voice.COUNCIL, True)
        assert session.exec(select(Body)).one().slug in page.url
    follow(page.locator("a[href*='/posts/']").last)
    assert_good(page)
    follow(page.locator(".govuk-back-link"))
    assert_good(page)
