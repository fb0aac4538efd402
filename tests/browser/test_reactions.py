"""A report that is late, what readers and whoever has a code say of it, and the chair's line."""

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from sqlmodel import Session, select

from portal.feedback import queries
from portal.feedback.models import Entry
from portal.feedback.reactions.models import Reaction
from portal.feedback.rules import Verdict
from portal.languages.i18n import today
from portal.plans.models import Plan
from tests.browser.eyes import assert_good
from tests.browser.hands import follow
from tests.browser.server import EVERYTHING, Portal
from tests.browser.test_forum import TAGS, chair, sign_in
from tests.feedback import factories as made
from tests.feedback.clock.test_in_public import days
from tests.feedback.reactions.factories import answered, reactions

SLUG = "lamps-we-heard"
PUBLIC, STAFF = f"/consultations/{SLUG}", f"/staff/feedback/{SLUG}"


def heard(session: Session) -> Entry:
    """Find the entry of a report that is late in Urdu, or publish it."""
    report = queries.by_slug(session, SLUG)
    if report is None:
        report = made.report(session, "lamps", slug=SLUG, report_back=days(-9))
        made.written(session, report)
        made.published(session, report)
        report.explained = {"en": "The cabinet met late.", "ur": "کابینہ دیر سے ملی۔"}
        report.explained_on = today()
    entry = queries.entries(session, report)[0]
    reactions(session, entry, Verdict.DOES_NOT, language="ur", because="لیمپ بند ہیں")
    return entry


@pytest.mark.parametrize("tag", TAGS)
def test_the_clock_and_the_form_of_readers_are_good(page: Page, portal: Portal, tag: str) -> None:
    with portal.session() as session:
        say = f"/feedback/{SLUG}/entries/{heard(session).key}/say"
    for path in ("/", "/consultations", PUBLIC, say):
        page.goto(f"/{tag}{path}")
        assert_good(page)
    page.check("[name=verdict][value=does_not]")
    page.fill("[name=because]", "Still dark.")
    follow(page.locator("main .govuk-button").first)
    expect(page.locator("form#say")).to_have_count(0)
    assert_good(page)


@pytest.mark.parametrize("tag", TAGS)
def test_whoever_has_a_code_says_it_from_their_receipt(
    page: Page, portal: Portal, tag: str
) -> None:
    with portal.session() as session:
        path, code = opened(session)
    page.goto(f"/{tag}/receipt")
    page.fill("[name=receipt_code]", code)
    follow(page.locator("main .govuk-button").first)
    assert_good(page)
    follow(page.locator(f'form[action$="{path}"] .govuk-button'))
    assert_good(page)
    assert code not in page.url
    page.check("[name=verdict][value=answers]")
    follow(page.locator("form#say .govuk-button"))
    assert code not in page.url
    assert_good(page)


def test_whoever_said_it_with_a_code_goes_back_through_all_pages(
    page: Page, portal: Portal
) -> None:
    with portal.session() as session:
        path, code = opened(session)
    page.goto("/en/receipt")
    page.fill("[name=receipt_code]", code)
    follow(page.locator("main .govuk-button").first)
    follow(page.locator(f'form[action$="{path}"] .govuk-button'))
    follow(page.locator('.govuk-language-navigation [value="ur"]'))
    follow(page.locator("form#say .govuk-button"))
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    page.check("[name=verdict][value=answers]")
    follow(page.locator("form#say .govuk-button"))
    expect(page.locator("form#say")).to_have_count(0)
    for tag in ("ur", "ur", "en"):
        page.go_back()
        assert_said(page, tag)
    page.go_back()
    expect(page.locator(f'form[action$="{path}"]')).to_have_count(0)
    assert "/en/receipt?opened=" in page.url
    assert code not in page.url


def test_whoever_said_it_without_a_code_goes_back_to_the_same_page(
    page: Page, portal: Portal
) -> None:
    with portal.session() as session:
        path, _ = opened(session)
        before = len(session.exec(select(Reaction)).all())
    page.goto(f"/en{path}")
    key = page.locator("[name=_key]").input_value()
    for _ in range(2):
        page.check("[name=verdict][value=answers]")
        follow(page.locator("form#say .govuk-button"))
        expect(page.locator("form#say")).to_have_count(0)
        page.go_back()
        expect(page.locator("[name=_key]")).to_have_value(key)
    with portal.session() as session:
        assert len(session.exec(select(Reaction)).all()) == before + 1


def opened(session: Session) -> tuple[str, str]:
    """Give the path at which something is said of an entry, and a code of answers to it."""
    entry, report = heard(session), queries.by_slug(session, SLUG)
    assert report
    code = answered(session, report.consultation_id)
    return f"/feedback/{SLUG}/entries/{entry.key}/say", code


def assert_said(page: Page, tag: str) -> None:
    """See the page in a language, which says that it was said before and asks nothing again."""
    assert f"/{tag}/feedback/" in page.url
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator("form#say")).to_have_count(0)


@pytest.mark.parametrize("tag", TAGS)
def test_the_pages_of_officers_and_of_the_chair_are_good(
    visitor: BrowserContext, page: Page, portal: Portal, tag: str
) -> None:
    with portal.session() as session:
        entry = heard(session)
        line = f"/forum/lines/feedback/{SLUG}/{entry.key}"
        plan = session.exec(select(Plan).where(Plan.slug == "race-equality-action-plan")).one()
        item = f"/forum/lines/plans/{plan.slug}/{portal.known['action']}"
        sign_in(visitor, portal, chair(session))
    for path in (line, item):
        page.goto(f"/{tag}{path}")
        assert_good(page)
        page.check("[name=line][value=not_yet]")
        page.fill("[name=words]", "We wait for the lamps.")
        follow(page.locator("main .govuk-button").first)
        assert_good(page)
    page.goto(f"/{tag}{item}")
    assert_good(page)
    portal.sign_in(visitor, EVERYTHING)
    for path in (f"{STAFF}/explain", f"{STAFF}/reactions"):
        page.goto(f"/{tag}{path}")
        assert_good(page)
