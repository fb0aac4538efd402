"""A report on somebody's own device: how it is made there, and what is left of it."""

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, Request, expect
from sqlmodel import Session

from portal.accounts.models import Role
from portal.council import queries
from portal.incidents.models import KeyHolder
from portal.incidents.records import codes, keys, pieces, take_in
from portal.incidents.records.pieces import Item
from portal.incidents.rules import Circle
from tests.browser.eyes import assert_good
from tests.browser.hands import Keyboard, follow
from tests.browser.server import Portal
from tests.incidents.factories import Person, arrange, person
from tests.matrix import languages

ADDRESS = "/help/speak-up"
GO_ON = "main form#report button.govuk-button:not(.govuk-button--secondary)"
START = "main form:has([value=start]) button"
CANARY = "canary-of-the-bus-stop"
NEUTRAL_TITLE = "Contact us – Voices"
_STORED = """async () => [localStorage.length, sessionStorage.length, (await caches.keys()).length,
(await indexedDB.databases()).length, (await navigator.serviceWorker.getRegistrations()).length]"""

_CACHED = """addresses => Promise.all(addresses.map(one =>
fetch(one, {cache: "only-if-cached", mode: "same-origin"}).then(got => got.status, () => 0)))"""


class Weather(BaseHTTPRequestHandler):
    """The harmless site that people leave for."""

    def do_GET(self) -> None:
        """Say that the sun shines."""
        self.send_response(200)
        self.send_header("content-type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!DOCTYPE html><title>Weather</title><h1>Sunny</h1>")

    def log_message(self, *_: Any) -> None:
        """Say nothing to the terminal."""


@pytest.fixture(scope="module")
def weather() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Weather)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/today"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def caseworker(portal: Portal, weather: str) -> Person:
    """Let one more person read reports, and leaving lead to a site that this machine serves."""
    with portal.session() as session:
        made = person(session, Role.CASEWORKER)
        queries.save(session, replace(queries.stored(session), leave_address=weather))
        session.commit()
        session.refresh(made.vault.holder)
        session.expunge(made.vault.holder)
    return made


@pytest.fixture
def nobody_outside(portal: Portal) -> Iterator[None]:
    """Let nobody outside the council hold a key."""
    with portal.session() as session:
        outside = keys.holders(session, Circle.INDEPENDENT)
        set_retired(session, outside, date(2026, 1, 1))
        yield
        set_retired(session, outside, None)


def set_retired(session: Session, holders: Sequence[KeyHolder], day: date | None) -> None:
    for holder in holders:
        holder.retired = day
        session.add(holder)
    session.commit()


@pytest.fixture(params=["with JavaScript", "without JavaScript"])
def device(
    request: pytest.FixtureRequest, chromium: Browser, portal: Portal, caseworker: Person
) -> Iterator[Page]:
    """Open somebody's own browser."""
    script = request.param == "with JavaScript"
    context = chromium.new_context(base_url=portal.url, java_script_enabled=script)
    yield context.new_page()
    context.close()


def begin(page: Page, tag: str = "en") -> Page:
    page.goto(f"/{tag}{ADDRESS}")
    follow(page.locator(START))
    follow(page.locator(GO_ON))
    return page


def tell(page: Page, what: str = CANARY) -> Page:
    page.locator("[name=what]").fill(what)
    follow(page.locator(GO_ON))
    return page


def send(page: Page) -> str:
    """Choose a code, send the report and give its code as it is shown."""
    page.locator("[name=reply][value=code]").check()
    follow(page.locator(GO_ON))
    follow(page.locator(GO_ON))
    return page.locator(".code").first.inner_text()


def history(page: Page) -> list[dict[str, Any]]:
    """Read what the browser keeps of the pages it was on."""
    session = page.context.new_cdp_session(page)
    entries: list[dict[str, Any]] = session.send("Page.getNavigationHistory")["entries"]
    return entries


def go_back(page: Page) -> str:
    """Press the browser's Back button and give all that is seen then."""
    try:
        page.go_back(wait_until="load")
    except Error:
        return ""
    for _ in range(20):
        try:
            return page.content()
        except Error:  # the browser's own page about a lost connection is still coming
            page.wait_for_timeout(50)
    raise AssertionError("no page came")


def leave_by_link(page: Page) -> None:
    follow(page.locator(".exit a"))


def leave_by_shift(page: Page) -> None:
    with page.expect_navigation(url="**/today"):
        for _ in range(3):
            page.keyboard.press("Shift")


