"""Somebody who was invited joins a group, and the contact of a group says who speaks for it."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import BrowserContext, Page
from sqlmodel import Session, select

from portal.bodies.models import Body
from portal.bodies.rules import GroupSays, Joining
from portal.features import LINKS
from portal.groups import letters
from portal.groups import links as entry_links
from portal.groups.models import Group
from portal.groups.rules import State
from portal.membership import inviting, keeping
from portal.membership.rules import Role
from portal.store.db import now
from portal.store.outgoing import OutgoingMail
from portal.web import links
from tests.bodies.factories import joined
from tests.browser.eyes import assert_good
from tests.browser.hands import follow
from tests.browser.server import Portal
from tests.browser.test_forum import sign_in
from tests.groups.factories import group
from tests.members.factories import member
from tests.membership.factories import belongs

BUTTON = "main form .govuk-button"


def unheard(session: Session, name: str) -> Group:
    """Keep a group that may act for its members, and for which nobody speaks yet."""
    return group(session, name, state=State.VERIFIED)


def write(page: Page) -> None:
    """Write to the members of a group, and open the sheet to be read aloud."""
    page.locator("[name=notice]").fill("Nos Iau am saith.")
    follow(page.locator("form[action$='/write'] .govuk-button").first)
    assert_good(page)
    follow(page.locator("a[href*='/notices/']").first)
    assert page.locator(".large .user-text").inner_text() == "Nos Iau am saith."
    assert_good(page)


@pytest.mark.parametrize("tag", ["en", "ur"])
def test_every_page_from_an_invitation_to_ones_groups_is_good(
    page: Page, portal: Portal, tag: str
) -> None:
    links.use(LINKS)
    email = f"invited-{tag}@mail.example"
    with portal.session() as session:
        asking = unheard(session, f"Asking {tag}")
        until = now() + timedelta(days=7)
        made, _ = keeping.invite(session, asking, Role.REPRESENTATIVE, until)
        address, slug = inviting.address(portal.settings, made, tag), asking.slug
        session.commit()
    page.goto(address)
    assert_good(page)
    page.locator("[name=email]").fill(email)
    follow(page.locator(f"form:has([name=email]) {BUTTON.removeprefix('main form ')}").first)
    assert_good(page)
    with portal.session() as session:
        mail = session.exec(select(OutgoingMail).where(OutgoingMail.recipient == email)).one()
        (confirming,) = re.findall(r"^http\S+/join/mail/\S+$", mail.body, re.MULTILINE)
    page.goto(confirming)
    assert_good(page)
    follow(page.locator(BUTTON).first)
    assert page.url.endswith(f"/{tag}/member/groups/{slug}")
    assert_good(page)
    write(page)
    page.goto(f"/{tag}/member/groups")
    assert_good(page)
    page.goto(f"/{tag}/member/groups/{slug}/leave")
    assert_good(page)
    page.goto(confirming)
    assert_good(page)


@pytest.mark.parametrize("tag", ["en", "ur"])
def test_the_page_that_stops_mails_to_all_groups_is_good(
    page: Page, portal: Portal, tag: str
) -> None:
    links.use(LINKS)
    with portal.session() as session:
        session.info["settings"] = portal.settings
        listed = unheard(session, f"Written to {tag}")
        address = letters.stopping(session, listed, tag)
    page.goto(address.removeprefix(portal.settings.public_url))
    assert_good(page)
    follow(page.locator(BUTTON).first)
    assert_good(page)


@pytest.mark.parametrize("tag", ["en", "ur"])
def test_the_page_on_which_a_contact_names_who_speaks_is_good(
    page: Page, portal: Portal, tag: str
) -> None:
    with portal.session() as session:
        silent = unheard(session, f"Silent {tag}")
        token = entry_links.make(session, silent, entry_links.Purpose.ENTRY, now())
        session.commit()
    page.goto(f"/{tag}/groups/entry/{token}/representative")
    assert page.locator("main form").count()
    assert_good(page)


@pytest.mark.parametrize("tag", ["en", "ur"])
def test_the_page_on_which_a_group_says_who_speaks_for_it_is_good(
    visitor: BrowserContext, page: Page, portal: Portal, tag: str
) -> None:
    with portal.session() as session:
        asked = unheard(session, f"Asked {tag}")
        speaks, applies = belongs(session, asked, Role.REPRESENTATIVE), member(session)
        forum = session.exec(select(Body)).first()
        assert forum
        mine = joined(
            session, forum, applies, asked, state=Joining.WAITING, group_says=GroupSays.ASKED
        )
        number, who = mine.id, speaks.id
        session.commit()
    sign_in(visitor, portal, who)
    page.goto(f"/{tag}/member")
    follow(page.locator(f"#asked-{number} a"))
    assert_good(page)
