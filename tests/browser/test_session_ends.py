"""A caseworker's session ends while they write; what they wrote is kept once they are back."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from sqlmodel import select

from portal.accounts import queries as accounts
from portal.accounts.commands import DEMO_PASSWORD
from portal.accounts.models import AccountSession
from portal.incidents.staff.keys.vault_pages import DEMO_PASSPHRASE
from tests.browser.eyes import assert_good
from tests.browser.hands import follow
from tests.browser.server import Portal
from tests.incidents.factories import report

WHO = "caseworker@voices.example"
NOTE = "She asks us to call after dark, when her neighbour is out. " * 50


def test_a_long_note_is_saved_after_signing_in_again_without_javascript(
    phone: BrowserContext, portal: Portal
) -> None:
    page = phone.new_page()
    begin_note(page, portal, "en")
    sign_in(page)
    assert "neighbour" not in page.content()
    open_key(page)
    assert re.search(r"/staff/cases/[^/]+\?done=note$", page.url)
    expect(page.locator("main")).to_contain_text(NOTE.strip())


@pytest.mark.parametrize("tag", ["en", "ur"])
def test_the_pages_on_the_way_back_are_good(page: Page, portal: Portal, tag: str) -> None:
    begin_note(page, portal, tag)
    assert_good(page)
    give_password(page)
    assert_good(page)
    give_code(page)
    assert_good(page)


def begin_note(page: Page, portal: Portal, tag: str) -> None:
    """Write a note, and send it after the session has ended."""
    page.goto(f"/{tag}/account/sign-in")
    sign_in(page)
    page.goto(f"/{tag}/staff/vault")
    open_key(page)
    write_note(page, portal, tag)
    end_sessions(portal)
    follow(page.locator("form[action$='/note'] .govuk-button"))
    assert "neighbour" not in page.content()


def sign_in(page: Page) -> None:
    give_password(page)
    give_code(page)


def give_password(page: Page) -> None:
    page.locator("[name=email]").fill(WHO)
    page.locator("[name=password]").fill(DEMO_PASSWORD)
    follow(page.locator("main form button").first)


def give_code(page: Page) -> None:
    shown = re.search(r"\b\d{6}\b", page.locator("[aria-labelledby=demo-title] li").inner_text())
    assert shown
    page.locator("[name=code]").fill(shown[0])
    follow(page.locator("main form button").first)


def open_key(page: Page) -> None:
    page.locator("[name=passphrase]").fill(DEMO_PASSPHRASE)
    follow(page.locator("form[action$='/vault'] button"))


def write_note(page: Page, portal: Portal, tag: str) -> None:
    with portal.session() as session:
        reference = report(session).reference
    page.goto(f"/{tag}/staff/cases/{reference}")
    page.locator("[name=note]").fill(NOTE)


def end_sessions(portal: Portal) -> None:
    with portal.session() as session:
        account = accounts.by_email(session, WHO)
        assert account
        mine = select(AccountSession).where(AccountSession.account_id == account.id)
        for one in session.exec(mine):
            one.seen -= timedelta(hours=3)
        session.commit()
