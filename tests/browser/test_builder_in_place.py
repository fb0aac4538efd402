"""An officer builds a questionnaire, and the page stays where it is."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Request, Route, expect
from sqlmodel import col, delete

from portal.accounts.commands import DEMO_PASSWORD
from portal.consultations.models import Consultation
from portal.consultations.staff import queries
from tests.browser.eyes import assert_good, faults_of, watched
from tests.browser.hands import Keyboard, follow
from tests.browser.server import EVERYTHING, Portal
from tests.browser.test_session_ends import give_code
from tests.consultations import building_factories as make

ORDER = "li[id^=question-] p a"


@pytest.fixture
def outline(portal: Portal) -> Iterator[str]:
    """Draft two sections, the first with three questions, and give the page that lists them."""
    colour = make.choice("colour", "red", "blue", kind="multiple")
    asked = (colour, make.question("width"), make.question("height"))
    with portal.session() as session:
        content = make.content(make.section("size", *asked), make.section("place"))
        make.drafted(session, "kites", content=content)
        session.commit()
    yield "/staff/consultations/kites/questions"
    with portal.session() as session:
        # Whoever reads first has to begin anew if the portal still writes.
        session.exec(delete(Consultation).where(col(Consultation.slug) == "kites"))
        session.commit()


@pytest.fixture
def question(portal: Portal, outline: str) -> str:
    """Give the page of the question that has answers to choose from."""
    with portal.session() as session:
        kites = queries.by_slug(session, "kites")
        assert kites
        return f"{outline}/{queries.questions(session, kites)[0].id}"


def test_without_javascript_the_same_buttons_lead_to_the_same_places(
    chromium: Browser, portal: Portal, outline: str, question: str
) -> None:
    context = chromium.new_context(base_url=portal.url, java_script_enabled=False)
    portal.sign_in(context, EVERYTHING)
    page = opened(context, outline)
    follow(button(page, "Move down", "Width"))
    expect(button(page, "Move up", "Width")).to_be_focused()
    assert order(page) == ["Colour (en)", "Height (en)", "Width (en)"]
    page.goto(f"/en{question}")
    page.locator("[name='options.new']").fill("Green")
    follow(page.locator("#options-add"))
    expect(page.locator("[name='options.green.label.en']")).to_be_focused()
    follow(button(page, "Delete", "Red"))
    assert page.url.endswith("#options-blue")
    context.close()


def test_a_keyboard_moves_and_deletes(staff_context: BrowserContext, outline: str) -> None:
    page = opened(staff_context, outline)
    page.evaluate("window.same = true")
    keyboard = Keyboard(page)
    button(page, "Move down", "Colour").focus()
    page.keyboard.press("Enter")
    said(page, "“Colour (en)” is now 2 of 3.")
    expect(button(page, "Move down", "Colour")).to_be_focused()
    page.keyboard.press("Enter")
    said(page, "“Colour (en)” is now 3 of 3.")
    expect(button(page, "Move up", "Colour")).to_be_focused()
    expect(button(page, "Move up", "Colour")).to_be_in_viewport()
    assert order(page) == ["Width (en)", "Height (en)", "Colour (en)"]
    keyboard.reach("li:last-child summary")
    page.keyboard.press("Enter")
    keyboard.reach("form[action$='/delete'] button")
    page.keyboard.press("Enter")
    said(page, "“Colour (en)” has been deleted.")
    expect(page.get_by_role("link", name="Height (en)")).to_be_focused()
    button(page, "Move down", "Size").press("Enter")
    said(page, "“Size (en)” is now 2 of 2.")
    expect(button(page, "Move up", "Size")).to_be_focused()
    assert page.evaluate("window.same")
    assert page.url.endswith(outline)
    assert_good(page)
    page.close()


def test_what_others_depend_on_is_asked_about_on_a_page(
    staff_context: BrowserContext, portal: Portal, outline: str
) -> None:
    with portal.session() as session:
        kites = queries.by_slug(session, "kites")
        assert kites
        width = queries.questions(session, kites)[1]
        width.show_if = {"question": "colour", "options": ["red"]}
        session.add(width)
        session.commit()
    page = opened(staff_context, outline)
    page.locator("li summary").first.press("Enter")
    button(page, "Yes, delete it", "Colour").press("Enter")
    expect(page.locator("h1")).to_have_text("Others depend on this")
    expect(page.locator("h1")).to_be_focused()
    said(page, "")
    assert_good(page)
    follow(button(page, "Yes, delete it", "").last)
    assert order(page) == ["Width (en)", "Height (en)"]
    page.close()


def test_two_presses_while_the_first_is_under_way_are_one(
    staff_context: BrowserContext, outline: str
) -> None:
    page = opened(staff_context, outline)
    sent: list[Request] = []

    def slowly(route: Route) -> None:
        sent.append(route.request)
        page.wait_for_timeout(700)
        route.continue_()

    page.route("**/move", slowly)
    button(page, "Move down", "Colour").dblclick()
    expect(page.locator("[aria-busy=true]")).to_have_count(1)
    said(page, "“Colour (en)” is now 2 of 3.")
    assert order(page) == ["Width (en)", "Colour (en)", "Height (en)"]
    assert len(sent) == 1
    page.close()


def test_a_double_click_takes_one_step_though_another_button_comes_under_the_pointer(
    staff_context: BrowserContext, question: str
) -> None:
    page = opened(staff_context, question)
    page.locator("[name='options.new']").fill("Green\nBlack")
    page.locator("#options-add").press("Enter")
    expect(page.locator("[name='options.green.label.en']")).to_be_focused()
    button(page, "Delete", "Blue").dblclick(delay=0)
    said(page, "“Blue (en)” has been deleted.")
    button(page, "Move down", "Red").click(click_count=2, delay=20)
    said(page, "“Red (en)” is now 2 of 3.")
    # The second of two slow clicks, on what has come under the pointer meanwhile. Found and
    # pressed in one step, because the part may be drawn anew between two.
    second = "{detail: 2, bubbles: true, cancelable: true}"
    pressed = f"document.querySelector(one).dispatchEvent(new MouseEvent('click', {second}))"
    assert page.evaluate(f"one => {pressed}", "[name=_do][value='options.delete.red']") is False
    page.close()


def test_answers_are_added_moved_and_deleted(staff_context: BrowserContext, question: str) -> None:
    page = opened(staff_context, question)
    page.evaluate("window.same = true")
    page.locator("[name='label.en']").fill("Which colours?")
    page.locator("[name='options.new']").fill("Green\nBlack")
    page.locator("#options-add").press("Enter")
    expect(page.locator("[name='options.green.label.en']")).to_be_focused()
    expect(page.locator("[name='label.en']")).to_have_value("Which colours?")
    expect(page.locator("[name='options.new']")).to_have_value("")
    button(page, "Move up", "Black").press("Enter")
    said(page, "“Black” is now 3 of 4.")
    expect(button(page, "Move up", "Black")).to_be_focused()
    button(page, "Delete", "Red").press("Enter")
    said(page, "“Red (en)” has been deleted.")
    expect(page.locator("[name='options.blue.label.en']")).to_be_visible()
    assert page.evaluate("document.activeElement.id") == "options-blue"
    assert page.evaluate("window.same")
    assert_good(page)
    page.locator("[name='hint.en']").fill("As many as you like")
    follow(page.locator(".languages button[value=ur]"))
    expect(page.locator("[name='hint.en']")).to_have_value("As many as you like")
    assert_good(page)
    page.close()


def test_what_is_wrong_has_the_focus_and_what_was_typed_stays(
    staff_context: BrowserContext, question: str
) -> None:
    page = opened(staff_context, question)
    for field in page.locator("[name^='label.']").all():
        field.fill("")
    page.locator("[name='options.new']").fill("Green")
    page.locator("#options-add").press("Enter")
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    expect(page.locator("[name='options.new']")).to_have_value("Green")
    assert page.title().startswith("Error:")
    faults_of(page)
    assert_good(page)
    page.locator("[name='label.en']").fill("Which?")
    page.locator("#options-add").press("Enter")
    expect(page.locator("[name='options.green.label.en']")).to_be_focused()
    assert page.title().startswith("Which?")
    page.close()


def test_a_section_is_added_at_the_end_once_it_has_a_title(
    staff_context: BrowserContext, outline: str
) -> None:
    page = opened(staff_context, outline.replace("questions", "sections/new"))
    page.locator("[name='intro.en']").fill("How it should look")
    button(page, "Save", "").press("Enter")
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    expect(page.locator("[name='intro.en']")).to_have_value("How it should look")
    faults_of(page)
    assert_good(page)
    page.locator("[name='title.en']").fill("Looks")
    staff_context.set_offline(True)
    button(page, "Save", "").press("Enter")
    expect(page.locator("#status.failed")).to_contain_text("try again")
    expect(page.locator("[name='title.en']")).to_have_value("Looks")
    staff_context.set_offline(False)
    follow(button(page, "Save", ""))
    assert page.evaluate("document.querySelector(location.hash).innerText") == "3. Looks"
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="3. Looks")).to_be_focused()
    page.close()


def test_a_colleague_who_saved_meanwhile_is_shown(
    staff_context: BrowserContext, question: str
) -> None:
    page, theirs = opened(staff_context, question), opened(staff_context, question)
    theirs.locator("[name='label.en']").fill("Theirs")
    follow(theirs.locator("main form > button.govuk-button").last)
    theirs.close()
    page.locator("[name='label.en']").fill("Mine")
    page.locator("#options-add").press("Enter")
    expect(page.locator("#conflict-title")).to_be_visible()
    said(page, "Somebody else saved this while you were writing.")
    expect(page.locator("h1")).to_be_focused()
    expect(page.locator("[name='label.en']")).to_have_value("Mine")
    faults_of(page)
    assert_good(page)
    page.close()


def test_a_lost_connection_loses_nothing_that_was_typed(
    staff_context: BrowserContext, question: str
) -> None:
    page = opened(staff_context, question)
    staff_context.set_offline(True)
    page.locator("[name='options.new']").fill("Green")
    page.locator("#options-add").press("Enter")
    expect(page.locator("#status.failed")).to_contain_text("try again")
    expect(page.locator("#options-add")).to_be_focused()
    expect(page.locator("[name='options.new']")).to_have_value("Green")
    expect(page.locator("[name='options.new']")).to_be_editable()
    page.locator("[name='options.red.other']").press("Enter")
    expect(page.locator("[name='options.new']")).to_have_value("Green")
    staff_context.set_offline(False)
    page.locator("#options-add").press("Enter")
    expect(page.locator("[name='options.green.label.en']")).to_be_focused()
    expect(page.locator("#status.failed")).to_have_count(0)
    page.close()


def test_nothing_is_typed_into_fields_that_are_about_to_be_replaced(
    staff_context: BrowserContext, question: str
) -> None:
    page = opened(staff_context, question)
    waiting: list[Route] = []

    def hold(route: Route) -> None:
        waiting.append(route)

    page.route(f"**{question}", hold)
    page.locator("[name='options.new']").fill("Green")
    page.locator("#options-add").press("Enter")
    expect(page.locator("[name='label.en']")).not_to_be_editable()
    expect(page.locator("#options-add")).to_be_focused()
    page.locator("[name='options.red.other']").click()
    expect(page.locator("[name='options.red.other']")).not_to_be_checked()
    while not waiting:
        page.wait_for_timeout(20)
    waiting[0].continue_()
    expect(page.locator("[name='options.green.label.en']")).to_be_editable()
    page.close()


def test_an_ended_session_asks_in_the_place_of_the_page_and_goes_on(
    chromium: Browser, portal: Portal, question: str
) -> None:
    context = chromium.new_context(base_url=portal.url)
    portal.sign_in(context, EVERYTHING)
    page = opened(context, question)
    page.locator("[name='options.new']").fill("Green")
    context.clear_cookies()
    page.locator("#options-add").press("Enter")
    page.locator("[name=email]").fill(EVERYTHING)
    faults_of(page)
    assert_good(page)
    page.locator("[name=password]").fill(DEMO_PASSWORD)
    follow(page.locator("main form button").first)
    give_code(page)
    expect(page.locator("[name='options.green.label.en']")).to_have_value("Green")
    context.close()


def test_in_urdu(staff_context: BrowserContext, outline: str) -> None:
    page = opened(staff_context, outline, "ur")
    page.locator("li [id$=-down]").first.press("Enter")
    expect(page.locator("#status")).to_contain_text("Colour")
    assert page.evaluate("document.activeElement.id.endsWith('-down')")
    assert_good(page)
    page.close()


def opened(context: BrowserContext, path: str, tag: str = "en") -> Page:
    page = watched(context.new_page())
    page.goto(f"/{tag}{path}")
    return page


def button(page: Page, does: str, about: str) -> Locator:
    """Find a button by what it does, and with what."""
    return page.get_by_role("button", name=re.compile(rf"^{does} ?{about}( \(en\))?$"))


def said(page: Page, words: str) -> None:
    """Wait until the page has told somebody who does not see it what happened."""
    expect(page.locator("#status")).to_have_text(words)


def order(page: Page) -> list[str]:
    """Read the questions in their order."""
    return page.locator(ORDER).all_inner_texts()
