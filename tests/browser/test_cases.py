"""The pages of those who help, and those on which a reporter adds more, in a real browser."""

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from sqlmodel import Session, select

from portal.incidents.models import Report
from portal.incidents.records import codes, withdrawing
from portal.incidents.staff.cases import destruction
from portal.incidents.staff.keys.vault_pages import DEMO_PASSPHRASE
from portal.languages.i18n import today
from tests.browser.eyes import assert_good
from tests.browser.hands import follow
from tests.browser.server import Portal
from tests.incidents.factories import report
from tests.matrix import languages

CASE = re.compile(r"/staff/cases/[0-9A-Z]{4}-[0-9A-Z]{4}$")
OF_A_CASE = ("", "/risk", "/refer", "/contact", "/merge", "/conflict", "/hold", "/close")
SECTIONS = ("about", "when_where", "harm", "needs", "consent", "equality", "files")


def open_key(page: Page, tag: str) -> None:
    page.goto(f"/{tag}/staff/vault")
    page.locator("[name=passphrase]").fill(DEMO_PASSPHRASE)
    follow(page.locator("form[action$='/vault'] button"))


@pytest.mark.parametrize("tag", ["en", "ur"])
def test_the_queue_and_every_page_of_a_case_are_good(
    visitor: BrowserContext, page: Page, portal: Portal, tag: str
) -> None:
    portal.sign_in(visitor, "caseworker@voices.example")
    open_key(page, tag)
    page.goto(f"/{tag}/staff/cases")
    assert_good(page)
    links = [one.get_attribute("href") or "" for one in page.locator("main a").all()]
    case = next(link for link in links if CASE.search(link))
    for path in OF_A_CASE:
        page.goto(case + path)
        assert_good(page)
    for way in ("language", "translation"):
        page.goto(case)
        follow(page.locator(f"a[href*='/{way}/']").first)
        assert_good(page)
    for path in ("take", "team", "languages"):
        page.goto(f"/{tag}/staff/cases/{path}")
        assert_good(page)


@pytest.mark.parametrize("tag", languages("en", "ur", "ar"))
def test_what_became_of_a_case_that_was_taken_back_is_good(
    visitor: BrowserContext, page: Page, portal: Portal, tag: str
) -> None:
    with portal.session() as session:
        kept = [taken_back(session, graver=graver) for graver in (True, False)]
    portal.sign_in(visitor, "caseworker@voices.example")
    open_key(page, tag)
    for reference in kept:
        page.goto(f"/{tag}/staff/cases/{reference}/taken-back")
        expect(page.locator("h1")).to_contain_text(reference)
        assert_good(page)
    with portal.session() as session:
        for reference in kept:
            gone = session.exec(select(Report).where(Report.reference == reference)).one()
            destruction.destroy(session, gone, "test", today(), reason=destruction.WITHDRAWN)
        session.commit()
    page.goto(f"/{tag}/staff/reports/destroyed/{kept[0]}")
    expect(page.locator("h1")).to_contain_text(kept[0])
    assert_good(page)


def taken_back(session: Session, *, graver: bool) -> str:
    code = codes.new()
    made = report(session, code=code)
    withdrawing.mark(made, graver=graver)
    withdrawing.withdraw(session, made, codes.reporter_key(code), today())
    session.commit()
    return made.reference


@pytest.mark.parametrize(
    ("email", "path"),
    [("approver@voices.example", "contacts"), ("partner@voices.example", "referrals")],
)
def test_the_lists_of_approvers_and_partners_are_good(
    visitor: BrowserContext, page: Page, portal: Portal, email: str, path: str
) -> None:
    portal.sign_in(visitor, email)
    open_key(page, "en")
    page.goto(f"/en/staff/{path}")
    assert_good(page)


@pytest.mark.parametrize("tag", languages("en", "cy", "ur", "ar-XB"))
def test_every_page_for_whoever_comes_back_is_good(page: Page, portal: Portal, tag: str) -> None:
    code = codes.new()
    with portal.session() as session:
        report(session, code=code)
    page.goto(f"/{tag}/help/speak-up")
    page.locator("[name=code]").fill(codes.letters(code))
    follow(page.locator("form:has([name=code]) button").last)
    assert_good(page)
    follow(page.locator("button[value=more]").first)
    assert_good(page)
    for section in SECTIONS:
        follow(page.locator(f"button[value={section}]").first)
        assert_good(page)
        follow(page.locator("button[name=_back]").first)
