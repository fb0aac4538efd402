"""Somebody who hates reports, too: nothing they write runs in the browser of whoever reads it."""

import secrets
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Dialog, Page

from portal.accounts.models import AccountSession, Role
from portal.incidents.models import Report
from portal.incidents.records import pieces, replies
from portal.incidents.records.pieces import Item
from portal.sealing.crypto import fingerprint
from portal.store.db import now
from portal.web.security import SESSION_COOKIE, cookie_name
from tests.browser.server import Portal
from tests.incidents.factories import TODAY, Person, keep_vault_open, person, report

CORPUS = (
    "<script>window.hit = 1</script>",
    '"><img src=x onerror="window.hit=1">',
    "'><svg/onload=window.hit=1>",
    "</textarea><script>window.hit=1</script>",
    "</title><script>window.hit=1</script>",
    "--><script>window.hit=1</script>",
    "<iframe srcdoc='<script>parent.hit=1</script>'></iframe>",
    "<a href='javascript:window.hit=1'>here</a>",
    "javascript:window.hit=1",
    "<math><mtext><style><img src=x onerror=window.hit=1></style></mtext></math>",
    "{{ 7 * 7 }} {% raw %} ${7*7} #{7*7}",
    "<div hx-get=/en/exit hx-trigger=load hx-on:load='window.hit=1'>x</div>",
    "<base href='https://attacker.example/'><form action=https://attacker.example><input>",
    "<meta http-equiv=refresh content='0;url=https://attacker.example/'>",
    "%3Cscript%3Ewindow.hit=1%3C/script%3E \u202egnp.exe",
)
ALL = "\n".join(CORPUS)


@pytest.fixture
def reader(portal: Portal) -> Person:
    with portal.session() as session:
        someone = person(session, Role.CASEWORKER, Role.APPROVER, Role.OFFICER)
        session.refresh(someone.account)
        session.refresh(someone.vault.holder)
        session.expunge_all()
        return someone


@pytest.fixture
def hostile(portal: Portal, reader: Person) -> Report:
    """Keep a report in which every field is an attack."""
    with portal.session() as session:
        said = {"what": ALL, "danger": "no", "reply": "code", "language": "en", "channel": "web"}
        slip = {"strands": ["race"], "kinds": ["abuse"], "language": "en", "danger": False}
        kept = report(session, report=said, slip=slip)
        for section, fields in _sections():
            pieces.add(session, kept, Item.ADDITION, {"section": section, **fields})
        pieces.add(session, kept, Item.NOTE, {"text": ALL, "by": 1, "day": "2026-11-20"})
        replies.write(session, kept, ALL, TODAY)
        session.commit()
        session.refresh(kept)
        session.expunge(kept)
        return kept


def _sections() -> list[tuple[str, dict[str, object]]]:
    return [
        ("about", {"role": ALL, "strands": ["race", ALL], "perception": ALL, "who_knows": ALL}),
        ("when_where", {"when": ALL, "when_words": ALL, "area": ALL, "exact_place": ALL}),
        ("harm", {"kinds": ["abuse", ALL], "injuries": ALL, "damage": ALL, "offender": ALL}),
        ("needs", {"interpreter": ALL, "access": ALL, "wishes": ALL, "safe_contact": ALL}),
        ("consent", {"police": "yes", "support": "yes"}),
        ("add", {"what": ALL}),
    ]


def opened(chromium: Browser, portal: Portal, someone: Person) -> BrowserContext:
    """Open a browser, with JavaScript, in which somebody has an open vault."""
    token = secrets.token_urlsafe(32)
    with portal.session() as session:
        session.add(
            AccountSession(
                id=fingerprint(token),
                account_id=someone.number,
                expires=now() + timedelta(hours=1),
            )
        )
        keep_vault_open(session, someone, token)
    context = chromium.new_context(base_url=portal.url)
    name = cookie_name(SESSION_COOKIE, https=False)
    context.add_cookies([{"name": name, "value": token, "url": portal.url}])
    return context


def watch(page: Page) -> list[str]:
    """Note what a page tried to run, to load or to show."""
    seen: list[str] = []

    def on_console(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            seen.append(message.text)

    def on_request(address: str) -> None:
        if "attacker.example" in address or "/exit" in address:
            seen.append(address)

    page.on("console", on_console)

    def on_dialog(dialog: Dialog) -> None:
        seen.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", on_dialog)
    page.on("request", lambda request: on_request(request.url))
    return seen


def test_row_9_nothing_that_a_reporter_writes_runs_on_any_page_of_staff(
    chromium: Browser, portal: Portal, reader: Person, hostile: Report
) -> None:
    context = opened(chromium, portal, reader)
    page = context.new_page()
    seen = watch(page)
    case = f"/en/staff/cases/{hostile.reference}"
    own = ("", "/risk", "/refer", "/contact", "/merge", "/conflict", "/hold", "/close")
    for path in ("/en/staff/cases", *(case + end for end in own)):
        answer = page.goto(path)
        assert answer
        assert answer.status == 200, path
        assert page.evaluate("window.hit") is None, path
        assert page.locator("main script, main img[src=x], main iframe, main base").count() == 0
    page.goto(case)
    words = page.locator("main").inner_text()
    for attack in CORPUS:
        assert attack.split()[0] in words, attack
    assert "49" not in page.locator("h1").inner_text()
    assert seen == []
    context.close()


def test_row_9_nothing_that_staff_write_runs_on_the_page_of_a_reporter(
    chromium: Browser, portal: Portal, reader: Person
) -> None:
    from portal.incidents.records import codes

    code = codes.new()
    with portal.session() as session:
        kept = report(session, code=code)
        replies.write(session, kept, ALL, TODAY)
        session.commit()
    page = chromium.new_page(base_url=portal.url)
    seen = watch(page)
    page.goto("/en/help/speak-up")
    page.fill("[name=code]", codes.letters(code))
    with page.expect_navigation():
        page.locator("form:has([name=code]) button").last.click()
    words = page.locator("main").inner_text()
    assert CORPUS[0] in words
    assert page.evaluate("window.hit") is None
    assert seen == []
    page.close()
