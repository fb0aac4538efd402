"""A resident allows in Urdu that their words are quoted, an officer quotes them, and they go."""

from urllib.parse import quote

from playwright.sync_api import BrowserContext, Page, expect
from sqlmodel import Session, select

from portal.consultations.answering import drafts
from portal.consultations.models import Consultation, Response, WrittenAnswer
from portal.feedback import keeping, queries
from portal.feedback.models import OutcomeAddress, Quote
from portal.sealing import crypto
from tests.browser.eyes import assert_good, watched
from tests.browser.hands import Keyboard, follow
from tests.browser.server import SLUG, Portal
from tests.browser.test_journeys import FIRST_STEP, HOME, RESPOND, code_on, in_language

ALLOWED = "You allowed us to quote your words"


def test_words_that_somebody_allowed_are_quoted_until_they_take_it_back(
    phone: BrowserContext, page: Page, staff_context: BrowserContext, portal: Portal
) -> None:
    keys = Keyboard(phone.new_page())
    code = answered(keys)
    wish_to_hear(keys, portal)
    assert_good_in_languages(page, portal, code)
    entry = quoted(watched(staff_context.new_page()), portal)
    taken_back(keys, code)
    with portal.session() as session:
        row = queries.by_key(session, entry)
        assert row
        assert len(session.exec(select(Quote).where(Quote.entry_id == row.id)).all()) == 1
        assert queries.quotes(session, [row]) == {}


def answered(keys: Keyboard) -> str:
    """Answer one question in words, tick that they may be quoted, and give the receipt code."""
    keys.page.goto(f"/ur{HOME}")
    keys.press("a.govuk-button[href$='/respond/lead']")
    keys.choose("connection", "live")
    keys.write("first_step", FIRST_STEP)
    keys.press("button[name=_save]")
    keys.page.goto(f"/ur{RESPOND}/check")
    expect(keys.page.locator("[name=may_quote]")).not_to_be_checked()
    keys.tick("may_quote", "yes")
    keys.press("button[name=later]")
    keys.page.goto(f"/ur{RESPOND}/check")
    expect(keys.page.locator("[name=may_quote]")).to_be_checked()
    keys.press("form[action$='/check'] button:not([name=later])")
    keys.page.goto(f"/ur{RESPOND}/done")
    expect(keys.page.locator("main")).to_contain_text(in_language("ur", ALLOWED))
    return code_on(keys.page)


def wish_to_hear(keys: Keyboard, portal: Portal) -> None:
    """Leave an address with the receipt, which is asked in the language of the page."""
    keys.write("email", "amina@mail.example")
    keys.press("form[action$='/hear'] button")
    assert keys.page.url.endswith("/hear?noted=yes")
    with portal.session() as session:
        (left,) = session.exec(select(OutcomeAddress)).all()
        assert (left.email, left.language) == ("amina@mail.example", "ur")


def assert_good_in_languages(page: Page, portal: Portal, code: str) -> None:
    """Look at the pages that ask for it, and at the receipt, in several languages."""
    for tag in ("en", "ur", "ar"):
        page.goto(f"/{tag}/feedback/{SLUG}/hear")
        assert_good(page)
        page.goto(f"/{tag}/feedback/forget/nothing")
        page.goto(f"/{tag}/receipt")
        page.locator("[name=receipt_code]").fill(code)
        follow(page.locator("main form button").first)
        assert_good(page)
    with portal.session() as session:
        receipt = drafts.receipt_name(crypto.parse_code(code) or "")
        assert session.exec(select(Response).where(Response.receipt == receipt)).one().may_quote


def quoted(page: Page, portal: Portal) -> str:
    """Quote the words beside the entry of a report, and give its key."""
    with portal.session() as session:
        key = report(session)
    page.goto(f"/en/staff/feedback/{SLUG}/entries/{key}/quotes?q={quote(FIRST_STEP)}")
    expect(page.locator("main")).to_contain_text(FIRST_STEP)
    assert_good(page)
    follow(page.locator("article a").first)
    assert_good(page)
    page.locator("[name='words.en']").fill("Have interpreters in our area")
    follow(page.locator("main form button:not([name=_switch])"))
    expect(page.locator("blockquote")).to_contain_text(FIRST_STEP)
    follow(page.locator("article a").first)
    assert_good(page)
    return key


def report(session: Session) -> str:
    """Begin the report, and give the key of its entry on what was answered."""
    scheme = session.exec(select(Consultation).where(Consultation.slug == SLUG)).one()
    made = queries.by_slug(session, SLUG) or keeping.draft(session, scheme)
    session.commit()
    answer = select(WrittenAnswer.question).where(WrittenAnswer.text == FIRST_STEP)
    asked = session.exec(answer).first()
    return next(one.key for one in queries.entries(session, made) if asked in one.questions)


def taken_back(keys: Keyboard, code: str) -> None:
    """Take it back with the receipt code; the answers stand."""
    keys.page.goto("/ur/receipt")
    keys.write("receipt_code", code)
    keys.go_on()
    keys.press("form[action$='/quoting'] button")
    expect(keys.page.locator("main")).not_to_contain_text(in_language("ur", ALLOWED))
    expect(keys.page.locator("main")).to_contain_text(FIRST_STEP)
