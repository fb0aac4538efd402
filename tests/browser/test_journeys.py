"""What residents come to do, on a small telephone, without JavaScript, with the keyboard."""

from contextvars import copy_context

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlmodel import select

from portal.consultations.models import Draft, EqualityAnswers, Response, WrittenAnswer
from portal.consultations.rules import ResponseState
from portal.languages import i18n
from portal.web.security import cookie_name
from tests.browser.hands import Keyboard, follow
from tests.browser.server import SLUG, Portal

HOME = f"/consultations/{SLUG}"
RESPOND = f"{HOME}/respond"
FIRST_STEP = "ہمارے محلے میں ترجمان رکھیں"
BETTER = "مزید مترجم اور خواتین کے لیے الگ اوقات"
SEND = "main form:not([action$='/another']) button[type=submit].govuk-button"


def code_on(page: Page) -> str:
    return page.locator(".code").first.inner_text()


def in_language(tag: str, message: str) -> str:
    """Say one of the portal's own messages as a reader of this language sees it."""

    def say() -> str:
        i18n.speak(tag)
        return i18n.gettext(message)

    return copy_context().run(say)


def responses(portal: Portal) -> set[str]:
    with portal.session() as session:
        return set(session.exec(select(Response.id)))


def kept(portal: Portal, response: str) -> tuple[Response, dict[str, str]]:
    """Find a response and what was written in it."""
    with portal.session() as session:
        found = session.get(Response, response)
        assert found
        texts = session.exec(select(WrittenAnswer).where(WrittenAnswer.response_id == response))
        return found, {one.question: one.text for one in texts}


def test_a_resident_answers_everything_in_urdu_and_takes_it_back(
    phone: BrowserContext, another_phone: BrowserContext, portal: Portal
) -> None:
    before = responses(portal)
    keys = Keyboard(phone.new_page())
    begin_as_a_group(keys)
    switch_language_and_back(keys)
    answer_services_and_work(keys)
    code = save_for_later(keys)
    keys = Keyboard(another_phone.new_page())
    resume(keys, code)
    finish_the_answers(keys)
    no_longer_answer_as_a_group(keys)
    send_twice(keys)
    (sent,) = responses(portal) - before
    assert_kept(portal, sent)
    tell_about_yourself(keys)
    assert_told(portal, sent)
    withdraw(keys, code_on(keys.page))
    response, texts = kept(portal, sent)
    assert (response.state, texts) == (ResponseState.WITHDRAWN, {})


def assert_kept(portal: Portal, sent: str) -> None:
    response, texts = kept(portal, sent)
    assert response.language == "ur"
    assert response.answers["connection"] == "live"
    assert response.answers["aim_order"] == ["lead", "services"]
    assert response.answers["services_fit"] == {"schools": "well", "housing": "badly"}
    assert response.answers["last_contact"] == "2026-06-05"
    assert texts == {"first_step": FIRST_STEP, "services_better": BETTER}


def assert_told(portal: Portal, sent: str) -> None:
    with portal.session() as session:
        equality = session.get(EqualityAnswers, sent)
    assert equality
    assert equality.answers["ethnic_group"] == {"state": "answered", "codes": ["pakistani"]}
    assert equality.answers["religion"]["state"] == "prefer_not"


def begin_as_a_group(keys: Keyboard) -> None:
    keys.page.goto(f"/ur{HOME}")
    keys.press("a.govuk-button[href$='/respond/lead']")
    keys.choose("connection", "group")
    keys.write("aim_order.lead", "1")
    keys.write("aim_order.services", "۲")  # the digit two, as an Urdu keyboard types it
    keys.write("first_step", FIRST_STEP)


def switch_language_and_back(keys: Keyboard) -> None:
    page = keys.page
    keys.press("button[name=_switch][value=en]")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("[name=first_step]")).to_have_value(FIRST_STEP)
    expect(page.locator("[name=connection][value=group]")).to_be_checked()
    keys.press("button[name=_switch][value=ur]")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.locator("[name=first_step]")).to_have_value(FIRST_STEP)
    keys.go_on()


