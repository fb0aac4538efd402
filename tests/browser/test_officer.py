"""A council's officer asks a question, somebody answers it, and an analyst reads the answer."""

import csv
import re
from datetime import timedelta
from pathlib import Path

from playwright.sync_api import Browser, FilePayload, Page, expect

from portal.accounts.commands import DEMO_PASSWORD
from portal.store.db import now
from tests.browser.eyes import assert_good
from tests.browser.hands import follow
from tests.browser.server import EVERYTHING, Portal
from tests.pdfs import pdf

STAFF = "/en/staff/consultations/benches"
RESPOND = "/en/consultations/benches/respond"
SAVE = "main form button:not([aria-hidden]):not([name=_switch])"


def test_from_an_idea_to_the_numbers(page: Page, chromium: Browser, portal: Portal) -> None:
    sign_in(page)
    build(page)
    publish(page)
    think_better_of_a_correction(page)
    take_away_a_document(page)
    somebody_answers(chromium, portal)
    read_the_answers(page)
    rows = export(page)
    assert len(rows) == 1
    assert rows[0]["benches"] == "yes"
    assert rows[0]["channel"] == "web"


def test_the_languages_of_a_page_keep_what_stands_in_each_of_its_forms(
    page: Page, portal: Portal
) -> None:
    sign_in(page)
    page.goto("/en/staff/consultations/race-equality-scheme/written")
    follow(page.locator("article a").first)
    for press in (".languages a[hreflang=ur]", "form[action$='/hide'] [name=_switch][value=pl]"):
        page.locator("[name=flags]").last.check()
        page.locator("[name=language]").select_option("rom")
        page.locator("[name=reason]").fill("Names a neighbour")
        page.locator(press).evaluate("button => button.click()")
        page.wait_for_load_state()
        expect(page.locator("[name=reason]")).to_have_value("Names a neighbour")
        expect(page.locator("[name=language]")).to_have_value("rom")
        expect(page.locator("[name=flags]").last).to_be_checked()
        expect(page.locator("main .govuk-inset-text")).to_have_count(0)
    assert page.locator("html").get_attribute("lang") == "pl"


def sign_in(page: Page) -> None:
    page.goto("/en/account/sign-in")
    page.locator("[name=email]").fill(EVERYTHING)
    page.locator("[name=password]").fill(DEMO_PASSWORD)
    follow(page.locator(SAVE))
    assert_good(page)
    shown = re.search(r"\b\d{6}\b", page.locator("[aria-labelledby=demo-title] li").inner_text())
    assert shown
    page.locator("[name=code]").fill(shown[0])
    follow(page.locator(SAVE))
    assert page.url.endswith("/en/staff")


def build(page: Page) -> None:
    page.goto("/en/staff/consultations/new")
    page.locator("[name=title]").fill("Benches")
    page.locator("[name=start][value=nothing]").check()
    follow(page.locator(SAVE))
    describe(page)
    page.goto(f"{STAFF}/sections/new")
    page.locator("[name='title.en']").fill("Sitting down")
    follow(page.locator(SAVE).last)
    page.goto(f"{STAFF}/questions/new")
    page.locator("[name=kind][value=single]").check()
    page.locator("[name='label.en']").fill("Benches")
    page.locator("[name='options.new']").fill("Yes\nNo")
    follow(page.locator(SAVE).last)
    expect(page.locator("[name='options.yes.label.en']")).to_have_value("Yes")
    assert_good(page)


def describe(page: Page) -> None:
    page.goto(f"{STAFF}/details")
    page.locator("[name='summary.en']").fill("Tell us where people need to sit down.")
    page.locator("[name='purpose.en']").fill("We can pay for **ten** benches.")
    for tag in ("cy", "pl", "ur", "ar"):
        page.locator(f"[name='languages.{tag}']").uncheck()
    date(page, "opens", 0)
    date(page, "closes", 60)
    page.locator("[name=opens_time]").fill("00:00")
    page.locator("[name=closes_time]").fill("17:00")
    follow(page.locator(SAVE).last)
    expect(page.locator(".govuk-error-summary")).to_have_count(0)


def date(page: Page, name: str, days: int) -> None:
    day = now() + timedelta(days=days)
    for part in ("day", "month", "year"):
        page.locator(f"[name='{name}.{part}']").fill(str(getattr(day, part)))


def think_better_of_a_correction(page: Page) -> None:
    page.goto(f"{STAFF}/details")
    page.locator("[name='title.en']").fill("Seats")
    follow(page.locator(SAVE).last)
    expect(page.get_by_role("heading", name="1 change not published")).to_be_visible()
    assert_good(page)
    follow(page.get_by_role("link", name="Discard the changes"))
    assert_good(page)
    follow(page.locator(SAVE).last)
    expect(page.locator("h1")).to_have_text("Benches")


def take_away_a_document(page: Page) -> None:
    page.goto(f"{STAFF}/documents")
    page.locator("[name=language]").select_option("en")
    page.locator("[name='title.en']").fill("A plan of the benches")
    plan = FilePayload(name="plan.pdf", mimeType="application/pdf", buffer=pdf())
    page.locator("[name=file]").set_input_files(plan)
    follow(page.locator(SAVE).last)
    page.locator("details:has(form[action$='/delete']) summary").click()
    follow(page.locator("form[action$='/delete'] button"))
    assert_good(page)
    page.locator("[name='reason.en']").fill("It shows the wrong square")
    follow(page.locator(SAVE).last)
    page.goto("/en/consultations/benches")
    expect(page.locator("main")).to_contain_text("It shows the wrong square")
    assert_good(page)


def publish(page: Page) -> None:
    page.goto(f"{STAFF}/publish")
    assert_good(page)
    follow(page.locator(SAVE).last)
    expect(page.locator("main")).to_contain_text("Open")


def somebody_answers(chromium: Browser, portal: Portal) -> None:
    context = chromium.new_context(base_url=portal.url)
    page = context.new_page()
    page.goto("/en/consultations/benches")
    follow(page.locator("a.govuk-button").first)
    page.get_by_label("Yes", exact=True).check()
    follow(page.locator(SAVE).first)
    page.goto(f"{RESPOND}/check")
    follow(page.locator("form:has([name=key]) .govuk-button").first)
    page.locator("[name=ethnic_group][value=asian]").check()
    follow(page.locator(SAVE).last)
    page.locator("[name='ethnic_group.detail'][value=pakistani]").check()
    follow(page.locator(SAVE).last)
    assert page.url.endswith("/respond/done")
    context.close()


def read_the_answers(page: Page) -> None:
    page.goto(f"{STAFF}/results/answers")
    page.locator("[name=by]").select_option("ethnic_group")
    page.locator("[name=level][value=detail]").check()
    follow(page.locator(".filters button"))
    row = page.locator("tr", has=page.locator("th", has_text="Pakistani")).first
    expect(row.locator("td").first).to_have_text("1 (100%)")
    assert "by=ethnic_group" in page.url
    assert_good(page)


def export(page: Page) -> list[dict[str, str]]:
    page.goto(f"{STAFF}/export")
    with page.expect_download() as download:
        page.locator(SAVE).first.click()
    text = Path(download.value.path()).read_text(encoding="utf-8-sig")
    return list(csv.DictReader(text.splitlines()))