def test_a_report_is_made_on_a_small_telephone_with_the_keyboard_alone(
    phone: BrowserContext, portal: Portal, caseworker: Person
) -> None:
    page = phone.new_page()
    keys = Keyboard(page)
    page.goto(f"/ur{ADDRESS}")
    assert phone.cookies() == []
    keys.press(START)
    keys.go_on()
    keys.write("what", "انہوں نے بس اسٹاپ پر چیخا۔")
    keys.choose("danger", "unsure")
    switch_language_and_back(keys)
    keys.go_on()
    keys.choose("reply", "code")
    keys.go_on()
    look_again(keys)
    keys.go_on()
    code = codes.parse(page.locator(".code").first.inner_text())
    assert code
    keys.write("end", codes.letters(code)[-4:].lower())
    keys.go_on()
    expect(page.locator("[name=_back][value=more]")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert_kept(portal, caseworker, code)


def switch_language_and_back(keys: Keyboard) -> None:
    for tag in ("en", "ur"):
        keys.press(f"button[name=_switch][value={tag}]")
        expect(keys.page.locator("html")).to_have_attribute("lang", tag)
        expect(keys.page.locator("[name=what]")).to_have_value("انہوں نے بس اسٹاپ پر چیخا۔")


def look_again(keys: Keyboard) -> None:
    keys.press("button[name=_back][value=what]")
    expect(keys.page.locator("[name=danger][value=unsure]")).to_be_checked()
    keys.go_on()
    expect(keys.page.locator("[name=reply][value=code]")).to_be_checked()
    keys.go_on()


def assert_kept(portal: Portal, reader: Person, code: str) -> None:
    with portal.session() as session:
        report = take_in.found(session, code)
        assert report
        private = reader.vault.report_private(session, report)
        assert private
        (record,) = [one for _, one in pieces.opened(session, report, private, Item.REPORT)]
    assert (record["what"], record["language"]) == ("انہوں نے بس اسٹاپ پر چیخا۔", "ur")


@pytest.mark.parametrize("tag", languages("en", "ur", "en-XA"))
def test_every_page_of_the_short_report_is_good(page: Page, caseworker: Person, tag: str) -> None:
    page.goto(f"/{tag}{ADDRESS}")
    assert_good(page)
    follow(page.locator(START))
    assert_good(page)
    follow(page.locator(GO_ON))
    assert_good(page)
    follow(page.locator(GO_ON))
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    page.locator("[name=danger][value=yes]").check()
    page.locator("[name=about_council]").check()
    tell(page)
    assert_good(page)
    be_reached(page)
    after_sending(page)


@pytest.mark.usefixtures("caseworker", "nobody_outside")
@pytest.mark.parametrize("tag", ["en", "ur"])
def test_the_pages_about_a_key_that_nobody_outside_holds_are_good(page: Page, tag: str) -> None:
    begin(page, tag)
    page.locator("[name=about_council]").check()
    tell(page)
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    assert_good(page)
    page.locator("[name=to_team][value=no]").check()
    follow(page.locator(GO_ON))
    assert_good(page)
    follow(page.locator("[name=_back]"))
    expect(page.locator("[name=what]")).to_have_value(CANARY)


def be_reached(page: Page) -> None:
    expect(page.locator("[name=telephone]")).to_be_hidden()
    page.locator("[name=reply][value=contact]").check()
    follow(page.locator(GO_ON))
    assert_good(page)
    page.locator("[name=telephone]").fill("07700 900123")
    follow(page.locator(GO_ON))
    assert_good(page)
    follow(page.locator(GO_ON))


def after_sending(page: Page) -> None:
    assert_good(page)
    code = page.locator(".code").first.inner_text()
    follow(page.locator(GO_ON))
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    assert_good(page)
    follow(page.locator("[name=_back][value=card]"))
    assert_good(page)
    follow(page.locator("[name=_back][value=sent]"))
    page.locator("[name=end]").fill(code[-4:])
    follow(page.locator(GO_ON))
    assert_good(page)


def test_a_page_whose_key_is_gone_and_the_end_without_a_code_are_good(
    visitor: BrowserContext, page: Page, caseworker: Person
) -> None:
    begin(page)
    visitor.clear_cookies()
    tell(page)
    assert_good(page)
    send(tell(begin(page)))
    follow(page.locator("[name=none]"))
    assert_good(page)


def test_closed_doors_are_good(page: Page, portal: Portal, caseworker: Person) -> None:
    tell(begin(page))
    page.locator("[name=reply][value=none]").check()
    follow(page.locator(GO_ON))
    with portal.session() as session:
        arrange(session, enabled=False)
    follow(page.locator(GO_ON))
    assert_good(page)
    page.goto(f"/ur{ADDRESS}")
    assert_good(page)
    with portal.session() as session:
        arrange(session, enabled=True)


def test_row_4_history_and_addresses_say_nothing(device: Page) -> None:
    asked: list[Request] = []

    def note(request: Request) -> None:
        asked.append(request)

    device.on("request", note)
    code = send(tell(begin(device)))
    device.locator("[name=end]").fill(code[-4:])
    follow(device.locator(GO_ON))
    seen = [entry for entry in history(device) if entry["url"] != "about:blank"]
    assert {urlsplit(entry["url"]).path for entry in seen} == {f"/en{ADDRESS}"}
    queries = [urlsplit(entry["url"]).query for entry in seen]
    # Each page has an address of its own, of which only this browser has the key.
    assert queries[0] == ""
    assert {query.partition("=")[0] for query in queries[1:]} == {"at"}
    assert len({len(query) for query in queries[1:]}) == 1
    assert all(entry["title"].startswith(NEUTRAL_TITLE) for entry in seen)
    assert {one.headers.get("referer", "") for one in asked} == {""}
    hidden = (code.replace("-", ""), code[-4:], CANARY)
    assert not any(secret in one.url for one in asked for secret in hidden)


def test_row_4_nothing_is_stored_in_the_browser(page: Page, caseworker: Person) -> None:
    tell(begin(page))
    scripts = page.evaluate("[...document.scripts].map(script => script.src)")
    send(page)
    sheet = page.evaluate("document.styleSheets[0].href")
    assert page.evaluate(_CACHED, [sheet]) == [200]
    assert page.evaluate(_CACHED, [*scripts, page.url]) == [0] * (len(scripts) + 1)
    assert page.evaluate(_STORED) == [0, 0, 0, 0, 0]
    assert page.evaluate("document.cookie") == ""
    (cookie,) = page.context.cookies()
    assert (cookie.get("name"), cookie.get("expires"), cookie.get("httpOnly")) == (
        "visit",
        -1,
        True,
    )


def test_row_4_back_after_leaving_shows_nothing_of_what_was_typed(
    device: Page, weather: str
) -> None:
    tell(begin(device))
    device.locator("[name=reply][value=code]").check()
    leave_by_link(device)
    assert device.url == weather
    assert device.context.cookies() == []
    for _ in range(len(history(device))):
        assert CANARY not in go_back(device)


def test_row_4_back_after_leaving_shows_nothing_of_what_was_not_sent_on(device: Page) -> None:
    begin(device)
    device.locator("[name=what]").fill(CANARY)
    leave_by_link(device)
    shown = go_back(device)
    assert CANARY not in shown
    if device.locator("[name=what]").count():
        expect(device.locator("[name=what]")).to_have_value("")


def test_row_4_without_a_connection_the_browser_shows_no_page_of_the_report(device: Page) -> None:
    send(tell(begin(device)))
    leave_by_link(device)
    device.context.set_offline(True)
    assert CANARY not in go_back(device)
    with pytest.raises(Error):
        device.goto(f"/en{ADDRESS}")


def test_shift_three_times_leaves_at_once_and_back_does_not_return(
    page: Page, caseworker: Person, weather: str
) -> None:
    begin(page)
    page.locator("[name=what]").fill(CANARY)
    leave_by_shift(page)
    assert page.url == weather
    assert page.context.cookies() == []
    assert CANARY not in go_back(page)


@pytest.mark.parametrize(
    "press",
    [
        lambda keys: keys.type("SOS HELP US NOW"),
        lambda keys: [keys.press("Shift+Tab") for _ in range(4)],
        lambda keys: [keys.press(key) for key in ("Shift", "Shift", "a", "Shift", "Shift")],
    ],
)
def test_capital_letters_do_not_leave(
    page: Page, caseworker: Person, press: Callable[[Any], object]
) -> None:
    begin(page)
    page.locator("[name=what]").focus()
    press(page.keyboard)
    page.wait_for_timeout(300)
    assert urlsplit(page.url).path == f"/en{ADDRESS}"


def test_the_way_out_is_the_first_thing_after_the_skip_link(phone: BrowserContext) -> None:
    page = phone.new_page()
    page.goto(f"/en{ADDRESS}")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    focused = page.locator("a:focus")
    expect(focused).to_have_attribute("href", "/exit")
    expect(focused).to_be_in_viewport()


def test_the_whole_way_stays_in_view_while_reading(page: Page, caseworker: Person) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(f"/en{ADDRESS}")
    follow(page.locator(START))
    page.evaluate("scrollTo(0, document.body.scrollHeight / 2)")
    expect(page.locator(".exit a")).to_be_in_viewport()
