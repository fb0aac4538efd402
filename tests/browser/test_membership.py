"""Somebody who was invited joins a group, and the contact of a group says who speaks for it."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page
from sqlmodel import Session, select

from portal.features import LINKS
from portal.groups import links as entry_links
from portal.groups.models import Group
from portal.groups.rules import State
from portal.membership import inviting, keeping
from portal.membership.rules import Role
from portal.store.db import now
from portal.store.mail import OutgoingMail
from portal.web import links
from tests.browser.eyes import assert_good
from tests.browser.hands import follow
from tests.browser.server import Portal
from tests.groups.factories import group

BUTTON = "main form .govuk-button"


def unheard(session: Session, name: str) -> Group:
    """Keep a group that may act for its members, and for which nobody speaks yet."""
    return group(session, name, state=State.VERIFIED)


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
    page.goto(f"/{tag}/member/groups")
    assert_good(page)
    page.goto(confirming)
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
