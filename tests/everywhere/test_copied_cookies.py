"""Who copied a cookie before and puts it back opens nothing of whoever used the browser since."""

import pytest
from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import OperationalError
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.consultations.answering import device, receipts
from portal.incidents.records import codes
from portal.incidents.reporting import journey
from portal.web import cookies
from portal.web.security import cookie_name
from tests.consultations.answering.test_responding import CHECK, HOME, S1, carried, code_in, send
from tests.consultations.answering.test_shared_device import (
    AFRESH,
    CLEAR,
    DONE,
    SAVED,
    answer,
    enter,
    read,
    shown,
)
from tests.consultations.factories import consultation, question
from tests.everywhere.test_chosen_cookies import choose
from tests.incidents.factories import team
from tests.incidents.reporter import Reporter

RECEIPT, VISIT = (cookie_name(name, https=True) for name in (receipts.COOKIE, journey.COOKIE))
WORDS = "Words of the next person"


def copied(browser: TestClient, name: str) -> str:
    """Write down what the browser carries."""
    return browser.cookies.get(name, domain="voices.example") or ""


def put_back(browser: TestClient, name: str, copy: str) -> None:
    """Put back what somebody wrote down."""
    browser.cookies.clear()
    browser.cookies.set(name, copy, domain="voices.example", path="/")


def held(browser: TestClient) -> dict[str, str]:
    """Write down all that the browser carries of answers."""
    begins = cookie_name(device.COOKIE, https=True)
    jar = {one.name: one.value or "" for one in browser.cookies.jar}
    return {name: value for name, value in jar.items() if name.startswith(f"{begins}-")}


def hold(browser: TestClient, copy: dict[str, str]) -> None:
    """Put all of it back."""
    assert copy
    browser.cookies.clear()
    for name, value in copy.items():
        browser.cookies.set(name, value, domain="voices.example", path="/")


def key_of_somebody(browser: TestClient, name: str) -> str:
    """Have the portal draw a key for whoever uses the computer first, who copies it."""
    code_ = {"receipt_code": code_in(send(browser))} if name == RECEIPT else {"step": "start"}
    browser.post("/en/receipt" if name == RECEIPT else "/en/help/speak-up", data=code_)
    return copied(browser, name)


def planted(browser: TestClient, name: str, *, made_up: bool) -> str:
    """Leave a key in a cookie for whoever comes next: one that was made up, or a drawn one."""
    if not made_up:
        answer(browser, "Trees")
        copy = key_of_somebody(browser, name)
        put_back(browser, name, copy)
        return copy
    browser.cookies.clear()
    return choose(browser, name.removeprefix("__Host-"))


@pytest.mark.parametrize("made_up", [True, False])
@pytest.mark.parametrize("elsewhere", [True, False])
def test_after_leaving_no_address_of_a_report_opens_with_a_key_from_before(
    browser: TestClient,
    session: Session,
    monkeypatch: pytest.MonkeyPatch,
    *,
    made_up: bool,
    elsewhere: bool,
) -> None:
    team(session)
    consultation(session)
    copy = planted(browser, VISIT, made_up=made_up)
    reporter = Reporter(browser).begin().tell(WORDS).wish()
    addresses = [str(reporter.page.url), str(reporter.send().page.url)]
    code = codes.letters(reporter.code)
    assert all("?at=" in address for address in addresses)
    assert code[:4] in browser.get(addresses[1]).text
    browser.get("/exit", follow_redirects=False)
    if elsewhere:
        monkeypatch.setattr(cookies, "_ended", {})  # what another process knows
    put_back(browser, VISIT, copy)
    pages = "".join(browser.get(address).text for address in addresses)
    assert WORDS not in pages
    assert code[:4] not in pages


@pytest.mark.parametrize("made_up", [True, False])
@pytest.mark.parametrize("ending", ["clear", "exit", "another", "opening"])
def test_no_address_of_a_receipt_opens_with_a_key_from_before(
    browser: TestClient, session: Session, ending: str, *, made_up: bool
) -> None:
    consultation(session)
    before = planted(browser, RECEIPT, made_up=made_up)
    answer(browser, WORDS)
    code = code_in(send(browser))
    page = browser.post("/en/receipt", data={"receipt_code": code})
    address, during = str(page.url), copied(browser, RECEIPT)
    assert WORDS in browser.get(address).text
    match ending:
        case "clear":
            browser.post(CLEAR)
        case "exit":
            browser.get("/exit", follow_redirects=False)
        case "another":
            browser.post(AFRESH, data={"afresh": "yes"})
        case "opening":
            browser.post("/en/receipt", data={"receipt_code": code})
    for copy in (before, during):
        put_back(browser, RECEIPT, copy)
        assert WORDS not in browser.get(address).text


def test_leaving_waits_for_no_database_and_ends_the_key_all_the_same(
    browser: TestClient, session: Session, engine: Engine
) -> None:
    team(session)
    reporter = Reporter(browser).begin().tell(WORDS).wish()
    address, copy = str(reporter.page.url), copied(browser, VISIT)

    def fail(connection: Connection) -> None:
        raise OperationalError("gone", None, Exception())

    event.listen(engine, "begin", fail)
    left = browser.get("/exit", follow_redirects=False)
    event.remove(engine, "begin", fail)
    assert left.status_code == 303
    put_back(browser, VISIT, copy)
    assert WORDS not in browser.get(address).text


def test_a_key_of_another_cookie_or_with_another_letter_counts_as_none(
    browser: TestClient, session: Session
) -> None:
    team(session)
    Reporter(browser).begin()
    key = copied(browser, VISIT)
    assert len(key) == 64
    put_back(browser, VISIT, key[:-1] + ("A" if key[-1] != "A" else "B"))
    Reporter(browser).begin()
    assert copied(browser, VISIT)[:43] != key[:43]


def test_the_copy_of_a_code_whose_answers_were_taken_out_begins_no_draft(
    browser: TestClient, session: Session
) -> None:
    consultation(session, [question("idea")], [question("more")])
    answer(browser, "Trees")
    copy = held(browser)
    noted = code_in(browser.get(SAVED).text)
    answer(browser, "")
    hold(browser, copy)
    answer(browser, WORDS)
    assert held(browser) != copy
    assert WORDS in browser.get(S1).text
    receipt = code_in(send(browser))
    assert WORDS not in read(browser, noted)
    hold(browser, copy)
    assert WORDS not in shown(browser)
    assert WORDS in enter(browser, receipt)


def test_the_copy_of_a_receipt_code_that_was_not_used_opens_nothing_that_is_sent_later(
    browser: TestClient, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    consultation(session)
    answer(browser, "Trees")
    form = carried(browser.get(CHECK).text)
    browser.post(CHECK, data=form, follow_redirects=False)
    copy = held(browser)
    monkeypatch.setattr("portal.consultations.answering.visits._TAPS_SECONDS", 0)
    answer(browser, WORDS)
    assert code_in(send(browser))
    assert browser.get(DONE).url.path == DONE
    hold(browser, copy)
    assert browser.get(DONE).url.path == HOME