def answer_services_and_work(keys: Keyboard) -> None:
    keys.tick("services_used", "schools", "housing")
    keys.choose("services_fit.schools", "well")
    keys.choose("services_fit.housing", "badly")
    for part, digits in (("day", "5"), ("month", "6"), ("year", "2026")):
        keys.write(f"last_contact.{part}", digits)
    keys.choose("language_help", "sometimes")
    keys.write("services_better", BETTER)
    keys.go_on()
    keys.choose("council_job", "applied")
    keys.tick("job_barriers", "forms")
    keys.go_on()


def save_for_later(keys: Keyboard) -> str:
    keys.tick("take_part", "phone")
    keys.press("button[name=_save]")
    return code_on(keys.page)


def resume(keys: Keyboard, code: str) -> None:
    assert keys.page.context.cookies() == []
    keys.page.goto(f"/ur{RESPOND}/resume")
    keys.write("receipt_code", code.lower().replace("-", " "))
    keys.go_on()
    keys.press("a[href$='/respond/voice']")
    expect(keys.page.locator("[name=take_part][value=phone]")).to_be_checked()


def finish_the_answers(keys: Keyboard) -> None:
    keys.choose("data_comfort", "4")
    keys.choose("forum_join", "no")
    keys.write("group_help", "ایک کمرہ")
    keys.go_on()
    keys.choose("safe", "3")
    keys.choose("seen_unfair", "no")
    keys.go_on()


def no_longer_answer_as_a_group(keys: Keyboard) -> None:
    assert "ایک کمرہ" in keys.page.content()
    keys.press("a[href*='from=check#connection']")
    keys.choose("connection", "live")
    keys.go_on()
    assert keys.page.url.endswith("/respond/check")
    expect(keys.page.locator(".govuk-notification-banner")).to_be_visible()
    assert "ایک کمرہ" not in keys.page.content()


def send_twice(keys: Keyboard) -> None:
    second = keys.page.context.new_page()
    second.goto(f"/ur{RESPOND}/check")
    keys.press(SEND)
    follow(second.locator(SEND).first)
    assert second.url.endswith("sent=already")
    expect(second.locator(".govuk-notification-banner")).to_be_visible()


def tell_about_yourself(keys: Keyboard) -> None:
    assert keys.page.url.endswith("/respond/equality")
    keys.choose("ethnic_group", "asian")
    keys.choose("religion", "prefer_not_to_say")
    keys.go_on()
    keys.choose("ethnic_group.detail", "pakistani")
    keys.go_on()
    assert keys.page.url.endswith("/respond/done")


def withdraw(keys: Keyboard, code: str) -> None:
    keys.page.goto("/ur/receipt")
    keys.write("receipt_code", code)
    keys.go_on()
    expect(keys.page.locator("main")).to_contain_text(FIRST_STEP)
    keys.tick("sure", "yes")
    keys.go_on()
    expect(keys.page.locator("main")).not_to_contain_text(FIRST_STEP)


@pytest.mark.parametrize("scripts", [True, False])
def test_a_visitor_from_a_poster_finds_their_language_and_trusts_the_page(
    chromium: Browser, portal: Portal, scripts: bool
) -> None:
    context = chromium.new_context(
        base_url=portal.url,
        locale="en-GB",
        viewport={"width": 320, "height": 640},
        java_script_enabled=scripts,
    )
    page = context.new_page()
    page.goto(HOME)
    assert page.url == f"{portal.url}/en{HOME}"
    urdu = page.locator("header a[hreflang=ur]")
    box = urdu.bounding_box()
    assert box
    assert box["y"] + box["height"] < 640
    follow(urdu)
    assert page.url == f"{portal.url}/ur{HOME}"
    expect(page.locator("html")).to_have_attribute("lang", "ur")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    promise = in_language(
        "ur",
        "You do not have to give your name, and you can leave every optional question empty.",
    )
    words = page.locator("main").inner_text()
    start = page.locator("a.govuk-button[href$='/respond/lead']")
    assert words.index(promise) < words.index(start.inner_text().strip())
    follow(start)
    assert page.url == f"{portal.url}/ur{RESPOND}/lead"
    context.close()


def test_a_forgotten_answer_is_said_at_once_and_nothing_is_lost(phone: BrowserContext) -> None:
    page = phone.new_page()
    keys = Keyboard(page)
    page.goto(f"/ur{RESPOND}/lead")
    keys.write("first_step", FIRST_STEP)
    keys.go_on()
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    assert page.title().startswith(in_language("ur", "Error:"))
    expect(page.locator("[name=first_step]")).to_have_value(FIRST_STEP)
    keys.reach(".govuk-error-summary a")
    page.keyboard.press("Enter")
    page.keyboard.press("Space")
    keys.go_on()
    assert page.url.endswith("/respond/services")
    keys.press(".govuk-back-link")
    expect(page.locator("[name=first_step]")).to_have_value(FIRST_STEP)


