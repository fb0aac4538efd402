"""An officer writes an assessment, a colleague cannot sign their own, and a second one signs it."""

from playwright.sync_api import Browser, BrowserContext, Page, expect

from portal.equality_impact.rules import PROTECTED, WELSH, Question
from tests.browser.eyes import assert_good, watched
from tests.browser.hands import follow
from tests.browser.server import Portal

HOME = "/en/staff/assessments/bus-passes-by-post"
CONSULTATION = "consultation/translation-drop-ins"


def saved(page: Page, look: bool = True) -> None:
    """Press the button of the form, and look at the page that comes."""
    follow(page.locator("main form:not(.filters) .govuk-button").last)
    assert page.locator(".govuk-error-summary").count() == 0, page.url
    if look:
        assert_good(page)


def written(page: Page, part: str, *, look: bool = False, **words: str) -> None:
    """Fill in a part: boxes with words, and choices by what begins with an underscore."""
    page.goto(f"{HOME}/{part}")
    for name, said in words.items():
        if said.startswith("_"):
            page.locator(f"[name={name}][value={said[1:]}]").check()
        else:
            page.locator(f"[name='{name.replace('__', '.')}']").fill(said)
    if look:
        assert_good(page)
    saved(page, look)


def begun(page: Page) -> None:
    page.goto("/en/staff/assessments/new")
    page.locator("[name='title.en']").fill("Bus passes by post")
    page.locator("[name=kind][value=change]").check()
    page.locator("[name=service][value=leisure]").check()
    page.locator("[name=owner]").fill("Head of transport")
    assert_good(page)
    saved(page)


def filled_in(page: Page) -> None:
    """Write every part, down to the day on which it is looked at again."""
    about = {"subject": "Passes come by post only", "reasons": "It costs less"}
    summary = {"summary__en": "Bus passes by post", "affected": "4,000 people"}
    written(page, "about", look=True, **about, **summary)
    asked = {str(one): "_yes" for one in Question}
    whys = {f"{one}_why": "Because some have no letter box" for one in Question}
    outcome = {"outcome": "_full", "outcome_reason__en": "Some could be left out"}
    written(page, "screening", look=True, **asked, **whys, **outcome)
    page.goto(f"{HOME}/evidence")
    page.locator("[name=key]").select_option(CONSULTATION)
    page.locator("[name=learned]").fill("Many asked for a desk")
    saved(page)
    for one in (*PROTECTED, WELSH, "socio_economic"):
        page.goto(f"{HOME}/{one}")
        if page.locator("[name=effect]").count():
            bad = one == "race"
            written(
                page,
                one,
                look=bad,
                effect="_negative" if bad else "_neutral",
                why="Letters are in English" if bad else "Nobody is left out",
            )
    page.goto(f"{HOME}/measures")
    page.locator("[name=words]").fill("A desk in each library")
    page.locator("[name=lead]").fill("Head of libraries")
    page.locator("[name=thing]").select_option(index=1)
    assert_good(page)
    saved(page)
    day = {"review_on__day": "1", "review_on__month": "6", "review_on__year": "2030"}
    decided = {"decision": "_change", "decision_reason__en": "A desk stays open"}
    written(page, "decision", look=True, **decided, **day)


def colleague(chromium: Browser, portal: Portal, email: str) -> BrowserContext:
    context = chromium.new_context(base_url=portal.url, viewport={"width": 1280, "height": 800})
    portal.sign_in(context, email)
    return context


def test_an_assessment_is_written_by_one_and_signed_by_another(
    chromium: Browser, portal: Portal, page: Page
) -> None:
    one = colleague(chromium, portal, "officer@voices.example")
    writer = watched(one.new_page())
    begun(writer)
    filled_in(writer)
    writer.goto(HOME)
    saved(writer)
    follow(writer.locator("main a[href*='/sign/']").first)
    assert writer.locator("[value=agree]").count() == 0
    assert_good(writer)
    signing = writer.url
    one.close()
    page.goto("/en/equality-impact/bus-passes-by-post")
    assert "Bus passes" not in page.content()
    other = colleague(chromium, portal, "administrator@voices.example")
    second = watched(other.new_page())
    second.goto(signing)
    second.locator("[name=sure]").check()
    follow(second.locator("[value=agree]"))
    assert_good(second)
    other.close()
    for tag in ("en", "ur"):
        page.goto(f"/{tag}/equality-impact/bus-passes-by-post")
        expect(page.locator("main")).to_contain_text("A desk stays open")
        assert_good(page)
    page.goto("/en/consultations/translation-drop-ins")
    expect(page.locator("main")).to_contain_text("Bus passes by post")
    page.goto("/en/equality-impact/bus-passes-by-post")
    follow(page.locator("main a[href*='/plans/']").first)
    expect(page.locator("main")).to_contain_text("Bus passes by post")
    assert_good(page)
