"""A member signs in with a mailed link on a small telephone, and looks after their page."""

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from sqlmodel import Session, select

from portal.features import LINKS
from portal.languages.i18n import today
from portal.members import keeping, letters, new_addresses, staying
from portal.members.models import Member
from portal.members.rules import month_of, months_before
from portal.members.signing_in import mailing
from portal.store.db import now
from portal.store.outgoing import OutgoingMail
from portal.web import links
from tests.browser.eyes import assert_good
from tests.browser.hands import follow
from tests.browser.server import Portal

TAGS = ("en", "cy", "ur", "ar-XB")


def newest_link(session: Session, to: str) -> str:
    """Take the link from the mail to an address."""
    for mail in session.exec(select(OutgoingMail).where(OutgoingMail.recipient == to)):
        (address,) = re.findall(r"^http\S+/member/\S+$", mail.body, re.MULTILINE)
        session.delete(mail)
    return str(address)


def taken_in(portal: Portal, email: str, tag: str = "en") -> str:
    """Take somebody in and have a link mailed to them."""
    links.use(LINKS)
    with portal.session() as session:
        keeping.take_in(session, today(), tag, email=email, name="زینب")
        mailing.ask(session, email, tag, "", now())
        mailing.send(session, now())
        address = newest_link(session, email)
        session.commit()
    return address


def sign_in(page: Page, portal: Portal, email: str, tag: str) -> None:
    page.goto(taken_in(portal, email, tag if tag in ("en", "cy", "ur") else "en"))
    if tag == "ar-XB":
        page.goto(page.url.replace("/en/", "/ar-XB/"))
    follow(page.locator("main .govuk-button").first)


@pytest.mark.parametrize("tag", TAGS)
def test_the_pages_of_a_member_are_good(page: Page, portal: Portal, tag: str) -> None:
    email = f"{tag.lower()}@mail.example"
    page.goto(f"/{tag}/member")
    assert_good(page)
    page.fill("[name=email]", email)
    follow(page.locator("#sign-in .govuk-button").first)
    assert_good(page)
    page.goto(taken_in(portal, email, "en").replace("/en/", f"/{tag}/"))
    assert_good(page)
    follow(page.locator("main .govuk-button").first)
    assert page.url.endswith(f"/{tag}/member")
    assert_good(page)
    page.fill("[name=name]", "The Council")
    follow(page.locator("form[action$='/member/name'] .govuk-button"))
    assert_good(page)
    page.goto(f"/{tag}/member/leave")
    assert_good(page)
    page.goto(f"/{tag}/member/link/over")
    assert_good(page)


def test_somebody_signs_in_in_urdu_without_javascript_and_leaves(
    phone: BrowserContext, portal: Portal
) -> None:
    page, email = phone.new_page(), "leaves@mail.example"
    sign_in(page, portal, email, "ur")
    page.locator("[name=name]").fill("زینب بی بی")
    page.locator("[name=name_shown]").check()
    follow(page.locator("form[action$='/member/name'] .govuk-button"))
    expect(page.locator("[name=name]")).to_have_value("زینب بی بی")
    page.goto("/ur/member/leave")
    page.locator("[value=goes]").check()
    page.locator("[name=sure]").check()
    follow(page.locator("main form .govuk-button"))
    page.goto("/ur/member")
    assert "/member/sign-in" in page.url
    with portal.session() as session:
        assert session.exec(select(Member).where(Member.email == email)).first() is None


@pytest.mark.parametrize("tag", ["en", "ur"])
def test_the_pages_that_mails_lead_to_are_good(page: Page, portal: Portal, tag: str) -> None:
    links.use(LINKS)
    old, new = f"old-{tag}@mail.example", f"new-{tag}@mail.example"
    with portal.session() as session:
        member = keeping.take_in(session, today(), tag, email=old)
        new_addresses.want(session, member, new, tag, now())
        addresses = [newest_link(session, one) for one in (old, new)]
        member.here = months_before(month_of(today()), 40)
        staying.look([], session, now())
        stays = newest_link(session, old)
        session.commit()
    for address in (*addresses, stays):
        page.goto(address)
        assert_good(page)
        follow(page.locator("main .govuk-button").first)
        assert_good(page)


@pytest.mark.parametrize("tag", ["en", "ur"])
def test_a_card_to_print_is_good(staff_page: Page, portal: Portal, tag: str) -> None:
    staff_page.goto(f"/{tag}/staff/cards")
    staff_page.locator("[name=language][value=ur]").check()
    follow(staff_page.locator("form[action$='/issue'] .govuk-button"))
    assert_good(staff_page)
    expect(staff_page.locator(".sheet")).to_have_attribute("dir", "rtl")
    assert letters.LINK_SUBJECT not in staff_page.content()