@pytest.mark.parametrize("scripts", [True, False])
def test_back_and_forward_keep_what_was_written(
    chromium: Browser, portal: Portal, scripts: bool
) -> None:
    context = chromium.new_context(base_url=portal.url, java_script_enabled=scripts)
    page = context.new_page()
    page.goto(f"/ur{RESPOND}/lead")
    page.locator("[name=connection][value=live]").check()
    page.locator("[name=first_step]").fill(FIRST_STEP)
    follow(page.locator(SEND).first)
    page.wait_for_url("**/respond/services")
    page.go_back()
    expect(page.locator("[name=first_step]")).to_have_value(FIRST_STEP)
    expect(page.locator("[name=connection][value=live]")).to_be_checked()
    page.go_forward()
    assert page.url.endswith("/respond/services")
    context.close()


def test_another_language_in_the_middle_keeps_the_words_in_one_draft(
    phone: BrowserContext, portal: Portal
) -> None:
    before = portal.count(Draft)
    page = phone.new_page()
    page.goto(f"/pl{RESPOND}/lead")
    page.locator("[name=first_step]").fill("Najpierw tłumacze w urzę")
    for tag in ("en", "pl"):
        follow(page.locator(f"button[name=_switch][value={tag}]"))
        assert page.url == f"{portal.url}/{tag}{RESPOND}/lead"
        expect(page.locator("html")).to_have_attribute("lang", tag)
        expect(page.locator("[name=first_step]")).to_have_value("Najpierw tłumacze w urzę")
    assert portal.count(Draft) == before + 1


def test_answers_are_kept_before_anything_is_asked_about_the_person(
    phone: BrowserContext, portal: Portal
) -> None:
    before = responses(portal)
    page = send_one_answer(phone)
    assert page.url.endswith("/respond/equality")
    sent = (responses(portal) - before).pop()
    expect(page.locator("[name=welsh_skills]").first).to_be_visible()
    follow(page.locator("button[name=_skip]"))
    assert page.url.endswith("/respond/done")
    expect(page.locator("bdi.code[dir=ltr]").first).to_be_visible()
    with portal.session() as session:
        equality = session.get(EqualityAnswers, sent)
    assert equality
    assert {one["state"] for one in equality.answers.values()} == {"skipped"}


def test_what_was_told_stays_when_the_second_step_is_left_empty(
    phone: BrowserContext, portal: Portal
) -> None:
    before = responses(portal)
    page = send_one_answer(phone)
    sent = (responses(portal) - before).pop()
    page.locator("[name=ethnic_group][value=black]").check()
    page.locator(SEND).last.click()
    page.locator(SEND).last.click()
    assert page.url.endswith("/respond/done")
    with portal.session() as session:
        equality = session.get(EqualityAnswers, sent)
    assert equality
    assert equality.answers["ethnic_group"] == {"state": "answered", "codes": ["black"]}


def test_reading_leaves_no_cookie_and_answering_leaves_one(phone: BrowserContext) -> None:
    page = phone.new_page()
    for path in ("/", "/consultations", HOME, f"{RESPOND}/lead", "/receipt", "/account/sign-in"):
        page.goto(f"/en{path}")
    assert phone.cookies() == []
    page.goto(f"/en{RESPOND}/lead")
    page.locator("[name=connection][value=live]").check()
    follow(page.locator(SEND).first)
    cookies = phone.cookies()
    (name,) = [one["name"] for one in cookies]
    assert name.startswith(cookie_name("answer-", https=False))
    assert [(one.get("expires"), one.get("httpOnly")) for one in cookies] == [(-1, True)]


def send_one_answer(context: BrowserContext) -> Page:
    """Answer what must be answered, and send it."""
    page = context.new_page()
    page.goto(f"/ur{RESPOND}/lead")
    page.locator("[name=connection][value=live]").check()
    follow(page.locator(SEND).first)
    page.goto(f"/ur{RESPOND}/check")
    follow(page.locator(SEND).first)
    return page
