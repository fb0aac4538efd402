"""Following on a telephone: choosing, the pages behind the links of a mail, and the mails."""

from datetime import timedelta

import pytest
from playwright.sync_api import BrowserContext, Page
from sqlmodel import Session, col, select

from portal.bodies.models import Body, Membership
from portal.bodies.rules import Joining
from portal.features import FEATURES, LINKS
from portal.following import declined, desk, gathering, people
from portal.following.rules import Follower, reads
from portal.forum.topics.models import Topic
from portal.forum.topics.rules import Room
from portal.languages.i18n import today
from portal.members import wanted_mails
from portal.members.models import Member
from portal.members.rules import MailKind, month_of, months_before
from portal.news import Window
from portal.settings import Settings
from portal.store.db import now
from portal.web import links
from tests.browser.eyes import assert_good
from tests.browser.hands import follow
from tests.browser.scales import KILOBYTE, Scales
from tests.browser.server import Portal
from tests.browser.test_forum import sign_in

FORUM = "/forum/race-equality-forum"
TAGS = ("en", "cy", "ur", "ar-XB")


def belonging(session: Session) -> Member:
    query = select(Member).join(Membership).where(Membership.state == Joining.ACCEPTED)
    # Whoever has a card alone gets no mails.
    query = query.where(col(Member.email).is_not(None))
    return session.exec(query.order_by(Member.id).limit(1)).one()


@pytest.mark.parametrize("tag", TAGS)
def test_the_pages_of_following_are_good_and_light(
    visitor: BrowserContext, page: Page, portal: Portal, tag: str
) -> None:
    scales = Scales(page)
    with portal.session() as session:
        sign_in(visitor, portal, belonging(session).id)
        shown = select(Topic.id).where(Topic.room == Room.PUBLIC, Topic.newest > 0)
        topic = session.exec(shown.order_by(Topic.id).limit(1)).one()
    for way in ("/member/following", f"{FORUM}/follow", f"{FORUM}/topics/{topic}/follow"):
        scales.empty()
        page.goto(f"/{tag}{way}")
        assert_good(page)
        assert scales.received <= 30 * KILOBYTE
    page.locator("[value=at_once]").check()
    follow(page.locator("main form .govuk-button"))
    assert page.url.endswith(f"/{tag}{FORUM}/topics/{topic}?done=follows")
    assert_good(page)
    page.goto(f"/{tag}/member/following")
    follow(page.locator("main form .govuk-button").first)
    assert_good(page)


@pytest.mark.parametrize("tag", ["en", "ur"])
def test_the_pages_behind_the_links_of_a_mail_are_good(
    page: Page, portal: Portal, tag: str
) -> None:
    links.use(LINKS)
    with portal.session() as session:
        made = session.exec(select(Body).limit(1)).one()
        long_ago = months_before(month_of(today()), 3)
        person = Member(email=f"silent-{tag}@mail.example", language=tag, here=long_ago)
        session.add(person)
        session.flush()
        mine = Membership(body_id=made.id or 0, member_id=person.id, language=tag)
        mine.state, mine.joined = Joining.ACCEPTED, now() - timedelta(days=30)
        session.add(mine)
        choice = wanted_mails.choices(session, [person.id])[person.id]
        settings: Settings = session.info["settings"]
        stop = wanted_mails.address(settings, choice, MailKind.WEEKLY, tag)
        decline = declined.address(settings, choice, made.id or 0, tag)
        session.commit()
    for address in (stop, decline):
        page.goto(address.removeprefix(settings.public_url))
        assert_good(page)
        follow(page.locator("main .govuk-button").first)
        assert_good(page)


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("tag", ["en", "ur", "ar"])
def test_a_mail_fits_every_width_and_loads_nothing(
    page: Page, portal: Portal, tag: str, width: int
) -> None:
    links.use(LINKS)
    with portal.session() as session:
        settings: Settings = session.info["settings"]
        session.info["settings"] = mailing = Settings(
            secret_key=settings.secret_key,
            public_url="https://voices.example",
            smtp_url="smtp://127.0.0.1:1",
        )
        person = belonging(session)
        person.language = tag
        laid, moment = desk.laid(session, now()), now()
        choices = wanted_mails.choices(session, [person.id])
        follower: Follower = people.followers(session, [person], choices, moment)[person.id]
        news = gathering.news(FEATURES, session, Window(moment - timedelta(days=900), moment))
        theirs = [one for one in news if reads(one, follower)]
        assert laid
        assert mailing.public_url
        to = (person, follower, choices[person.id])
        html = laid.letter(to, MailKind.WEEKLY, theirs, moment)["html"]
        session.info["settings"] = settings
        session.rollback()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.set_viewport_size({"width": width, "height": 800})
    page.set_content(html)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    direction = "ltr" if tag == "en" else "rtl"
    assert page.evaluate("getComputedStyle(document.body).direction") == direction
    assert page.locator("h1").count() == 1
    assert page.locator("blockquote").count() > 5
    assert asked == []
